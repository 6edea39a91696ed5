import CIPipeline
import DataDiff
import Foundation
import Reports
import SourceControl
import Store
import Synchronization
import Testing

/// Bad input on the way of a review, each told in the comment and the status with what to do.
@Suite(.timeLimit(.minutes(15))) struct HostTroubleTests {
    private let refused = SourceControlError(.forbidden, "The token may not do that. It needs the permission \"Commit statuses: write\".")

    @Test(arguments: [
        "dbt Cloud does not accept the key. It may be revoked: compare access_url.",
        "The job 11 is not there any more. Choose the job anew.",
    ])
    func aKeyRevokedOrAJobDeletedWhileWaiting(message: String) async throws {
        let world = try await World()
        world.builds.edit { $0.outcome = .unavailable(message: message) }
        #expect(try await world.runToEnd().phase == "failed")
        #expect(
            world.host.status(of: "aaaaaaa1")
                == CommitStatus(
                    state: .failure, context: "plumbline/shop", description: message, targetURL: "http://p/runs/1"))
        #expect(world.host.comments.count == 1)
        #expect(world.host.comments[0].text.contains(message.replacing("_", with: "\\_")) || world.host.comments[0].text.contains(message))
    }

    @Test func aKeyRevokedAfterTheBuild() async throws {
        let world = try await World()
        world.builds.edit { $0.trouble["base"] = [RunTrouble("The key was not accepted. Make a new one.")] }
        #expect(try await world.runToEnd().phase == "failed")
        #expect(world.host.status(of: "aaaaaaa1")?.description == "The key was not accepted. Make a new one.")
        #expect(world.host.comments[0].text.contains("The key was not accepted. Make a new one."))
    }

    @Test func aRunWithoutArtifacts() async throws {
        let world = try await World()
        world.builds.edit { $0.head = nil }
        #expect(try await world.runToEnd().phase == "failed")
        for text in [world.host.comments[0].text, try #require(world.host.status(of: "aaaaaaa1")?.description)] {
            #expect(text.contains("left no manifest.json") && text.contains("Have it run a dbt command"), "\(text)")
        }
    }

    @Test func aManifestOfAnotherProject() async throws {
        let world = try await World()
        world.plan.withLock {
            $0.problems = ["Production's manifest is of the dbt project 'a', the change's of 'b'. Choose two jobs of one project."]
        }
        #expect(try await world.runToEnd().phase == "failed")
        let status = try #require(world.host.status(of: "aaaaaaa1"))
        #expect(status.state == .failure && status.description.hasSuffix("Choose two jobs of one project."))
        #expect(world.host.comments[0].text.contains("Choose two jobs of one project."))
    }

    /// The right was never there: the comment says so from the report on.
    @Test func statusesThatMayNotBeSetAreToldInTheComment() async throws {
        let world = try await World()
        world.host.edit { $0.failures["setStatus"] = Array(repeating: self.refused, count: 9) }
        let run = try await world.runToEnd()
        #expect(run.phase == "failed" && world.host.statuses.isEmpty)
        #expect(world.host.comments.count == 1 && world.host.comments[0].text.contains("Commit statuses: write"))
        #expect(try run.decodedState().problems == [refused.message])
        #expect(try await world.store.repository(world.repository.id).trouble == refused.message)
    }

    /// The right was lost in the middle: the comment that stands is written once more.
    @Test func aRightLostAtTheEndIsToldInTheComment() async throws {
        let world = try await World()
        world.host.edit { state in
            state.onComment = { text in
                if text.contains("identical") { world.host.edit { $0.failures["setStatus"] = Array(repeating: self.refused, count: 2) } }
            }
        }
        let run = try await world.runToEnd()
        #expect(run.phase == "failed" && world.host.status(of: "aaaaaaa1")?.state == .pending)
        #expect(world.host.comments.count == 1 && world.host.comments[0].text.contains("Commit statuses: write"))
    }

    @Test func aStatusThatIsTakenLaterIsNoTroubleAnyMore() async throws {
        let world = try await World()
        world.host.edit { $0.failures["setStatus"] = [self.refused] }
        let run = try await world.runToEnd()
        #expect(run.phase == "done" && world.host.status(of: "aaaaaaa1")?.state == .success)
        #expect(try run.decodedState().statusTrouble == nil)
    }

    @Test func aCommentThatMayNotBeWrittenIsToldInTheStatus() async throws {
        let world = try await World()
        let refusal = SourceControlError(
            .forbidden, "Could not comment on pull request 7. It needs the permission \"Pull requests: write\".")
        world.host.edit { $0.failures["writeComment"] = Array(repeating: refusal, count: 9) }
        let run = try await world.runToEnd()
        #expect(run.phase == "failed" && world.host.comments.isEmpty)
        let status = try #require(world.host.status(of: "aaaaaaa1"))
        #expect(status.state == .failure && status.description.hasSuffix("It needs the permission \"Pull requests: write\"."))
        #expect(status.description.hasPrefix("All 3 compared models"))
    }

    /// A token that ran out is renewed within the day, and then nothing is left pending.
    @Test func aRevokedTokenThatIsRenewedGetsTheLastWordsAfterAll() async throws {
        let world = try await World()
        let revoked = SourceControlError(.unauthorized, "The token was not accepted.")
        world.differ.edit { $0.onFirst = { world.host.edit { $0.failures["writeComment"] = Array(repeating: revoked, count: 20) } } }
        let run = try await world.runToEnd()
        #expect(run.phase == "done" && world.host.status(of: "aaaaaaa1")?.state == .success)
        #expect(world.host.comments[0].text.contains("All 3 compared models are identical"))
        let lines = try await world.store.events(ofRun: run.id).map(\.message)
        #expect(lines.contains("The token was not accepted. It is tried again."))
    }

    @Test func aRenamedRepositoryIsToldInCommentAndStatus() async throws {
        let world = try await World()
        try await world.store.note(currentName: "acme/store", trouble: nil, of: world.repository.id)
        #expect(try await world.runToEnd().phase == "done")
        #expect(world.host.comments[0].text.contains("is called acme/store on its host now"))
        let status = try #require(world.host.status(of: "aaaaaaa1"))
        #expect(status.state == .success && status.description.contains("identical"))
        #expect(status.description.hasSuffix("This repository is called acme/store now: use that name in Plumbline."))
    }

    @Test func longTextsAreCutBeforeWhatToDo() {
        let text = String(repeating: "x", count: 200) + ". Make a new key."
        let cut = CommitStatusText.fit(text)
        #expect(cut.count == 140 && cut.hasSuffix("x… Make a new key."))
        let both = CommitStatusText.fit(String(repeating: "x", count: 90) + ". " + String(repeating: "y", count: 200), suffix: " (end)")
        #expect(both.count <= 140 && both.hasSuffix("y… (end)") && both.contains("x… y"))
    }
}

import CIPipeline
import SourceControl
import Store
import Testing

@Suite struct GateTests {
    private func change(_ edit: (inout ChangeRequest) -> Void = { _ in }) -> ChangeRequest {
        var change = World.change()
        edit(&change)
        return change
    }

    private func settings(_ edit: (inout CISettings) -> Void) -> CISettings {
        var settings = CISettings()
        edit(&settings)
        return settings
    }

    @Test func anOrdinaryPullRequestPasses() {
        #expect(Gate.decide(change(), CISettings()) == .pass)
    }

    @Test func draftsForksBranchesAndLabelsAreSkipped() {
        let skipped = [
            Gate.decide(change { $0.isDraft = true }, CISettings()),
            Gate.decide(change { $0.isFork = true }, CISettings()),
            Gate.decide(change(), settings { $0.baseBranch = "staging" }),
            Gate.decide(change(), settings { $0.requireLabel = true }),
            Gate.decide(change(), settings { $0.skipPullRequests = true }),
        ]
        for decision in skipped {
            guard case .skip = decision else {
                Issue.record("\(decision)")
                continue
            }
        }
    }

    @Test func aLabelAllowsWhatNeedsOne() {
        let labelled = change {
            $0.labels = ["Datafold"]
            $0.isFork = true
        }
        #expect(Gate.decide(labelled, settings { $0.requireLabel = true }) == .pass)
    }

    /// The other spelling counts only while nothing else is configured.
    @Test func theLabelIsTheConfiguredOne() {
        let wanted = settings { $0.requireLabel = true }
        let own = settings { ($0.requireLabel, $0.label) = (true, "Data Review") }
        #expect(Gate.decide(change { $0.labels = ["plumbline"] }, wanted) == .pass)
        #expect(
            Gate.decide(change { $0.labels = ["plumbline", "datafold"] }, own)
                == .skip("Waiting for the label 'Data Review' on the pull request."))
        #expect(Gate.decide(change { $0.labels = ["data review"] }, own) == .pass)
    }

    @Test func draftsAreReviewedWhereThatIsAskedFor() {
        #expect(Gate.decide(change { $0.isDraft = true }, settings { $0.reviewDrafts = true }) == .pass)
    }

    @Test func forksAreNeverReviewedWhereThatIsAskedFor() {
        let fork = change { ($0.isFork, $0.labels) = (true, ["datafold"]) }
        #expect(Gate.decide(fork, CISettings()) == .pass)
        guard case .skip = Gate.decide(fork, settings { $0.forks = .never }) else { return #expect(Bool(false)) }
    }

    @Test func aListThatTheHostCutIsSaid() {
        let cut = ChangedFiles(paths: ["a"], isComplete: false)
        #expect(Gate.notes(on: cut, of: change()).first?.contains("more files than its host lists (1 were listed)") == true)
        #expect(Gate.notes(on: ChangedFiles(paths: ["a"]), of: change()).isEmpty)
    }

    @Test func onlyWhenAllFilesAreIgnoredNothingIsReviewed() {
        let settings = settings { $0.filesToIgnore = "*\n!dbt/*" }
        #expect(Gate.decide(ChangedFiles(paths: ["a.py", "dbt/m.sql"]), settings) == .pass)
        #expect(Gate.decide(ChangedFiles(paths: ["a.py"], isComplete: false), settings) == .pass)
        #expect(Gate.decide(ChangedFiles(paths: []), settings) == .pass)
        #expect(
            Gate.decide(ChangedFiles(paths: ["a.py", "b.py"]), settings)
                == .allIgnored("All 2 changed files are ignored by 'files to ignore'."))
    }
}

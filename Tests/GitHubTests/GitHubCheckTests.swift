import SourceControl
import Testing

@testable import GitHub

struct GitHubCheckTests {
    private func report(_ state: CommitStatus.State, _ count: Int = 0, summary: String = "s") -> CheckReport {
        CheckReport(
            status: CommitStatus(state: state, context: "plumbline/shop", description: "d", targetURL: "http://r"), summary: summary,
            annotations: (0..<count).map { .init(path: "m.sql", line: $0, level: .notice, title: "t", message: "\($0)") })
    }

    /// As in `create:in_progress:50`: kind, status and number of annotations of each step.
    private func steps(_ report: CheckReport, _ standing: StandingCheck? = nil) -> [String] {
        CheckPlan.steps(report, sha: "abc", standing: standing).map { step in
            switch step {
            case .create(let body): "create:\(body.status):\(body.output.annotations.count)"
            case .update(let body): "update:\(body.status):\(body.output.annotations.count)"
            }
        }
    }

    private func standing(_ conclusion: String?, annotations: Int = 0) -> StandingCheck {
        StandingCheck(
            id: 7, isCompleted: conclusion != nil, conclusion: conclusion, title: "d", summary: "s", annotations: annotations)
    }

    @Test func aCheckIsCompletedWithItsLastAnnotations() {
        #expect(steps(report(.pending)) == ["create:in_progress:0"])
        #expect(steps(report(.success)) == ["create:completed:0"])
        #expect(steps(report(.failure, 50)) == ["create:completed:50"])
        #expect(steps(report(.failure, 101)) == ["create:in_progress:50", "update:in_progress:50", "update:completed:1"])
        #expect(steps(report(.failure, 51), standing(nil)) == ["update:in_progress:50", "update:completed:1"])
    }

    @Test func whatAnInterruptionLeftOutIsAddedAndNothingTwice() {
        #expect(steps(report(.failure, 101), standing(nil, annotations: 50)) == ["update:in_progress:50", "update:completed:1"])
        #expect(steps(report(.failure, 60), standing("failure", annotations: 50)) == ["update:completed:10"])
        #expect(steps(report(.failure, 60), standing("failure", annotations: 60)).isEmpty)
        #expect(steps(report(.success), standing("success")).isEmpty)
    }

    @Test func aRerunGetsACheckOfItsOwn() {
        #expect(steps(report(.pending), standing("failure", annotations: 60)) == ["create:in_progress:0"])
        #expect(steps(report(.success), standing("failure")) == ["create:completed:0"])
        #expect(steps(report(.failure, summary: "other"), standing("failure")) == ["create:completed:0"])
    }

    @Test(arguments: [
        (CommitStatus.State.pending, String?.none), (.success, "success"), (.failure, "failure"), (.error, "failure"),
    ])
    func everyStateHasItsConclusion(_ state: CommitStatus.State, _ conclusion: String?) {
        guard case .create(let body) = CheckPlan.steps(report(state, 1), sha: "abc", standing: nil).first else {
            Issue.record("nothing is created")
            return
        }
        #expect(body.conclusion == conclusion && body.status == (conclusion == nil ? "in_progress" : "completed"))
        #expect(body.headSHA == "abc" && body.name == "plumbline/shop" && body.externalID == body.name && body.detailsURL == "http://r")
        #expect(body.output.annotations[0].startLine == 1 && body.output.annotations[0].annotationLevel == "notice")
    }

    @Test func whatIsTooLongIsCut() {
        guard
            case .create(let body) = CheckPlan.steps(
                report(.success, summary: String(repeating: "é", count: 70_000)), sha: "a", standing: nil)[0]
        else { return }
        #expect(body.output.summary.unicodeScalars.count == 65_535)
    }
}

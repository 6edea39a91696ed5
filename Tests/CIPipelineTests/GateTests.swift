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

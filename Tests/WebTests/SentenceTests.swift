import DataDiff
import Reports
import Testing

@testable import Web

struct SentenceTests {
    private func sentence(_ change: (inout ReviewVerdict) -> Void) -> String {
        var verdict = ReviewVerdict(ReviewReport())
        change(&verdict)
        return RunSentence.found(verdict)
    }

    @Test func runs() {
        #expect(sentence { _ in } == "The change affects no model.")
        #expect(
            sentence { ($0.compared, $0.different, $0.failed) = (7, 3, 1) } == "3 of 7 compared models differ; 1 could not be compared.")
        #expect(sentence { ($0.compared, $0.different) = (1, 1) } == "The one compared model differs.")
        #expect(sentence { ($0.compared, $0.different) = (5, 1) } == "1 of 5 compared models differs.")
        #expect(sentence { ($0.compared, $0.identical) = (1, 1) } == "The one compared model is identical.")
        #expect(sentence { ($0.compared, $0.identical) = (2, 2) } == "Both compared models are identical.")
        #expect(sentence { ($0.compared, $0.identical) = (1_200, 1_200) } == "All 1,200 compared models are identical.")
        #expect(
            sentence { ($0.compared, $0.identical, $0.missingKey) = (3, 2, 1) }
                == "2 of 3 compared models are identical; 1 has no key, so its rows were only counted.")
        #expect(sentence { ($0.compared, $0.badKeys) = (1, 1) } == "1 model compared; 1 has null or duplicate keys.")
        #expect(sentence { ($0.added, $0.removed) = (2, 1) } == "2 are new; 1 is removed.")
        #expect(sentence { ($0.failed, $0.notDiffed) = (1, 2) } == "1 could not be compared; 2 were not compared.")
    }

    @Test(arguments: RunState.allCases)
    func everyStateOfARunHasASentenceOfItsOwn(_ state: RunState) {
        var page = SamplePages.run(state)
        page.report = ReviewReport()
        let text = RunSentence.text(page, ReviewVerdict(page.report))
        #expect(text.hasSuffix("."))
        let others = RunState.allCases.filter { $0 != state }.map { other -> String in
            page.state = other
            return RunSentence.text(page, ReviewVerdict(page.report))
        }
        #expect(!others.contains(text))
    }

    @Test func diffs() {
        func text(_ result: DiffResult) -> String { DiffSentence.text(SamplePages.diff(result)) }
        #expect(
            text(SamplePages.different())
                == "1,952 of 98,800 compared rows differ; 1,200 keys of a are missing in b; 30 keys are new in b; 1 column is removed; "
                + "1 column is added; 1 column changes its type.")
        #expect(text(SamplePages.identical()) == "The two tables are identical: 100,000 rows, 8 columns.")
        #expect(text(SamplePages.empty()) == "Both tables are empty.")
        #expect(
            text(SamplePages.badKeys()).hasPrefix(
                "2 rows with a null key in a; 5 rows with a null key and 6 rows with a duplicate key in b;"))
        #expect(text(SamplePages.missingKey()).hasPrefix("No primary key is known"))
        #expect(text(SamplePages.failed()) == "The two tables could not be compared.")
    }

    @Test func whyAModelIsAffected() {
        #expect(ModelRowView.why(.modified(reasons: ["body", "persisted_descriptions"])) == "SQL and descriptions changed")
        #expect(ModelRowView.why(.modified(reasons: [])) == "modified")
        #expect(ModelRowView.why(.downstream(of: ["model.shop.a"], distance: 1)) == "downstream of a")
        #expect(ModelRowView.why(.downstream(of: ["a", "b", "c", "d"], distance: 2)) == "downstream of a, b, +2")
        #expect(ModelRowView.why(.added) == "new")
    }
}

import DataDiff
import Reports
import Testing

@testable import Web

struct SentenceTests {
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
        func why(_ origin: ModelReport.Origin, _ type: String = "model") -> String {
            ModelRowView.why(ModelReport(model: ModelName(uniqueID: "\(type).shop.a", name: "a", resourceType: type), origin: origin))
        }
        #expect(why(.modified(reasons: ["body", "persisted_descriptions"])) == "SQL and descriptions changed")
        #expect(why(.modified(reasons: ["body"]), "seed") == "data changed")
        #expect(why(.modified(reasons: [])) == "modified")
        #expect(why(.downstream(of: ["model.shop.a"], distance: 1)) == "downstream of a")
        #expect(why(.downstream(of: ["a", "b", "c", "d"], distance: 2)) == "downstream of a, b, +2")
        #expect(why(.added) == "new")
    }
}

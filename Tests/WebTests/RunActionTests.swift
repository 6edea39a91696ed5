import DataDiff
import Reports
import Testing

@testable import Web

/// What can be pressed on the pages of runs, by whom, and what is said beside it.
struct RunActionTests {
    private static let viewer = PageContext(now: SamplePages.now, user: "Vic", formToken: "tok", hasSignIn: true)

    private func main(_ page: RunPage, _ context: PageContext) -> String {
        let html = WebPages.run(page, context: context)
        return String(html[(html.firstRange(of: "<main")?.lowerBound ?? html.startIndex)...])
    }

    @Test func administratorsGetTheButtonsThatFitTheRun() {
        let asked = main(SamplePages.askedRun(), SamplePages.signedIn)
        #expect(asked.contains("value=\"confirm\" id=\"ask-confirm\">Compare 3 models</button>"))
        #expect(asked.contains("value=\"cancel\" id=\"ask-cancel\">Cancel the run</button>") && !asked.contains("value=\"rerun\""))
        #expect(
            asked.contains("<form class=\"actions\" method=\"post\" action=\"/runs/3\"")
                && asked.contains("name=\"csrf\" value=\"tok&quot;en\""))
        let ended = main(SamplePages.leftOutRun(), SamplePages.signedIn)
        #expect(ended.contains("value=\"rerun\"") && !ended.contains("value=\"cancel\"") && !ended.contains("Sign in"))
    }

    @Test func othersGetNoneAndVisitorsAreLedToTheSignInAndBack() {
        for page in [SamplePages.askedRun(), SamplePages.leftOutRun()] {
            for context in [Self.viewer, SamplePages.visitor, SamplePages.context] {
                let text = main(page, context)
                #expect(!text.contains("<form") && !text.contains("<button") && !text.contains("<input"))
            }
            #expect(main(page, SamplePages.visitor).contains("href=\"/sign-in?next=%2Fruns%2F3\">Sign in</a> to rerun"))
            #expect(!main(page, Self.viewer).contains("Sign in"))
        }
        // Nothing can be asked of it, so nobody is asked to sign in for it.
        #expect(!main(SamplePages.run(), SamplePages.visitor).contains("to rerun"))
    }

    @Test func theHeadLeadsBackToo() {
        var context = SamplePages.visitor
        context.address = "/runs/3?page=2"
        #expect(WebPages.run(SamplePages.run(), context: context).contains("href=\"/sign-in?next=%2Fruns%2F3%3Fpage%3D2\">Sign in</a>"))
        context.address = "/runs"
        #expect(WebPages.run(SamplePages.run(), context: context).contains("href=\"/sign-in\">Sign in</a>"))
    }

    @Test func leftOutModelsCanBeChosenOneByOneOrAll() {
        let text = main(SamplePages.leftOutRun(), SamplePages.signedIn)
        #expect(readable(text).contains("Not compared: 4 downstream models") && readable(text).contains("Compare all 4"))
        #expect(text.contains("name=\"model:model.shop.mart_2\" value=\"true\"") && text.contains("<details id=\"choose-models\" open>"))
        #expect(text.contains("name=\"model:snapshot.shop.&lt;b&gt;\""))
        #expect(main(SamplePages.leftOutRun(60), SamplePages.signedIn).contains("<details id=\"choose-models\"><summary>"))
        let visitor = readable(main(SamplePages.leftOutRun(60), SamplePages.visitor))
        #expect(visitor.contains("mart_40") && !visitor.contains("mart_41") && visitor.contains("+21"))
        #expect(visitor.contains("/plumbline diff downstream"))
        #expect(
            readable(main(SamplePages.leftOutRun(mayAdd: false), SamplePages.signedIn)).contains(
                "Nothing can be added to this run any more."))
        #expect(!main(SamplePages.run(), SamplePages.signedIn).contains("left-out"))
    }

    @Test func whatWasAskedForAndWhatHindersIsSaid() {
        let text = main(SamplePages.askedRun(), SamplePages.signedIn)
        #expect(readable(text).contains("Asked for, and compared next: diffs of all downstream models."))
        #expect(
            text.contains(
                "<div class=\"alert failed\" role=\"status\"><p>acme/shop: the token was not accepted. <a href=\"/settings/repositories/1\">"
            ))
        #expect(text.contains("class=\"alert changed\"") && text.contains("now. nowhere</p>") && !text.contains("javascript"))
        var list = SamplePages.list()
        list.notices = SamplePages.notices()
        #expect(WebPages.runs(list, context: SamplePages.visitor).contains("acme/old is called acme/new now."))
    }

    @Test func aRowSaysKeyRuleSampleReasonAndWhereItsDifferencesComeFrom() {
        let html = main(SamplePages.explainedRun(), SamplePages.visitor)
        let text = readable(html)
        #expect(
            text.contains("downstream of orders") && text.contains("no changed model upstream differs: the change may not be the reason"))
        #expect(text.contains("downstream of orders and refunds; refunds differs, too"))
        #expect(text.contains("key order_id (from a uniqueness test)") && text.contains("sample of 460,517 rows"))
        #expect(html.contains("title=\"The primary key is order_id, from a uniqueness test.\""))
        #expect(html.contains("460,517 of 98,800,000 rows, 99"))
        #expect(readable(main(SamplePages.run(), SamplePages.visitor)).contains("no key known"))
    }

    @Test(arguments: [
        ("model_meta", "from the model’s meta"), ("column_meta", "from the meta of its columns"),
        ("column_tags", "from the tags of its columns"),
        ("uniqueness_test", "from a uniqueness test"), ("unique_key", "from unique_key"), ("name_guess", "guessed from the column’s name"),
        ("constraint", "from a primary key constraint"), ("argument", "given by hand"), ("new_rule", "new rule"),
    ])
    func everyRuleOfAKeyHasWords(source: String, words: String) {
        var result = SamplePages.different()
        result.primaryKey.source = source
        let html = WebPages.diff(SamplePages.diff(result), context: SamplePages.context)
        #expect(readable(html).contains("Primary key order_id \(words)"))
    }

    @Test func aDiffWhoseRowsWereDeletedSaysSo() {
        for tab in DiffTab.allCases {
            let text = readable(WebPages.diff(SamplePages.diff(pruned: SamplePages.different(), tab: tab), context: SamplePages.context))
            #expect(
                text.contains(
                    "were deleted on 2026-09-21, because the server keeps them for a time only (retention_days). Its counts stay."))
        }
        let values = readable(WebPages.diff(SamplePages.diff(pruned: SamplePages.different(), tab: .values), context: SamplePages.context))
        #expect(values.contains("Its sample rows were deleted.") && !values.contains("No value differs"))
        let profiles = readable(
            WebPages.diff(SamplePages.diff(pruned: SamplePages.profiled(), tab: .profiles), context: SamplePages.context))
        #expect(!profiles.contains("No profiles were asked for"))
        #expect(!readable(WebPages.diff(SamplePages.diff(SamplePages.different()), context: SamplePages.context)).contains("were deleted"))
    }
}

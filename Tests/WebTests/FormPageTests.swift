import Testing

@testable import Web

struct FormPageTests {
    @Test func secretsAndPasswordsAreNeverWritten() {
        let html = WebPages.form(SamplePages.form(), context: SamplePages.signedIn)
        #expect(!html.contains("never"))
        #expect(html.contains("stored; leave empty to keep it"))
    }

    @Test func valuesAreEscapedAndLinesKept() {
        let html = WebPages.form(SamplePages.form(), context: SamplePages.signedIn)
        #expect(html.contains("value=\"&lt;b&gt;&quot;x\"") && html.contains("\none\ntwo</textarea>"))
        #expect(html.contains("value=\"tok&quot;en\""))
    }

    @Test func everyFormCarriesItsToken() {
        for html in [
            WebPages.form(SamplePages.form(), context: SamplePages.visitor),
            WebPages.settings(SamplePages.settings(), context: SamplePages.visitor),
        ] {
            let forms = html.matches(of: #/<form [^>]*method="post"/#).count
            #expect(forms > 0 && html.matches(of: #/name="csrf"/#).count == forms)
        }
    }

    @Test func aReadOnlyFormHasNothingToPress() {
        let html = WebPages.form(SamplePages.form(isReadOnly: true), context: SamplePages.visitor)
        let main = html.split(separator: "<main").last ?? ""
        #expect(!main.contains("<button"))
        #expect(!main.contains("data-live-form"))
    }

    @Test func thoseWhoMayNotAdministerSeeNoSettings() {
        let viewer = PageContext(now: 1, user: "Vic", formToken: "t", hasSignIn: true)
        let html = WebPages.runs(RunListPage(runs: [], matching: 0, total: 0), context: viewer)
        #expect(!html.contains("href=\"/settings\"") && html.contains("Sign out") && html.contains("Vic"))
        #expect(WebPages.runs(RunListPage(runs: [], matching: 0, total: 0), context: SamplePages.visitor).contains("Sign in"))
    }
}

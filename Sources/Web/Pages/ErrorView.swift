/// The error page as its template shows it.
struct ErrorView {
    var frame: FrameView
    var status: Int
    var heading: String
    var message: String
    var hint: String

    init(_ page: ErrorPage, context: PageContext) {
        let words = Self.words(page.status)
        status = page.status
        heading = words.heading
        message = page.message ?? words.message
        hint = page.hint ?? words.hint
        frame = FrameView(title: "\(words.heading) (\(page.status))", context: context)
    }

    private static func words(_ status: Int) -> (heading: String, message: String, hint: String) {
        switch status {
        case 401:
            ("Not signed in", "This page needs an API key.", "Send it in the header “Authorization: Key …”, or sign in first.")
        case 403:
            ("Not allowed", "Your API key may not see this page.", "Ask an administrator for a key with more rights.")
        case 404:
            ("Not found", "There is nothing at this address.", "It may be misspelled, or what it showed was removed.")
        case 500...599:
            ("Something went wrong", "The server could not make this page.", "Try again; if it stays, the server's log says why.")
        default:
            ("The request could not be answered", "The server did not understand this request.", "Check the address.")
        }
    }
}

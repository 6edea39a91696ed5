import Hummingbird

/// The sandbox's few readable pages: a title, facts, and blocks of preformatted text.
///
/// Not the product's web app.
struct HTMLPage {
    let title: String
    private var body = ""

    init(title: String) {
        self.title = title
    }

    mutating func heading(_ text: String) {
        body += "<h2>\(Self.escape(text))</h2>\n"
    }

    mutating func paragraph(_ text: String) {
        body += "<p>\(Self.escape(text))</p>\n"
    }

    mutating func preformatted(_ text: String) {
        body += "<pre>\(Self.escape(text))</pre>\n"
    }

    /// The page as an answer.
    var response: Response {
        let style = """
            :root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
            pre{white-space:pre-wrap;overflow-wrap:anywhere;padding:.75rem;border:1px solid #8886;border-radius:.375rem}
            """
        let name = Self.escape(title)
        return JSONAnswer.text(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>\(name)</title><style>\(style)</style></head>
            <body><h1>\(name)</h1>
            \(body)</body></html>

            """,
            type: "text/html; charset=utf-8"
        )
    }

    private static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}

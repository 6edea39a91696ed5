/// Every page as one function from its page model to a whole HTML document (UTF-8, no inline script or style).
///
/// The pages work under the header ``contentSecurityPolicy``.
package enum WebPages {
    /// A `Content-Security-Policy` that every page obeys; send it with all of them.
    package static let contentSecurityPolicy =
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

    /// The page at ``Route/runs``.
    package static func runs(_ page: RunListPage, context: PageContext) -> String {
        Templates.render("runs", RunListView(page, context: context))
    }

    /// The page at ``Route/run(_:)``.
    package static func run(_ page: RunPage, context: PageContext) -> String {
        Templates.render("run", RunView(page, context: context))
    }

    /// The page at ``Route/diff(_:_:)``.
    package static func diff(_ page: DiffPage, context: PageContext) -> String {
        Templates.render("diff", DiffView(page, context: context))
    }

    /// The page for 401, 404, 500 and their like.
    package static func error(_ page: ErrorPage, context: PageContext) -> String {
        Templates.render("error", ErrorView(page, context: context))
    }
}

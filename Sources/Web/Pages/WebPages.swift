/// Every page as one function from its page model to a whole HTML document (UTF-8, no inline script or style).
///
/// The pages work under the header ``contentSecurityPolicy``.
package enum WebPages {
    /// A `Content-Security-Policy` that every page obeys; send it with all of them.
    package static let contentSecurityPolicy =
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

    /// The same for the one page whose form leads to another host.
    ///
    /// - Parameter origin: scheme, host and port of where the form goes.
    package static func contentSecurityPolicy(formsTo origin: String) -> String {
        contentSecurityPolicy.replacing("form-action 'self'", with: "form-action 'self' \(origin)")
    }

    /// The pages at ``Route/gitHubApps`` and ``Route/newGitHubApp``.
    package static func gitHubApp(_ page: GitHubAppPage, context: PageContext) -> String {
        Templates.render("github_app", GitHubAppView(page, context: context))
    }

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

    /// The page at ``Route/catalogue``.
    package static func catalogue(_ page: CatalogueListPage, context: PageContext) -> String {
        Templates.render("catalogue", CatalogueListView(page, context: context))
    }

    /// The page at ``Route/catalogueNode(_:_:)``.
    package static func catalogueNode(_ page: CataloguePage, context: PageContext) -> String {
        Templates.render("catalogue_node", CatalogueView(page, context: context))
    }

    /// A page that is mostly a form: sign-in, settings of one thing.
    package static func form(_ page: FormPage, context: PageContext) -> String {
        Templates.render("form", FormPageView(page, context: context))
    }

    /// A page of the settings that lists things.
    package static func settings(_ page: SettingsListPage, context: PageContext) -> String {
        Templates.render("settings", SettingsListView(page, context: context))
    }

    /// The page for 401, 404, 500 and their like.
    package static func error(_ page: ErrorPage, context: PageContext) -> String {
        Templates.render("error", ErrorView(page, context: context))
    }
}

/// The pages about GitHub Apps as their template shows them.
struct GitHubAppView {
    struct AppView {
        var name: String
        var appID: String
        var install: String?
        var isNew: Bool
        var repositories: [RepositoryRow]
        var hasNone: Bool
        /// The lines of a configuration file that use the App.
        var example: String
    }

    struct RepositoryRow {
        var name: String
        var isConfigured: Bool
        /// Where it is added; absent for one that is.
        var add: String?
    }

    struct ConfirmView {
        var action: String
        var manifest: String
        var owner: String
        var name: String
        var host: String
        var permissions: [String]
        var webhook: String
        var back: String
    }

    struct FormView {
        var form: GitHubAppPage.Form
        var problem: String?
        var target = Route.newGitHubApp
    }

    struct ListView {
        var apps: [AppView]
        var isEmpty: Bool
        var new = Route.newGitHubApp
    }

    var frame: FrameView
    var heading: String
    var areas: [AreaView]
    var hasAreas: Bool
    var list: ListView?
    var form: FormView?
    var confirm: ConfirmView?

    init(_ page: GitHubAppPage, context: PageContext) {
        areas = AreaView.all(.gitHubApps, context)
        hasAreas = !areas.isEmpty
        switch page {
        case .list(let apps):
            heading = "GitHub Apps"
            list = ListView(apps: apps.map(Self.app), isEmpty: apps.isEmpty)
        case .form(let values, let problem):
            heading = "New GitHub App"
            form = FormView(form: values, problem: problem)
        case .confirm(let confirmation):
            heading = "Register \(confirmation.form.name)?"
            confirm = Self.confirmation(confirmation)
        }
        frame = FrameView(title: heading, context: context)
    }

    private static func app(_ app: GitHubAppPage.KnownApp) -> AppView {
        let first = app.repositories.first { !$0.isConfigured } ?? app.repositories.first
        return AppView(
            name: app.name, appID: app.appID, install: LinkAddress.safe(app.installURL), isNew: app.isNew,
            repositories: app.repositories.map { row($0, app) }, hasNone: app.repositories.isEmpty,
            example: "repositories:\n  - {name: \(first?.name ?? "owner/name"), host: github, app: {id: \(app.appID)}}")
    }

    private static func row(_ repository: GitHubAppPage.Repository, _ app: GitHubAppPage.KnownApp) -> RepositoryRow {
        let add = Route.path(SettingsArea.repositories.path + "/new", [("app", String(app.id)), ("name", repository.name)])
        return RepositoryRow(name: repository.name, isConfigured: repository.isConfigured, add: repository.isConfigured ? nil : add)
    }

    private static func confirmation(_ page: GitHubAppPage.Confirmation) -> ConfirmView {
        let form = page.form
        return ConfirmView(
            action: page.action, manifest: page.manifest,
            owner: form.organisation.isEmpty ? "your own account" : "the organisation \(form.organisation)", name: form.name,
            host: form.host,
            permissions: page.permissions, webhook: page.webhook,
            back: Route.path(
                Route.newGitHubApp,
                [("name", form.name), ("organisation", form.organisation), ("host", form.host), ("api", form.api), ("edit", "1")]))
    }
}

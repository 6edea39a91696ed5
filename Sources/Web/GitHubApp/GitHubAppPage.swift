/// The pages that register a GitHub App for this server, in their order.
package enum GitHubAppPage: Hashable, Sendable {
    /// The Apps that are known, and the way to a new one.
    case list([KnownApp])
    /// What must be known before.
    case form(Form, problem: String?)
    /// What GitHub will be asked for; the button leads there.
    case confirm(Confirmation)

    package struct KnownApp: Hashable, Sendable {
        /// Ours.
        package var id: Int
        package var name: String
        /// GitHub's number of the App.
        package var appID: String
        /// Where it is installed for more repositories; absent when only the number is known.
        package var installURL: String?
        /// Whether it has just been made.
        package var isNew: Bool
        package var repositories: [Repository]

        package init(id: Int, name: String, appID: String, installURL: String?, isNew: Bool, repositories: [Repository]) {
            self.id = id
            self.name = name
            self.appID = appID
            self.installURL = installURL
            self.isNew = isNew
            self.repositories = repositories
        }
    }

    package struct Repository: Hashable, Sendable {
        package var name: String
        package var isConfigured: Bool

        package init(name: String, isConfigured: Bool) {
            self.name = name
            self.isConfigured = isConfigured
        }
    }

    package struct Form: Hashable, Sendable {
        package var name: String
        /// The organisation that will own the App; empty for the person's own account.
        package var organisation: String
        /// Where GitHub's pages are.
        package var host: String
        /// Where GitHub's API is; empty for what follows from the host.
        package var api: String

        package init(name: String, organisation: String, host: String, api: String) {
            self.name = name
            self.organisation = organisation
            self.host = host
            self.api = api
        }
    }

    package struct Confirmation: Hashable, Sendable {
        /// Where the form goes: GitHub's page, with the state in its query.
        package var action: String
        package var manifest: String
        package var form: Form
        /// Each as `Checks: write`.
        package var permissions: [String]
        package var webhook: String

        package init(action: String, manifest: String, form: Form, permissions: [String], webhook: String) {
            self.action = action
            self.manifest = manifest
            self.form = form
            self.permissions = permissions
            self.webhook = webhook
        }
    }
}

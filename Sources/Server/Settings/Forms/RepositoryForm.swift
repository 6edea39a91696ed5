import Store
import Web

/// Puts the form of a repository together.
struct RepositoryForm: Sendable {
    let repository: RepositoryRecord?
    /// As typed or as stored; secrets are not among them.
    let values: [String: String]
    let apps: [GitHubAppRecord]
    let errors: [FieldProblem]
    let webhookURL: String?
    let token: String

    /// The configuration file keeps what it names.
    var isKept: Bool { repository.map { $0.isActive && $0.origin == .file } ?? false }

    var form: Form {
        var form = Form(
            action: repository.map { SettingsPath.repository($0.id) } ?? SettingsPath.newRepository, token: token,
            sections: [FormSection(fields: [host, name, access, tokenField, address, secret])] + webhook, buttons: buttons)
        form.isReadOnly = isKept
        return form
    }

    private func notes(_ name: String) -> [FormField.Note] { errors.filter { $0.field == name }.map { .init(.error, $0.message) } }

    private var host: FormField {
        FormField(
            "host", "Host", .choice([FormOption("github", "GitHub"), FormOption("gitlab", "GitLab")]), value: values["host"] ?? "github",
            notes: notes("host"))
    }

    private var name: FormField {
        FormField(
            "name", "Repository", value: values["name"] ?? "", hint: "owner/name, with GitLab the project's whole path.",
            notes: notes("name"), autocomplete: "off", isRequired: true)
    }

    private var access: FormField {
        let options = apps.map { FormOption(String($0.id), "The GitHub App \($0.shownName)") }
        return FormField(
            "app", "Reached by", .choice([FormOption("", "A token")] + options), value: values["app"] ?? "",
            hint: "An App writes check runs with remarks on the changed files, needs nobody's token, and brings its own webhook.",
            notes: notes("app"), link: PageLink(text: "Register a GitHub App", url: Route.newGitHubApp))
    }

    private var tokenField: FormField {
        let isByApp = !(values["app"] ?? "").isEmpty
        return FormField(
            "token", "Token", .secret(isStored: repository?.hasToken == true),
            hint: (isByApp ? "Not needed with an App. " : "")
                + "GitHub: Contents: read, Pull requests: write, Commit statuses: write. GitLab: scope api, role Maintainer.",
            notes: notes("token"), isRequired: !isByApp)
    }

    private var address: FormField {
        FormField(
            "api_url", "API address", value: values["api_url"] ?? "",
            hint: "For GitHub Enterprise or a GitLab of your own. Empty: the public one.", notes: notes("api_url"))
    }

    private var secret: FormField {
        FormField(
            "webhook_secret", "Webhook secret", .secret(isStored: repository?.hasWebhookSecret == true),
            hint: repository == nil ? "Empty: one is made." : nil, notes: notes("webhook_secret"))
    }

    private var webhook: [FormSection] {
        webhookURL.map { [FormSection("Webhook", fields: [FormField("webhook_url", "Address", .fixed, value: $0)])] } ?? []
    }

    private var buttons: [FormButton] {
        guard repository != nil else { return [FormButton("Save", value: "save")] }
        return [
            FormButton("Save", value: "save"),
            FormButton("Test the connection", value: "test", weight: .secondary, isTrial: true),
            FormButton("Install the webhook", value: "webhook", weight: .secondary, isTrial: true),
            FormButton("Remove", value: "remove", weight: .danger),
        ]
    }
}

extension GitHubAppRecord {
    /// For people.
    var shownName: String { name.isEmpty ? appID : "\(name) (\(appID))" }
}

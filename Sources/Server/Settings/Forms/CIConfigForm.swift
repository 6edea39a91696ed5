import HTTPTransport
import Store
import Web

/// Puts the form of a CI configuration together.
struct CIConfigForm: Sendable {
    let config: CIConfigRecord?
    let entries: CIConfigEntries
    let repositories: [RepositoryRecord]
    let dataSources: [DataSourceRecord]
    let choices: DbtCloudChoices
    /// Beside the rows: errors, and what was found out.
    let notes: CIConfigNotes.Notes
    let held: [String: String]
    let token: String

    private var isReadOnly: Bool { config.map { $0.isActive && $0.origin == .file } ?? false }

    var form: Form {
        var buttons = [
            FormButton(config == nil ? "Save" : "Save changes", value: "save"), FormButton("Check", value: "check", weight: .secondary),
        ]
        if config?.isActive == true { buttons.append(FormButton("Remove", value: "remove", weight: .danger)) }
        return Form(
            action: config.map { SettingsPath.ciConfig($0.id) } ?? SettingsPath.newCIConfig, token: token,
            sections: [
                FormSection(fields: CIConfigRows.basic.map(field)), FormSection("Advanced", fields: CIConfigRows.advanced.map(field)),
            ], buttons: buttons, hidden: held, isReadOnly: isReadOnly, isLive: true)
    }

    private func field(_ row: CIConfigRows.Row) -> FormField {
        let (kind, isDisabled) = kind(row)
        var field = FormField(
            row.name, row.label, kind, value: value(row), hint: row.hint,
            notes: (choices.notes[row.name] ?? []) + (notes[row.name] ?? []), isRequired: row.isRequired, isDisabled: isDisabled)
        switch row.entry {
        case .text(let placeholder), .lines(let placeholder): field.placeholder = placeholder
        case .dataSource: field.button = FormButton("Test", value: "test", weight: .secondary)
        case .secret where row.name == "dbt_cloud.api_key": field.button = FormButton("Check key", value: "check", weight: .secondary)
        default: break
        }
        let isOfDbtCloud = row.name.hasPrefix("dbt_cloud.") || row.entry == .job
        field.isRefreshed =
            isOfDbtCloud && row.name != "dbt_cloud.webhook_secret"
            || [
                "sync_metadata_schedule", "sampling.confidence", "sampling.threshold", "files_to_ignore", "repository", "require_label",
                "label",
            ]
            .contains(row.name)
        field.isWatched = [
            "dbt_cloud.api_key", "dbt_cloud.access_url", "dbt_cloud.account_id", "dbt_cloud.artifacts_job_id",
            "dbt_cloud.pull_request_job_id", "sync_metadata_schedule", "sync_metadata_time_zone", "sampling.tolerance",
            "sampling.confidence", "data_source",
        ].contains(row.name)
        return field
    }

    private func value(_ row: CIConfigRows.Row) -> String {
        row.name == "dbt_cloud.account_id" ? choices.onlyAccount ?? entries[row.name] : entries[row.name]
    }

    private func kind(_ row: CIConfigRows.Row) -> (FormField.Kind, isDisabled: Bool) {
        switch row.entry {
        case .text: return (.text, false)
        case .lines: return (.lines, false)
        case .checkbox: return (.checkbox, false)
        case .secret:
            let isStored = row.name == "dbt_cloud.api_key" ? config?.hasDbtCloudKey : config?.hasDbtCloudWebhookSecret
            return (.secret(isStored: isStored == true || entries.secrets[row.name] != nil), false)
        case .choice(let options): return (.choice(options), false)
        case .repository:
            return (
                .choice(Self.options(repositories.map { FormOption($0.name, $0.name) }, entries[row.name], none: "Choose a repository")),
                false
            )
        case .dataSource:
            let options = dataSources.map { FormOption($0.name, "\($0.name) (\($0.type))") }
            return (.choice(Self.options(options, entries[row.name], none: "Choose a data source")), false)
        case .account:
            let options = Self.options(
                choices.accounts ?? [], value(row), none: choices.accounts == nil ? "Fill in a valid API key first" : "Choose an account")
            return (.choice(options), choices.accounts == nil && value(row).isEmpty)
        case .job:
            let jobs = (choices.jobs ?? []).map { FormOption(String($0.id), $0.label) }
            let none = choices.jobs == nil ? "Fill in a valid API key first" : row.name == "trigger_on_merge" ? "None" : "Choose a job"
            return (.choice(Self.options(jobs, entries[row.name], none: none)), choices.jobs == nil && entries[row.name].isEmpty)
        }
    }

    /// What was chosen stays a choice, also when it is not offered any more.
    private static func options(_ options: [FormOption], _ chosen: String, none: String) -> [FormOption] {
        let isKnown = chosen.isEmpty || options.contains { $0.value == chosen }
        return [FormOption("", none)] + options + (isKnown ? [] : [FormOption(chosen, chosen)])
    }
}

/// Addresses of the settings of single things.
enum SettingsPath {
    static let newCIConfig = Route.settings + "/ci/new"
    static let newRepository = SettingsArea.repositories.path + "/new"
    static let newDataSource = SettingsArea.dataSources.path + "/new"

    static func ciConfig(_ id: Int) -> String { Route.settings + "/ci/\(id)" }
    static func repository(_ id: Int) -> String { SettingsArea.repositories.path + "/\(id)" }
    static func dataSource(_ id: Int) -> String { SettingsArea.dataSources.path + "/\(id)" }
}

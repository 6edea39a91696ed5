import Foundation
import DbtCloud
import HTTPTransport
import Store
import Web

/// What dbt Cloud offers for the pickers of a form, and what it says about what is chosen.
struct DbtCloudChoices: Sendable {
    var accounts: [FormOption]?
    var jobs: [DbtCloudPicker.Job]?
    var notes: CIConfigNotes.Notes = [:]
    /// The only account there is, when none was chosen.
    var onlyAccount: String?

    /// Nothing was asked: there is no key yet.
    static let none = DbtCloudChoices()

    static func load(_ entries: CIConfigEntries, key: Secret?, transport: any HTTPTransport, now: Double) async -> DbtCloudChoices {
        let url = entries["dbt_cloud.access_url"].trimmingCharacters(in: .whitespaces)
        guard let key, !key.isEmpty else { return .none }
        var choices = DbtCloudChoices()
        guard !url.isEmpty else {
            choices.notes["dbt_cloud.access_url"] = [.init(.warning, "Needed to check the key: it stands in dbt Cloud's account settings.")]
            return choices
        }
        await choices.fill(DbtCloudPicker(accessURL: url, apiKey: key, transport: transport), entries, now: now)
        return choices
    }

    private mutating func fill(_ picker: DbtCloudPicker, _ entries: CIConfigEntries, now: Double) async {
        do throws(DbtCloudError) {
            let found = try await picker.accounts()
            accounts = found.map { FormOption(String($0.id), $0.name.isEmpty ? "Account \($0.id)" : $0.name) }
            notes["dbt_cloud.api_key"] = [.init(.ok, found.isEmpty ? "The key is valid, but may see no account." : "The key is valid.")]
            if found.count == 1, Int(entries["dbt_cloud.account_id"]) != found[0].id, entries["dbt_cloud.account_id"].isEmpty {
                onlyAccount = String(found[0].id)
            }
        } catch {
            let row = error.code == .unauthorized || error.code == .forbidden ? "dbt_cloud.api_key" : "dbt_cloud.access_url"
            notes[row] = [.init(.error, error.description)]
            // A key may see jobs without being allowed to list accounts.
            guard error.code == .forbidden, !entries["dbt_cloud.account_id"].isEmpty else { return }
        }
        guard let account = Int(onlyAccount ?? entries["dbt_cloud.account_id"]), account > 0 else { return }
        do throws(DbtCloudError) {
            let jobs = try await picker.jobs(account: account)
            self.jobs = jobs
            if jobs.isEmpty { notes["dbt_cloud.account_id"] = [.init(.warning, "The key sees no job of this account.")] }
            try await judge(jobs, picker, account, entries, now: now)
        } catch {
            notes["dbt_cloud.account_id"] = [.init(.error, error.description)]
        }
    }

    private mutating func judge(
        _ jobs: [DbtCloudPicker.Job], _ picker: DbtCloudPicker, _ account: Int, _ entries: CIConfigEntries, now: Double
    ) async throws(DbtCloudError) {
        func job(_ name: String) -> DbtCloudPicker.Job? { Int(entries[name]).flatMap { id in jobs.first { $0.id == id } } }
        if let job = job("dbt_cloud.artifacts_job_id") {
            let objections = try await picker.objections(toArtifactsJob: job, account: account, now: now)
            notes["dbt_cloud.artifacts_job_id"] = objections.map { .init(.warning, $0) }
        }
        if let objection = job("dbt_cloud.pull_request_job_id").flatMap(DbtCloudPicker.objection(toPullRequestJob:)) {
            notes["dbt_cloud.pull_request_job_id"] = [.init(.warning, objection)]
        }
        for name in ["dbt_cloud.artifacts_job_id", "dbt_cloud.pull_request_job_id", "trigger_on_merge"] {
            if !entries[name].isEmpty, job(name) == nil, !jobs.isEmpty {
                notes[name] = [.init(.warning, "The key sees no job with the number \(entries[name]) in this account.")]
            }
        }
    }
}

import DbtCloud
import HTTPTransport
import HTTPTypes
import Hummingbird
import Store

/// What a program needs that offers the same pickers as the settings form: accounts and jobs that a dbt Cloud key may see.
///
/// The key comes in the body, or stays where it is stored when `ci_config_id` is given instead.
struct DbtCloudAPI: Sendable {
    let server: ServerContext

    func add(to api: RouterGroup<ServerRequestContext>) {
        api.post("dbt_cloud/accounts") { request, _ in try await accounts(try await request.settings()) }
        api.post("dbt_cloud/jobs") { request, _ in try await jobs(try await request.settings()) }
    }

    private struct AccountView: Encodable {
        let id: Int
        let name: String
    }

    private struct JobView: Encodable {
        let id: Int
        let name: String
        let label: String
        let projectId: Int?
        let project: String?
        let type: String?
        let generatesDocs: Bool?
    }

    private func accounts(_ sent: SettingsTree) async throws -> Response {
        let picker = try await picker(sent)
        do throws(DbtCloudError) {
            return try Self.reply(try await picker.accounts().map { AccountView(id: $0.id, name: $0.name) })
        } catch {
            throw Problem(.unprocessableContent, error.description)
        }
    }

    private func jobs(_ sent: SettingsTree) async throws -> Response {
        guard let account = sent["account_id"]?.shown.flatMap({ Int($0) }), account > 0 else {
            throw Problem(.unprocessableContent, "'account_id' must be the number of an account.")
        }
        let picker = try await picker(sent)
        do throws(DbtCloudError) {
            let views = try await picker.jobs(account: account).map { job in
                JobView(
                    id: job.id, name: job.name, label: job.label, projectId: job.projectID, project: job.project, type: job.type,
                    generatesDocs: job.generatesDocs)
            }
            return try Self.reply(views)
        } catch {
            throw Problem(.unprocessableContent, error.description)
        }
    }

    /// Encoding these cannot fail, so it does not stand in the way of the typed error.
    private static func reply(_ views: some Encodable) throws(DbtCloudError) -> Response {
        guard let response = try? JSONReply.response(views) else { throw DbtCloudError(.unexpectedReply, "The answer cannot be written.") }
        return response
    }

    private func picker(_ sent: SettingsTree) async throws -> DbtCloudPicker {
        if let id = sent["ci_config_id"]?.shown.flatMap({ Int($0) }) {
            let config = try await server.store.ciConfig(id)
            guard let settings = config.settings.dbtCloud, let key = try server.store.dbtCloudKey(of: config) else {
                throw Problem(.unprocessableContent, "The CI configuration \(config.name) has no dbt_cloud.")
            }
            return DbtCloudPicker(accessURL: settings.accessURL, apiKey: key, transport: server.outside.transport)
        }
        guard let url = sent["access_url"]?.shown, let key = sent["api_key"]?.shown, !key.isEmpty else {
            throw Problem(.unprocessableContent, "'access_url' and 'api_key' are needed, or 'ci_config_id'.")
        }
        return DbtCloudPicker(accessURL: url, apiKey: Secret(key), transport: server.outside.transport)
    }
}

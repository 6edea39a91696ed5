import CIPipeline
import HTTPTransport
import HTTPTypes
import Store

/// Makes and changes CI configurations by what is sent, for the API and the app alike.
struct CIConfigDesk: Sendable {
    let server: ServerContext

    func tree(_ config: CIConfigRecord) async throws -> SettingsTree {
        CIConfigDocument.tree(
            config, repository: try await server.store.repository(config.repositoryId).name,
            dataSource: try await server.store.dataSource(config.dataSourceId).name)
    }

    /// Reads what was sent, which names everything; a secret left out stays.
    func read(_ sent: SettingsTree, for config: CIConfigRecord?) -> SubmittedSettings<CIConfigDraft> {
        let hasKey = config?.hasDbtCloudKey == true && config?.settings.dbtCloud != nil
        return SubmittedSettings(ciConfig: CIConfigDocument.writable(sent), hasKey: hasKey)
    }

    /// What needs a look at another record.
    private func check(_ draft: CIConfigDraft) async throws {
        guard draft.settings.materialize,
            let source = try await server.store.dataSources().first(where: { $0.name == draft.dataSource }),
            source.tempSchema?.isEmpty ?? true
        else { return }
        let message = MaterializeRule.message(source.name)
        var problem = Problem(.unprocessableContent, "materialize: \(message).")
        problem.errors = [FieldProblem(field: "materialize", message: message)]
        throw problem
    }

    /// Saves what was sent.
    ///
    /// - Throws: `Problem` 422 naming fields, 409 when the name is taken or the file keeps it.
    func save(_ sent: SettingsTree, for config: CIConfigRecord?) async throws -> CIConfigRecord {
        let draft = try read(sent, for: config).checked()
        try await check(draft)
        let hasDbtCloud = draft.settings.dbtCloud != nil
        do throws(StoreError) {
            return try await server.store.edit(
                draft, id: config?.id, key: hasDbtCloud ? sent.change(ofSecret: "dbt_cloud.api_key") : .clear,
                webhookSecret: hasDbtCloud ? sent.change(ofSecret: "dbt_cloud.webhook_secret") : .clear, now: server.now)
        } catch {
            guard error.code == .notFound, let field = error.field else { throw Problem(error) }
            var problem = Problem(.unprocessableContent, error.message)
            problem.errors = [FieldProblem(field: field, message: "is not configured; choose one of those there are")]
            throw problem
        }
    }
}

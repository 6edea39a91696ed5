package import CIPipeline
import DataDiff
import DbtCloud
import DiffEngine
import GitHub
import GitLab
package import HTTPTransport
import Relational
import SQL
import SourceControl
package import Store
import Synchronization
import Warehouse

/// Reaches the real hosts, dbt Cloud and warehouses with what the store says about them.
///
/// Settings and secrets are read at each use, so a change counts at once; a warehouse stays open while its settings stay the same.
package final class OutsideConnections: Sendable {
    private struct OpenWarehouse {
        let configuration: WarehouseConfiguration
        let warehouse: Warehouse
    }

    private let store: Store
    private let transport: any HTTPTransport
    private let apps: GitHubApps
    private let warehouses = Mutex<[Int: OpenWarehouse]>([:])

    package init(store: Store, transport: any HTTPTransport) {
        self.store = store
        self.transport = transport
        apps = GitHubApps(store: store, transport: transport)
    }

    package var pipelineConnections: PipelineConnections {
        PipelineConnections(
            host: { try self.host($0) },
            builds: { try self.builds($0) },
            mergeJobs: { try self.mergeJobs($0) },
            differ: { WarehouseDiffing(warehouse: try self.warehouse($0)) },
            plan: { try await self.plan($0) },
            texts: RenderedTexts()
        )
    }

    private func host(_ repository: RepositoryRecord) throws -> any SourceControlHost {
        if let app = repository.gitHubAppId { return try apps.host(repository, app: app) }
        guard let token = try store.token(of: repository) else {
            throw RunTrouble("The repository \(repository.name) has no token; set 'token' or 'app' in the configuration.")
        }
        if repository.host == "gitlab" { return try gitLab(repository, token) }
        guard let url = repository.apiURL else { return try GitHubHost(repository: repository.name, token: token, transport: transport) }
        return try GitHubHost(repository: repository.name, apiURL: url, token: token, transport: transport)
    }

    private func gitLab(_ repository: RepositoryRecord, _ token: Secret) throws -> GitLabHost {
        guard let url = repository.apiURL else { return try GitLabHost(project: repository.name, token: token, transport: transport) }
        return try GitLabHost(project: repository.name, apiURL: url, token: token, transport: transport)
    }

    private func builds(_ config: CIConfigRecord) throws -> any DbtBuilds {
        guard let settings = config.settings.dbtCloud else { return UploadedBuilds(store: store, config: config) }
        guard let key = try store.dbtCloudKey(of: config) else {
            throw RunTrouble("The CI configuration \(config.name) has no API key for dbt Cloud; set dbt_cloud.api_key.")
        }
        let client: DbtCloudClient
        do throws(DbtCloudError) {
            client = try DbtCloudClient(
                accessURL: settings.accessURL, accountID: settings.accountID, apiKey: key, transport: transport)
        } catch {
            throw RunTrouble(error.message, isTransient: error.isTransient)
        }
        return DbtCloudBuilds(client: client, settings: settings, files: store.artifacts)
    }

    private func mergeJobs(_ config: CIConfigRecord) throws -> any MergeJobs {
        guard let settings = config.settings.dbtCloud, let key = try store.dbtCloudKey(of: config) else {
            throw RunTrouble("The CI configuration \(config.name) has no dbt_cloud, so trigger_on_merge cannot start a job.")
        }
        return try DbtCloudMergeJobs(settings: settings, apiKey: key, transport: transport)
    }

    /// A key that is guessed from a column's name needs the warehouse's word for which columns there are; without it nothing is guessed.
    private func plan(_ request: ReviewPlanRequest) async throws -> ReviewPlan {
        try await ReviewPlanner.plan(request) { relation in
            guard let warehouse = try? self.warehouse(request.dataSource) else { return nil }
            return try? await warehouse.describe(Select([.all], from: .relation(relation))).map(\.name)
        }
    }

    /// - Throws: `RunTrouble` when the data source cannot be used.
    func warehouse(_ source: DataSourceRecord) throws -> Warehouse {
        guard let type = WarehouseType(rawValue: source.type) else {
            throw RunTrouble("The data source \(source.name) is of the kind '\(source.type)', which is not known.")
        }
        var configuration = WarehouseConfiguration(
            type: type, options: try store.options(of: source), concurrency: source.concurrency, lockPatience: 120)
        configuration.writes = source.tempSchema?.isEmpty == false
        return try warehouses.withLock { warehouses in
            if let open = warehouses[source.id], open.configuration == configuration { return open.warehouse }
            do throws(WarehouseError) {
                let warehouse = try Warehouse(configuration)
                warehouses[source.id] = OpenWarehouse(configuration: configuration, warehouse: warehouse)
                return warehouse
            } catch {
                throw RunTrouble("The data source \(source.name) cannot be used: \(error)")
            }
        }
    }

    /// Closes every warehouse.
    func close() async {
        let open = warehouses.withLock { warehouses in
            defer { warehouses = [:] }
            return warehouses.values.map(\.warehouse)
        }
        for warehouse in open { await warehouse.close() }
    }
}

/// The diff engine behind `ModelDiffing`.
struct WarehouseDiffing: ModelDiffing {
    let warehouse: Warehouse

    func diff(
        _ request: DiffRequest, keeping: KeptTables?, progress: @escaping @Sendable (DiffProgress) -> Void
    ) async throws -> DiffResult {
        let keepers = keeping.map { [WholeMaterialization(Materialization(schema: $0.schema, name: $0.name))] } ?? []
        return try await DiffEngine(warehouse, keepers: keepers).run(request, progress: progress)
    }

    func dropTables(prefixes: [String], except kept: Set<String>, in schema: String) async throws -> Int {
        do throws(WarehouseError) {
            return try await KeptTablesCare(schema: schema, in: warehouse).drop(prefixes: prefixes, except: kept)
        } catch {
            throw RunTrouble("\(error)", isTransient: true)
        }
    }
}

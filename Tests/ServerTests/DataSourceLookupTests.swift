import Server
import TestSupport
import Testing
import Warehouse

/// One data source of a configuration file whose rest is for the server.
@Suite struct DataSourceLookupTests {
    private static let text = """
        api_keys: [{name: ci, role: admin, key: "${NOT_SET}"}]
        data_sources:
          - {name: shop, type: duckdb, options: {path: "${FOLDER}/shop.duckdb"}, concurrency: 2}
          - {name: broken, type: duckdb, options: {pth: /x}}
          - {name: unset, type: postgresql, options: {database: x, password: "${NOT_SET}"}}
        ci_configs: [{nonsense: true}]
        """

    private func source(_ name: String) throws -> WarehouseConfiguration {
        let folder = try TemporaryFolder(["plumbline.yaml": Self.text])
        return try PlumblineConfiguration.dataSource(named: name, path: folder.path + "/plumbline.yaml", environment: ["FOLDER": "/data"])
    }

    @Test func onlyTheOneThatIsAskedForIsRead() throws {
        #expect(try source("shop") == WarehouseConfiguration(type: .duckdb, options: ["path": "/data/shop.duckdb"], concurrency: 2))
    }

    @Test(arguments: [
        ("shp", "data_sources: there is no data source 'shp'; did you mean 'shop'?"),
        ("warehouse", "there is no data source 'warehouse'; known: shop, broken, unset"),
        ("broken", "option 'pth' of a duckdb data source is not known"),
        ("unset", "the environment variable NOT_SET is not set"),
    ])
    func whatIsWrongIsNamed(name: String, says: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try source(name) }
        #expect(error?.description.contains(says) == true, "\(String(describing: error))")
    }
}

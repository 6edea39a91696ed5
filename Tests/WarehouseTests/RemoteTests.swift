import Testing

@testable import Warehouse

/// Which databases are on another machine.
@Suite struct RemoteTests {
    @Test(arguments: [
        ("postgresql:///shop", false), ("postgresql://me@localhost:5433/shop", false), ("postgresql://127.0.0.1/shop", false),
        ("postgresql://[::1]:5432/shop", false), ("postgresql://%2Fvar%2Frun/shop", false), ("postgresql:///shop?host=/tmp", false),
        ("postgresql://me:secret@warehouse.example.com/shop", true), ("postgresql://10.0.0.7:5432/shop", true),
        ("postgresql:///shop?host=db.internal", true), ("postgresql://localhost,replica/shop", true), ("duckdb:///tmp/x.duckdb", false),
    ])
    func hostsOfURIs(uri: String, isRemote: Bool) throws {
        let configuration = try WarehouseConfiguration(uri: uri)
        #expect(WarehouseKind(configuration.type).isRemote(configuration) == isRemote)
    }

    @Test func hostsOfDataSources() {
        func isRemote(_ options: [String: String]) -> Bool {
            WarehouseKind.postgresql.isRemote(WarehouseConfiguration(type: .postgresql, options: options))
        }
        #expect(isRemote(["host": "db.example.com", "database": "shop"]))
        #expect(!isRemote(["host": "localhost", "port": "5433", "database": "shop"]))
    }

    /// A connection that dies without a word must be noticed; who has settings of their own keeps them.
    @Test func deadConnectionsAreNoticed() {
        func text(_ uri: String) -> String { PostgreSQLURI(["uri": uri], environment: [:]).text }
        #expect(text("postgresql://db.example/shop").hasSuffix("&keepalives_idle=60&keepalives_interval=10&keepalives_count=6"))
        #expect(!text("postgresql://db.example/shop?keepalives=0").contains("keepalives_idle"))
        let own = text("postgresql://db.example/shop?keepalives_idle=5")
        #expect(own.contains("keepalives_idle=5&") && !own.contains("keepalives_idle=60") && own.contains("keepalives_count=6"))
    }
}

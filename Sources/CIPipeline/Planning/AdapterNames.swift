/// dbt's names for adapters and ours for warehouses, which differ in few.
package enum AdapterNames {
    private static let types = ["postgres": "postgresql", "motherduck": "duckdb"]

    /// Whether what an adapter builds can be reached in a data source of a type.
    package static func fit(_ adapter: String, _ type: String) -> Bool {
        (types[adapter] ?? adapter) == type || Set([adapter, type]) == ["databricks", "spark"]
    }
}

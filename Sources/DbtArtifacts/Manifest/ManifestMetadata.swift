/// What a manifest says about itself.
///
/// All of it may be absent.
package struct ManifestMetadata: Hashable, Sendable {
    /// The schema's address, such as `https://schemas.getdbt.com/dbt/manifest/v12.json`.
    package let schema: String
    /// The dbt that wrote it, such as `1.11.16`.
    package let dbtVersion: String?
    /// The warehouse adapter, such as `duckdb`.
    package let adapterType: String?
    /// The root project's name.
    package let projectName: String?
    /// When the file was written, as dbt spells it (ISO 8601, UTC).
    package let generatedAt: String?
    /// The id of the dbt invocation, the same in every artifact of it.
    package let invocationID: String?

    init(_ slice: JSONSlice?) {
        let members = Dictionary(slice?.members.map { ($0.key, $0.value) } ?? []) { $1 }
        self.schema = members["dbt_schema_version"]?.string ?? ""
        self.dbtVersion = members["dbt_version"]?.string
        self.adapterType = members["adapter_type"]?.string
        self.projectName = members["project_name"]?.string
        self.generatedAt = members["generated_at"]?.string
        self.invocationID = members["invocation_id"]?.string
    }

    /// Whether dbt's version is `major.minor` or later, pre-releases counting as the release; nil when the version is not known.
    package func isAtLeast(major: Int, minor: Int) -> Bool? {
        guard let parts = dbtVersion?.split(separator: "."), parts.count >= 2 else { return nil }
        guard let ownMajor = Int(parts[0]), let ownMinor = Int(parts[1].prefix { $0.isNumber }) else { return nil }
        return (ownMajor, ownMinor) >= (major, minor)
    }
}

/// Compares two versions of one node as dbt does for `state:modified`, macros apart.
///
/// The rules are those of `same_contents` in dbt-core's `contracts/graph/nodes.py` (1.5 to 1.12); where a rule looks odd, it is dbt's.
struct NodeComparison {
    let base: ManifestNode
    let head: ManifestNode
    let options: ComparisonOptions

    /// Everything that differs, in dbt's order of looking.
    func modifications() -> [Modification] {
        switch head.resourceType {
        case .source: sourceModifications()
        case .exposure: exposureModifications()
        case .metric: metricModifications()
        case .semanticModel: semanticModelModifications()
        case .savedQuery: savedQueryModifications()
        case .unitTest: changed(.body, !isSame("checksum"))
        case .test where head["test_metadata"] != nil: testConfigs() + changed(.fqn, !isSame("fqn"))
        default: codeModifications()
        }
    }

    private func codeModifications() -> [Modification] {
        let isSeed = head.resourceType == .seed
        return changed(.body, isSeed ? !hasSameChecksum : !hasSameCode)
            + (head.resourceType == .test ? testConfigs() : configs(excluding: ["alias", "schema", "database", "tags", "group"]))
            + changed(.persistedDescriptions, !hasSamePersistedDescriptions)
            + changed(.fqn, !isSame("fqn"))
            + changed(.relation, !differingConfigs(among: ["database", "schema", "alias"]).isEmpty)
            + (head.resourceType == .model ? modelModifications() : [])
            + (head.resourceType == .function ? functionModifications() : [])
    }

    private func modelModifications() -> [Modification] {
        changed(.contract, !hasSameContract)
            + changed(.latestVersion, !isSame("latest_version"))
            + changed(.access, !isSameText("access", orElse: "protected"))
            + changed(.deprecationDate, !isSame("deprecation_date"))
    }

    private func functionModifications() -> [Modification] {
        fields(["arguments", "returns"]) + changed(ModificationReason(rawValue: "overloads"), !hasSameOverloads)
    }

    private func sourceModifications() -> [Modification] {
        let place = options.compareMoreUnrenderedValues ? ["unrendered_database", "unrendered_schema"] : ["database", "schema"]
        return changed(.relation, !(place + ["identifier"]).allSatisfy(isSame))
            + changed(.fqn, !isSame("fqn"))
            + configs(excluding: [])
            + changed(.quoting, !isSameField("quoting"))
            + changed(.freshness, !(isSameField("freshness") && isSame("loaded_at_field")))
            + changed(.external, !isSameField("external"))
    }

    private func exposureModifications() -> [Modification] {
        changed(.fqn, !isSame("fqn"))
            + fields(["type", "owner", "maturity", "url"])
            + texts(["description", "label"])
            + changed(ModificationReason(rawValue: "depends_on"), Set(base.dependsOnNodes) != Set(head.dependsOnNodes))
            + configs(excluding: [])
    }

    private func metricModifications() -> [Modification] {
        fields(["type"]) + texts(["description", "label"]) + configs(excluding: ["group"])
    }

    private func semanticModelModifications() -> [Modification] {
        fields(["model", "defaults", "entities", "dimensions", "measures", "primary_entity", "group"])
            + texts(["description"])
            + changed(.configs, !isSameField("config"))
    }

    private func savedQueryModifications() -> [Modification] {
        let parameters = ["metrics", "group_by", "where"].filter {
            !JSONSlice.isEqualIgnoringNulls(base["query_params"]?[$0], head["query_params"]?[$0])
        }
        return parameters.map { Modification(ModificationReason(rawValue: $0)) }
            + texts(["description", "label"])
            + changed(.configs, !isSameField("config"))
            + fields(["group", "tags"])
            + changed(ModificationReason(rawValue: "exports"), !hasSameExports)
    }
}

// MARK: - Parts

extension NodeComparison {
    /// A seed's hash: one of kind `none` equals nothing; one of kind `path` (a file above dbt's size limit) only says where the file is.
    private var hasSameChecksum: Bool {
        guard let name = head["checksum"]?["name"]?.string, name != "none" else { return false }
        return name == base["checksum"]?["name"]?.string
            && JSONSlice.isEqual(base["checksum"]?["checksum"], head["checksum"]?["checksum"])
    }

    private var hasSameCode: Bool {
        JSONSlice.isEqual(base["raw_code"] ?? base["raw_sql"], head["raw_code"] ?? head["raw_sql"])
    }

    /// Descriptions count only where the head stores them in the warehouse.
    private var hasSamePersistedDescriptions: Bool {
        guard let settings = head.config("persist_docs") else { return true }
        if settings["relation"]?.isTruthy == true, !isSameText("description", orElse: "") { return false }
        guard settings["columns"]?.isTruthy == true else { return true }
        return descriptions(base) == descriptions(head)
    }

    private func descriptions(_ node: ManifestNode) -> [[UInt8]: [UInt8]] {
        let columns = node["columns"]?.members ?? []
        return Dictionary(columns.map { (Array($0.key.utf8), $0.value["description"]?.stringBytes ?? []) }) { $1 }
    }

    private var hasSameContract: Bool {
        let isEnforced = head["contract"]?["enforced"]?.bool ?? false
        guard base["contract"]?["enforced"]?.bool ?? false else { return !isEnforced }
        return isEnforced && JSONSlice.isEqual(base["contract"]?["checksum"], head["contract"]?["checksum"])
    }

    /// Signatures and bodies only; descriptions of an overload do not change SQL.
    private var hasSameOverloads: Bool {
        let keys = ["defined_in", "arguments", "returns", "raw_body"]
        return isSameList(base["overloads"], head["overloads"]) { base, head in
            keys.allSatisfy { JSONSlice.isEqualIgnoringNulls(base[$0], head[$0]) }
        }
    }

    private var hasSameExports: Bool {
        isSameList(base["exports"], head["exports"]) { base, head in
            JSONSlice.isEqual(base["name"], head["name"])
                && ["export_as", "schema", "alias"].allSatisfy {
                    JSONSlice.isEqual(base["unrendered_config"]?[$0], head["unrendered_config"]?[$0])
                }
        }
    }

    private func isSameList(_ base: JSONSlice?, _ head: JSONSlice?, _ isSame: (JSONSlice, JSONSlice) -> Bool) -> Bool {
        let (base, head) = (base?.elements ?? [], head?.elements ?? [])
        return base.count == head.count && zip(base, head).allSatisfy(isSame)
    }

    /// Of a test's configuration dbt compares only what decides about pass and fail.
    private func testConfigs() -> [Modification] {
        let keys = ["severity", "where", "limit", "fail_calc", "warn_if", "error_if", "store_failures", "store_failures_as"]
        let differing = differingConfigs(among: Set(keys))
        return differing.isEmpty ? [] : [Modification(.configs, details: differing)]
    }

    private func configs(excluding excluded: Set<String>) -> [Modification] {
        let differing = differingConfigs(among: nil).filter { !excluded.contains($0) }
        return differing.isEmpty ? [] : [Modification(.configs, details: differing)]
    }

    /// The settings, as written before rendering, that differ or stand on one side only; a setting of null is not an absent one.
    private func differingConfigs(among wanted: Set<String>?) -> [String] {
        let (baseSlice, headSlice) = (base["unrendered_config"], head["unrendered_config"])
        if let baseSlice, let headSlice, baseSlice.hasSameBytes(as: headSlice) { return [] }
        let base = ManifestColumn.merge(baseSlice, nil)
        let head = ManifestColumn.merge(headSlice, nil)
        return Set(base.keys).union(head.keys).filter { key in
            guard wanted?.contains(key) ?? true else { return false }
            guard let base = base[key], let head = head[key] else { return true }
            return !JSONSlice.isEqual(base, head)
        }.sorted()
    }

    private func isSame(_ key: String) -> Bool {
        JSONSlice.isEqual(base[key], head[key])
    }

    private func isSameField(_ key: String) -> Bool {
        JSONSlice.isEqualIgnoringNulls(base[key], head[key])
    }

    private func isSameText(_ key: String, orElse absent: String) -> Bool {
        (base[key]?.stringBytes ?? Array(absent.utf8)) == (head[key]?.stringBytes ?? Array(absent.utf8))
    }

    private func fields(_ keys: [String]) -> [Modification] {
        keys.filter { !isSameField($0) }.map { Modification(ModificationReason(rawValue: $0)) }
    }

    private func texts(_ keys: [String]) -> [Modification] {
        keys.filter { !isSameText($0, orElse: "") }.map { Modification(ModificationReason(rawValue: $0)) }
    }

    private func changed(_ reason: ModificationReason, _ isChanged: Bool) -> [Modification] {
        isChanged ? [Modification(reason)] : []
    }
}

extension JSONSlice {
    /// Whether Python would take the value for true.
    fileprivate var isTruthy: Bool {
        switch first {
        case UInt8(ascii: "n"), UInt8(ascii: "f"), nil: false
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "\""): !stringBytes.isEmpty
        case UInt8(ascii: "["): !elements.isEmpty
        case UInt8(ascii: "{"): !members.isEmpty
        default: double != 0
        }
    }
}

import Relational

extension SelectionReport.Modified {
    init(_ node: ModifiedNode, key: PrimaryKey?) {
        self.uniqueID = node.uniqueID
        self.resourceType = node.resourceType
        self.name = node.head.name
        self.change = node.change
        self.reasons = node.reasons
        self.configs = node.changedConfigs
        self.macros = node.changedMacros
        self.relationNameA = node.base?.relation?.text
        self.relationNameB = node.head.relation?.text
        self.primaryKey = key.map { SelectionReport.Key(columns: $0.columns, source: $0.source, explanation: $0.explanation) }
    }

    // Written out so that absent values show as null.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(uniqueID, forKey: .uniqueID)
        try container.encode(resourceType, forKey: .resourceType)
        try container.encode(name, forKey: .name)
        try container.encode(change, forKey: .change)
        try container.encode(reasons, forKey: .reasons)
        try container.encode(configs, forKey: .configs)
        try container.encode(macros, forKey: .macros)
        try container.encode(relationNameA, forKey: .relationNameA)
        try container.encode(relationNameB, forKey: .relationNameB)
        try container.encode(primaryKey, forKey: .primaryKey)
    }
}

extension SelectionReport.Removed {
    init(_ node: RemovedNode) {
        self.uniqueID = node.uniqueID
        self.resourceType = node.resourceType
        self.name = node.base.name
        self.change = node.isDisabled ? "disabled" : "deleted"
        self.relationNameA = node.base.relation?.text
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(uniqueID, forKey: .uniqueID)
        try container.encode(resourceType, forKey: .resourceType)
        try container.encode(name, forKey: .name)
        try container.encode(change, forKey: .change)
        try container.encode(relationNameA, forKey: .relationNameA)
    }
}

extension SelectionReport.Downstream {
    init(_ node: DownstreamNode) {
        self.uniqueID = node.uniqueID
        self.resourceType = node.resourceType
        self.name = node.node.name
        self.distance = node.distance
        self.via = node.via
    }
}

extension SelectionReport.ExposureEntry {
    init(_ exposure: Exposure) {
        self.uniqueID = exposure.uniqueID
        self.name = exposure.name
        self.type = exposure.type
        self.owner = exposure.owner
        self.url = exposure.url
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(uniqueID, forKey: .uniqueID)
        try container.encode(name, forKey: .name)
        try container.encode(type, forKey: .type)
        try container.encode(owner, forKey: .owner)
        try container.encode(url, forKey: .url)
    }
}

extension NodeRelation {
    /// As dbt writes it, or else its parts joined by dots.
    fileprivate var text: String { sqlText ?? name.description }
}

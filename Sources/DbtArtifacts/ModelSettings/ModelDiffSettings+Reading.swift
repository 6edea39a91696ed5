import Relational

extension ModelDiffSettings {
    private static let ownKeys: Set = [
        "tolerance", "time_tolerance", "ignore_case", "null_equals_empty", "ignore_array_order", "map", "sampling", "time_column",
        "window",
    ]

    /// Reads a node's `meta`; what it does not mention keeps its default.
    ///
    /// - Throws: `ModelSettingsError` naming the setting. Unknown settings are an error under `plumbline` only: the others are Datafold's.
    package init(_ node: ManifestNode) throws(ModelSettingsError) {
        let meta = node.meta
        try readDatafold(try MetaReader(meta["datafold"], "meta.datafold").nested("datadiff"))
        eventTime = node.config("event_time")?.string.flatMap { $0.isEmpty ? nil : $0 }
        try readOwn(try MetaReader(meta["plumbline"], "meta.plumbline"))
    }

    private mutating func readDatafold(_ meta: MetaReader) throws(ModelSettingsError) {
        filter = try meta.text("filter")
        includeColumns = try meta.texts("include_columns")
        excludeColumns = try meta.texts("exclude_columns")
        let timeColumns = try meta.texts("time_column")
        guard timeColumns.count < 2 else { throw meta.wrong("time_column", "one column") }
        timeColumn = timeColumns.first
        asksForTimeTravel = meta["prod_time_travel"] != nil || meta["pr_time_travel"] != nil
        neverDiff = try meta.bool("never_diff") ?? false
        let slim = try meta.text("slim_diff")
        guard slim == nil || slim == "diff_when_downstream" else { throw meta.wrong("slim_diff", "diff_when_downstream") }
        diffWhenDownstream = slim != nil
    }

    private mutating func readOwn(_ meta: MetaReader) throws(ModelSettingsError) {
        try meta.expectOnly(Self.ownKeys)
        tolerances = try meta.texts("tolerance")
        timeTolerances = try meta.texts("time_tolerance")
        ignoreCase = try meta.scope("ignore_case")
        nullEqualsEmpty = try meta.scope("null_equals_empty")
        ignoreArrayOrder = try meta.bool("ignore_array_order") ?? false
        mappings = try Self.mappings(meta)
        timeColumn = try meta.text("time_column") ?? timeColumn
        window = try readWindow(meta)
        if let isEnabled = meta["sampling"]?.bool {
            sampling.isEnabled = isEnabled
        } else {
            sampling = try Self.sampling(try meta.nested("sampling"))
        }
    }

    private func readWindow(_ meta: MetaReader) throws(ModelSettingsError) -> Window? {
        guard let word = try meta.text("window") else { return nil }
        guard let window = Window(rawValue: word) else { throw meta.wrong("window", "overlap or none") }
        guard window == .none || timeColumn != nil || eventTime != nil else {
            throw meta.wrong("window", "left out, as the model has no time column: name one in meta.plumbline.time_column or event_time")
        }
        return window
    }

    private static func mappings(_ meta: MetaReader) throws(ModelSettingsError) -> [Mapping] {
        var mappings: [Mapping] = []
        for (old, new) in meta["map"]?.members ?? [] {
            guard !old.isEmpty, let new = new.string, !new.isEmpty else { throw meta.wrong("map", "an object of old names and new names") }
            mappings.append(Mapping(old: old, new: new))
        }
        guard meta["map"] == nil || meta["map"]?.bytes.first == UInt8(ascii: "{") else {
            throw meta.wrong("map", "an object of old names and new names")
        }
        return mappings
    }

    private static func sampling(_ meta: MetaReader) throws(ModelSettingsError) -> Sampling {
        try meta.expectOnly(["enabled", "tolerance", "confidence", "threshold"])
        func share(_ key: String, _ example: String) throws(ModelSettingsError) -> Double? {
            guard let member = meta[key] else { return nil }
            guard let share = (member.string ?? member.numberText).flatMap({ Share($0) }) else {
                throw meta.wrong(key, Share.expectation(example))
            }
            return share.fraction
        }
        let (tolerance, confidence) = (try share("tolerance", "0.001% or 0.00001"), try share("confidence", "99% or 0.99"))
        let threshold = meta["threshold"]
        guard threshold == nil || threshold?.integer.map({ $0 >= 0 }) == true else { throw meta.wrong("threshold", "a number of rows") }
        let isSet = tolerance != nil || confidence != nil || threshold != nil
        return Sampling(
            isEnabled: try meta.bool("enabled") ?? (isSet ? true : nil), tolerance: tolerance, confidence: confidence,
            threshold: threshold?.integer)
    }
}

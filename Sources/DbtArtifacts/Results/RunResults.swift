/// What happened to each node in one dbt invocation, from `run_results.json` (v4 and later).
package struct RunResults: Sendable {
    /// The dbt that wrote it, such as `1.11.16`.
    package let dbtVersion: String?
    /// When the file was written, as dbt spells it.
    package let generatedAt: String?
    /// The id of the dbt invocation, the same in every artifact of it.
    package let invocationID: String?
    /// The dbt command, such as `build`.
    package let command: String?
    /// Seconds from start to end.
    package let elapsedSeconds: Double?
    /// In the file's order, which is the order in which nodes ended.
    package let results: [NodeResult]

    /// Reads `run_results.json` at `path`.
    ///
    /// - Throws: ``ArtifactError`` naming the file.
    package init(contentsOf path: String) throws(ArtifactError) {
        try self.init(ArtifactText(contentsOf: path))
    }

    /// Reads run results from memory; `name` stands for them in messages.
    ///
    /// - Throws: ``ArtifactError`` naming `name`.
    package init(bytes: [UInt8], name: String) throws(ArtifactError) {
        try self.init(ArtifactText(bytes: bytes, path: name))
    }

    private init(_ text: ArtifactText) throws(ArtifactError) {
        let top = try text.topLevel(["metadata", "args", "elapsed_time", "results"])
        try text.check(top["metadata"], is: .runResults)
        self.dbtVersion = top["metadata"]?["dbt_version"]?.string
        self.generatedAt = top["metadata"]?["generated_at"]?.string
        self.invocationID = top["metadata"]?["invocation_id"]?.string
        self.command = top["args"]?["which"]?.string
        self.elapsedSeconds = top["elapsed_time"]?.double
        self.results = top["results"]?.elements.compactMap(NodeResult.init) ?? []
    }

    /// The result of a node; of several the last.
    ///
    /// Nil when dbt did not come to it.
    package func result(of uniqueID: String) -> NodeResult? {
        results.last { $0.uniqueID == uniqueID }
    }
}

/// What happened to one node.
package struct NodeResult: Hashable, Sendable {
    package let uniqueID: String
    package let status: RunStatus
    /// Seconds spent on the node.
    package let executionSeconds: Double
    /// The adapter's or dbt's words.
    ///
    /// May quote SQL or values: not for comments or logs.
    package let message: String?
    /// Failing rows of a test; nil for anything else.
    package let failures: Int?
    /// The relation as dbt writes it in SQL; absent in v4.
    package let relationName: String?
    /// When dbt was done with it, in seconds since 1970-01-01 UTC; nil when the file does not say.
    package let completedAt: Double?

    init?(_ slice: JSONSlice) {
        let members = Dictionary(slice.members.map { ($0.key, $0.value) }) { $1 }
        guard let uniqueID = members["unique_id"]?.string else { return nil }
        self.uniqueID = uniqueID
        self.status = RunStatus(rawValue: members["status"]?.string ?? "")
        self.executionSeconds = members["execution_time"]?.double ?? 0
        self.message = members["message"]?.string
        self.failures = members["failures"]?.integer
        self.relationName = members["relation_name"]?.string
        let steps = members["timing"]?.elements ?? []
        self.completedAt = steps.last { $0["name"]?.string == "execute" }?["completed_at"]?.string.flatMap(ArtifactTime.seconds)
    }
}

/// dbt's word for how a node ended.
///
/// A word that this program has never heard of is kept as it is.
package struct RunStatus: RawRepresentable, Hashable, Sendable, Codable {
    /// dbt's word, such as `partial success`.
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package static let success = RunStatus(rawValue: "success")
    package static let error = RunStatus(rawValue: "error")
    package static let skipped = RunStatus(rawValue: "skipped")
    package static let partialSuccess = RunStatus(rawValue: "partial success")
    package static let noOp = RunStatus(rawValue: "no-op")
    package static let reused = RunStatus(rawValue: "reused")
    package static let pass = RunStatus(rawValue: "pass")
    package static let warn = RunStatus(rawValue: "warn")
    package static let fail = RunStatus(rawValue: "fail")
    package static let runtimeError = RunStatus(rawValue: "runtime error")

    /// Whether the node's relation holds what its code says: built now, or known to be up to date.
    package var isBuilt: Bool { self == .success || self == .reused || self == .noOp }
    /// Whether the node or its test went wrong.
    package var isFailure: Bool { self == .error || self == .fail || self == .runtimeError || self == .partialSuccess }
}

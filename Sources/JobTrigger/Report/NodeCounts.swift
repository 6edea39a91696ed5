import Reports

/// How many nodes of a run there are of each type and of each kind of result.
struct NodeCounts {
    /// The types people think of first; others follow by name.
    private static let order = ["model", "test", "unit_test", "snapshot", "seed"]
    /// Hooks and exposures: dbt lists them, but nobody counts them as work.
    private static let uncounted: Set<String> = ["operation", "exposure"]
    private static let plurals = ["analysis": "analyses", "saved_query": "saved queries"]
    private var types: [String: Int] = [:]
    private var kinds: [JobRunReport.Result.Kind: Int] = [:]

    /// - Parameter nodes: each node once.
    init(_ nodes: [JobRunReport.Result]) {
        for node in nodes {
            kinds[node.kind, default: 0] += 1
            if node.kind != .skipped { types[node.resourceType, default: 0] += 1 }
        }
    }

    subscript(_ kind: JobRunReport.Result.Kind) -> Int { kinds[kind] ?? 0 }

    /// As in `22 models, 45 tests (2 warned, 1 skipped)`: what dbt worked on, and what did not just pass.
    var byType: String {
        let exceptions = words(of: [.failed, .warned, .skipped])
        guard !types.isEmpty else {
            return self[.skipped] == 0 ? "no nodes were selected" : "nothing but \(NumberText.count(self[.skipped], "skipped node"))"
        }
        let counted = types.keys.filter { !Self.uncounted.contains($0) }
        let names = (counted.isEmpty ? Array(types.keys) : counted).sorted { Self.rank($0) < Self.rank($1) }
        let counts = names.map { NumberText.count(types[$0] ?? 0, Self.words($0), Self.plurals[$0]) }.joined(separator: ", ")
        return exceptions.isEmpty ? counts : "\(counts) (\(exceptions.joined(separator: ", ")))"
    }

    /// As in `2 failed, 1 warned, 14 skipped, 45 passed`; empty without nodes.
    var byKind: String {
        words(of: JobRunReport.Result.Kind.allCases).joined(separator: ", ")
    }

    private func words(of kinds: [JobRunReport.Result.Kind]) -> [String] {
        kinds.filter { self[$0] > 0 }.map { "\(self[$0]) \($0.rawValue)" }
    }

    private static func rank(_ type: String) -> (Int, String) {
        (order.firstIndex(of: type) ?? order.count, type)
    }

    /// `unit test` of `unit_test`, without control characters.
    static func words(_ type: String) -> String {
        TerminalSafe.line(String(type.map { $0 == "_" ? " " : $0 }), limit: 40)
    }
}

extension JobRunReport {
    /// Each node once, with the gravest of its results, in the order of their first results.
    ///
    /// A job of several commands (`dbt run`, `dbt test`) may report a node more than once.
    var nodes: [Result] {
        var places: [String: Int] = [:]
        var nodes: [Result] = []
        for result in results {
            if let place = places[result.uniqueID] {
                if result.kind.gravity > nodes[place].kind.gravity { nodes[place] = result }
            } else {
                places[result.uniqueID] = nodes.count
                nodes.append(result)
            }
        }
        return nodes
    }
}

extension JobRunReport.Result.Kind {
    fileprivate var gravity: Int {
        switch self {
        case .failed: 3
        case .warned: 2
        case .passed: 1
        case .skipped: 0
        }
    }
}

extension JobRunReport.Result {
    /// What dbt said, or else the count of failing rows, or else its status.
    var reason: String {
        if let message, message.contains(where: { !$0.isWhitespace }) { return message }
        if let failures, failures > 0 { return NumberText.count(failures, "failing row") }
        return "dbt says: \(status)"
    }

    /// The type and, when it is not the usual word for a failure or a warning, the status: `model, partial success`.
    var typeAndStatus: String {
        ["error", "fail", "warn"].contains(status) ? NodeCounts.words(resourceType) : "\(NodeCounts.words(resourceType)), \(status)"
    }
}

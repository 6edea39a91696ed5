package import DataDiff
package import DbtArtifacts

extension BuildTimes {
    /// When nodes were built that both sides' results have, by unique_id.
    ///
    /// - Parameters:
    ///   - base: results of what built production last, in order.
    ///   - head: results of what built the change, in order.
    package static func all(base: [RunResults], head: [RunResults]) -> [String: BuildTimes] {
        let (base, head) = (base.builtAt, head.builtAt)
        return base.reduce(into: [:]) { times, built in
            if let b = head[built.key] { times[built.key] = BuildTimes(a: built.value, b: b) }
        }
    }
}

extension [RunResults] {
    /// Of several results of one node the last counts: a later step built it again.
    var status: [String: RunStatus] { flatMap(\.results).reduce(into: [:]) { $0[$1.uniqueID] = $1.status } }

    /// Only what was built by that run; a node that was up to date already is older than its result.
    fileprivate var builtAt: [String: Double] {
        filter(\.tellsOfABuild).flatMap(\.results).reduce(into: [:]) { times, result in
            if result.status == .success, let time = result.completedAt { times[result.uniqueID] = time }
        }
    }
}

extension RunResults {
    private static let builders: Set = ["build", "run", "seed", "snapshot", "retry", "clone"]

    /// Results of `dbt docs generate` and the like say `success` of models they only compiled.
    var tellsOfABuild: Bool { command.map(Self.builders.contains) ?? true }
}

/// The dbt command behind a step of a run, or behind a line of a job's definition.
struct DbtCommand: Hashable {
    /// As in `dbt build --select state:modified+`.
    let text: String

    /// The command of a step called ``Invoke dbt with `dbt build` ``; nil for the checkout and the connection.
    init?(stepName: String) {
        guard stepName.hasPrefix("Invoke dbt with"), let first = stepName.firstIndex(of: "`"), let last = stepName.lastIndex(of: "`"),
            first < last
        else { return nil }
        self.init(stepName[stepName.index(after: first)..<last])
    }

    init(_ text: some StringProtocol) {
        self.text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// dbt's word for what it does, such as `build`; nil when none is known.
    ///
    /// Global flags may stand before it.
    var verb: String? {
        text.split(separator: " ").dropFirst().map(String.init).first { Self.verbs.contains($0) }
    }

    /// Whether it writes a `run_results.json` that tells how models and tests went.
    var makesResults: Bool { verb.map(Self.buildingVerbs.contains) ?? false }

    private static let buildingVerbs: Set<String> = ["build", "run", "test", "seed", "snapshot", "retry", "clone", "run-operation"]
    private static let verbs = buildingVerbs.union(["deps", "docs", "compile", "parse", "source", "list", "ls", "debug", "clean", "show"])
}

import DbtArtifacts

/// Turns dbt's run results into the report's.
struct NodeFindings {
    /// dbt invocations that were read already.
    ///
    /// A step that dies before dbt runs leaves the results of the step before it.
    private var seen: Set<String> = []
    private(set) var results: [JobRunReport.Result] = []

    /// - Parameter step: index of the step that left the results.
    mutating func add(_ runResults: RunResults, step: Int) {
        if let invocation = runResults.invocationID, !seen.insert(invocation).inserted { return }
        results += runResults.results.map { Self.result($0, step: step) }
    }

    /// Fills in names and files.
    ///
    /// - Parameters:
    ///   - subdirectory: the project's folder in the repository; nil for its root.
    mutating func name(by manifest: Manifest, subdirectory: String?) {
        let folder = subdirectory.map { $0.split(separator: "/").joined(separator: "/") + "/" } ?? ""
        for position in results.indices {
            guard let node = manifest.node(results[position].uniqueID) else { continue }
            results[position].name = node.version.map { "\(node.name).v\($0)" } ?? node.name
            // A package's file is not in the repository.
            guard node.packageName == manifest.metadata.projectName, !node.originalFilePath.isEmpty else { continue }
            results[position].path = folder + node.originalFilePath
        }
    }

    private static func result(_ node: NodeResult, step: Int) -> JobRunReport.Result {
        let parts = node.uniqueID.split(separator: ".").map(String.init)
        // `model.shop.orders`, `model.shop.orders.v2`, `test.shop.unique_orders_id.6f1b…`
        let resourceType = parts.first ?? ""
        let isVersion = parts.count == 4 && resourceType != "test"
        let name = parts.count >= 3 ? parts[2] + (isVersion ? "." + parts[3] : "") : node.uniqueID
        return JobRunReport.Result(
            uniqueID: node.uniqueID, resourceType: resourceType, name: name, status: node.status.rawValue, kind: kind(node.status),
            seconds: node.executionSeconds, message: node.message, failures: node.failures, step: step)
    }

    private static func kind(_ status: RunStatus) -> JobRunReport.Result.Kind {
        if status.isFailure { return .failed }
        if status == .warn { return .warned }
        return status == .skipped ? .skipped : .passed
    }
}

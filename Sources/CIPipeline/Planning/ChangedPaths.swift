import DbtArtifacts

/// Finds a node's file among the files of a pull request; a dbt project may live in any folder of its repository.
///
/// dbt tells paths from the project's folder, hosts from the repository's. The folder is the one under which most of the changed nodes'
/// files are.
struct ChangedPaths {
    private let files: Set<String>
    private let folder: String

    init(_ files: [String], nodes: [ManifestNode]) {
        self.files = Set(files)
        let wanted = nodes.map(\.originalFilePath).filter { !$0.isEmpty }
        var votes: [String: Int] = [:]
        for path in Set(wanted) {
            for file in files where file == path || file.hasSuffix("/" + path) { votes[String(file.dropLast(path.count)), default: 0] += 1 }
        }
        folder = votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
    }

    /// The path from the repository's root; nil when the change does not touch the file.
    func path(of node: ManifestNode) -> String? {
        let path = folder + node.originalFilePath
        return files.contains(path) ? path : nil
    }
}

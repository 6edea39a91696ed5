import Synchronization

/// What the repository is called now, and was called before.
final class RepositoryNames: Sendable {
    private let names = Mutex<[String]>([GitHubNames.repository])

    /// Without the owner.
    var current: String { names.withLock { $0.last ?? GitHubNames.repository } }
    var fullName: String { "\(GitHubNames.owner)/\(current)" }

    func rename(to name: String) {
        names.withLock { names in
            names.removeAll { $0 == name }
            names.append(name)
        }
    }

    /// What a call that names a repository is about, ignoring case as GitHub does.
    enum Found: Equatable { case here, moved, unknown }

    func find(owner: String, _ name: String) -> Found {
        guard owner.lowercased() == GitHubNames.owner else { return .unknown }
        return names.withLock { names in
            if names.last?.lowercased() == name.lowercased() { return .here }
            return names.contains { $0.lowercased() == name.lowercased() } ? .moved : .unknown
        }
    }
}

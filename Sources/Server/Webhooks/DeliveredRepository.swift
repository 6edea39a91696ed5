import SourceControl
import Store

/// Which repository a delivery is about.
extension RepositoryRecord {
    /// Whether the host's name is this repository's, today's or the configured one; hosts ignore case.
    func isCalled(_ name: String) -> Bool {
        self.name.lowercased() == name.lowercased() || currentName?.lowercased() == name.lowercased()
    }
}

extension WebhookDelivery {
    /// The one it is about among those whose secret it proves to know; a renamed one is found by both its names.
    func repository(among known: [RepositoryRecord]) -> RepositoryRecord? {
        let old = if case .renamed(let from) = event { from } else { repository }
        return known.first { $0.isCalled(old) } ?? known.first { $0.isCalled(repository) }
    }
}

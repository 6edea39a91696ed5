/// A branch or tag that moved.
struct Push: Sendable, Equatable {
    /// Full reference name, such as `refs/heads/main`.
    let reference: String
    /// Commit before; nil for a new reference.
    let before: String?
    /// Commit after; nil for a removed reference.
    let after: String?

    /// The branch's short name; nil for a tag.
    var branch: String? {
        reference.hasPrefix("refs/heads/") ? String(reference.dropFirst("refs/heads/".count)) : nil
    }

    /// The pushes between two states of the references, in order of their names.
    static func between(_ old: [String: String], _ new: [String: String]) -> [Push] {
        Set(old.keys).union(new.keys).sorted().compactMap { reference in
            old[reference] == new[reference] ? nil : Push(reference: reference, before: old[reference], after: new[reference])
        }
    }
}

/// Notices what arrived in the repository by path, where no server is asked: it compares the references with the last look.
///
/// Every change goes through ``look()``, also those of the API itself, so no push is told twice and all come in one order.
actor PushWatch {
    private let repository: GitRepository
    private let notice: @Sendable (Push) async -> Void
    private var known: [String: String]
    private var stamp: ReferenceStamp
    private var looking: Task<Void, any Error>?

    /// - Parameter notice: told each push, one after the other.
    init(repository: GitRepository, notice: @escaping @Sendable (Push) async -> Void) async throws {
        self.repository = repository
        self.notice = notice
        stamp = ReferenceStamp(repository: repository.path)
        known = try await repository.references()
    }

    /// Looks at the references now and tells what moved; returns when all of it was told.
    ///
    /// Looks do not overlap. A look asked for while one runs starts afterwards, because the running one may have read too early.
    func look() async throws {
        let earlier = looking
        let task = Task {
            _ = try? await earlier?.value
            try await compare()
        }
        looking = task
        try await task.value
    }

    private func compare() async throws {
        // Taken before git reads: what changes meanwhile is seen by the next look.
        let present = ReferenceStamp(repository: repository.path)
        guard present != stamp else { return }
        let current = try await repository.references()
        stamp = present
        let pushes = Push.between(known, current)
        known = current
        for push in pushes { await notice(push) }
    }
}

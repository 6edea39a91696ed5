import SourceControl

extension [Commit] {
    /// The commits of a change along first parents, oldest first: those of branches merged into it are left out.
    ///
    /// - Parameter head: the change's newest commit. Where the host does not tell parents, all commits stay.
    func alongFirstParents(from head: String) -> [Commit] {
        let bySHA = Dictionary(map { ($0.sha, $0) }) { first, _ in first }
        guard let tip = bySHA[head], contains(where: { !$0.parents.isEmpty }) else { return self }
        var chain: [Commit] = []
        var next: Commit? = tip
        while let commit = next, chain.count <= count {
            chain.append(commit)
            next = commit.parents.first.flatMap { bySHA[$0] }
        }
        return chain.reversed()
    }
}

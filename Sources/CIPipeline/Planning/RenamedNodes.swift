import DbtArtifacts

/// Pairs what a change takes away with what it adds where the content says that it is one thing under another name.
///
/// First the same content, then very similar code; a pair counts only while it is the only one on both sides (decision 0029).
struct RenamedNodes {
    /// The share of lines in common from which code counts as the same model's.
    private static let similarity = 0.8
    /// Code below this many lines says too little to be paired by similarity.
    private static let fewestLines = 4
    /// More pairs than this are not looked at line by line.
    private static let mostPairs = 10_000

    /// A pair's older node, and whether its code was changed on the way.
    struct Origin {
        let base: ManifestNode
        let isSame: Bool
    }

    /// By the unique id of the added node.
    private(set) var origins: [String: Origin] = [:]

    init(_ comparison: ManifestComparison) {
        var removed = comparison.removed.filter { !$0.isDisabled && $0.base.resourceType.isData }.map(\.base)
        var added = comparison.modified.filter { $0.base == nil && $0.head.resourceType.isData }.map(\.head)
        pair(&removed, &added) {
            $0 == $1 ? 1 : 0
        } content: {
            Self.content($0).map { [$0] }
        }
        guard removed.count * added.count <= Self.mostPairs else { return }
        pair(&removed, &added, by: Self.similarity(_:_:)) { node in
            let lines = Self.lines(node)
            return lines.count >= Self.fewestLines ? lines : nil
        }
    }

    /// Takes every pair that is the only candidate on both sides.
    private mutating func pair(
        _ removed: inout [ManifestNode], _ added: inout [ManifestNode], by score: ([String], [String]) -> Double,
        content: (ManifestNode) -> [String]?
    ) {
        let old = removed.map(content)
        let new = added.map(content)
        var candidates: [(old: Int, new: Int)] = []
        for (i, a) in old.enumerated() {
            for (j, b) in new.enumerated() {
                guard let a, let b, removed[i].resourceType == added[j].resourceType, score(a, b) >= Self.similarity else { continue }
                candidates.append((i, j))
            }
        }
        let perOld = Dictionary(grouping: candidates, by: \.old)
        let perNew = Dictionary(grouping: candidates, by: \.new)
        let pairs = candidates.filter { perOld[$0.old]?.count == 1 && perNew[$0.new]?.count == 1 }
        for pair in pairs {
            let (base, head) = (removed[pair.old], added[pair.new])
            origins[head.uniqueID] = Origin(base: base, isSame: Self.content(base) == Self.content(head))
        }
        removed = removed.indices.filter { index in !pairs.contains { $0.old == index } }.map { removed[$0] }
        added = added.indices.filter { index in !pairs.contains { $0.new == index } }.map { added[$0] }
    }

    /// A seed's content is its file's checksum; a file above dbt's limit has only its path for one.
    private static func content(_ node: ManifestNode) -> String? {
        guard node.resourceType == .seed else { return node.rawCode.flatMap { $0.isEmpty ? nil : $0 } }
        guard node["checksum"]?["name"]?.string == "sha256" else { return nil }
        return node["checksum"]?["checksum"]?.string
    }

    private static func lines(_ node: ManifestNode) -> [String] {
        guard node.resourceType != .seed else { return [] }
        return (node.rawCode ?? "").split(whereSeparator: \.isNewline)
            .map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
    }

    /// Twice the lines in common, each as often as it occurs on both sides, over all lines (Dice's coefficient).
    private static func similarity(_ a: [String], _ b: [String]) -> Double {
        var counts = a.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        let common = b.count { line in
            guard let left = counts[line], left > 0 else { return false }
            counts[line] = left - 1
            return true
        }
        return Double(2 * common) / Double(max(a.count + b.count, 1))
    }
}

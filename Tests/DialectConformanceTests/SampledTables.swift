import DataDiff
import TestSupport

/// Two random tables large enough for a sample, with null and duplicate keys, and the truth about them.
struct SampledTables {
    private static let count = 4000
    private let rowsA: [(id: Int?, values: [Int])]
    private let rowsB: [(id: Int?, values: [Int])]

    let columnNames: [String]
    /// Keys that occur once on both sides.
    let common: Set<Int>
    /// Which columns differ, by key; none for keys without a difference.
    let differences: [Int: Set<String>]
    let pks: KeyStatistics

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        // Shares of differing values: none, few, many, all.
        let choices = [0, 0.002, 0.03, 0.3, 1.0]
        let shares = (0..<4).map { _ in random.pick(choices) }
        columnNames = shares.indices.map { "v\($0)" }
        let isDirty = seed.isMultiple(of: 2)
        var (a, b): ([(id: Int?, values: [Int])], [(id: Int?, values: [Int])]) = ([], [])
        var differences: [Int: Set<String>] = [:]
        for id in 0..<Self.count {
            let before = shares.map { _ in Int.random(in: 0..<1_000_000, using: &random) }
            let changed = shares.indices.filter { Double.random(in: 0..<1, using: &random) < shares[$0] }
            var after = before
            for index in changed { after[index] += 1_000_000 }
            switch Int.random(in: 0..<50, using: &random) {
            case 0: a.append((id, before))
            case 1: b.append((id, after))
            case 2 where isDirty: (a, b) = (a + [(id, before), (id, after)], b + [(id, after)])
            case 3 where isDirty: (a, b) = (a + [(id, before)], b + [(id, after), (id, after), (id, before)])
            case 4 where isDirty: b.append((nil, after))
            default:
                (a, b) = (a + [(id, before)], b + [(id, after)])
                differences[id] = Set(changed.map { "v\($0)" })
            }
        }
        b.shuffle(using: &random)
        (rowsA, rowsB) = (a, b)
        common = Set(differences.keys)
        self.differences = differences.filter { !$0.value.isEmpty }
        pks = Self.statistics([a.map(\.id), b.map(\.id)])
    }

    private static func statistics(_ sides: [[Int?]]) -> KeyStatistics {
        let groups = sides.map { Dictionary(grouping: $0.compactMap(\.self), by: \.self) }
        return KeyStatistics(
            totalRows: sides.map(\.count), nulls: sides.map { $0.count { $0 == nil } },
            dupes: groups.map { $0.values.filter { $0.count > 1 }.reduce(0) { $0 + $1.count } },
            exclusives: [groups[0].keys.count { groups[1][$0] == nil }, groups[1].keys.count { groups[0][$0] == nil }],
            distincts: groups.map(\.count))
    }

    var differentRows: Int { differences.count }
    var differentValues: [Int] { columnNames.map { name in differences.values.count { $0.contains(name) } } }

    /// Statements that make both tables.
    var statements: [String] {
        [("a", rowsA), ("b", rowsB)].flatMap { name, rows in
            let values = rows.map { row in
                "(" + ([row.id.map(String.init) ?? "NULL"] + row.values.map(String.init)).joined(separator: ", ") + ")"
            }
            let columns = (["id"] + columnNames).map { "\($0) INTEGER" }.joined(separator: ", ")
            return ["CREATE TABLE \(name) (\(columns))", "INSERT INTO \(name) VALUES \(values.joined(separator: ", "))"]
        }
    }
}

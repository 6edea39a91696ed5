import DataDiff
import Relational
import TestSupport
import Testing

/// Random rows with times: window and timeline equal those of the naive truth, in every warehouse.
@Suite struct TimePropertyTests {
    @Test(arguments: Engine.all, (0..<25).blocks(of: 5))
    func windowAndTimelineEqualTheNaiveTruth(_ engine: Engine, seeds: Range<Int>) async throws {
        let all = seeds.map { seed in
            var random = SeededGenerator(seed: UInt64(seed))
            return (seed, TimedTables(&random))
        }
        let database = try await engine.open(all.flatMap { $1.statements("\($0)") })
        for (seed, tables) in all {
            for window in TimeColumnChoice.Window.allCases {
                let result = try await diff(database) {
                    $0.name(seed)
                    $0.timeColumn = TimeColumnChoice(name: "seen", source: "argument", window: window)
                }
                try expect(result, TimedTruth(tables, window), "seed \(seed), \(window)")
            }
        }
    }

    private func expect(_ result: DiffResult, _ truth: TimedTruth, _ which: Comment) throws {
        #expect(result.window?.leftOut ?? [0, 0] == truth.leftOut, which)
        #expect(result.window?.leftOutOlder ?? [0, 0] == truth.leftOutOlder, which)
        let (pks, values) = (try #require(result.pks, which), try #require(result.values, which))
        #expect(pks.totalRows == truth.sides.map(\.count), which)
        #expect(pks.exclusives == truth.exclusives.map(\.count), which)
        #expect(values.rowsWithDifferences == truth.differences.count, which)
        let buckets = result.timeline?.buckets ?? []
        guard let unit = result.timeline?.unit else {
            #expect(truth.sides.allSatisfy { $0.allSatisfy { $0.day == nil } }, which)
            return
        }
        func counts(_ rows: [TimedTables.Row]) -> [String?: Int] {
            rows.reduce(into: [:]) { $0[$1.day.map { CivilDate(days: unit.start(of: $0)).text }, default: 0] += 1 }
        }
        func found(_ count: (DiffTimeline.Bucket) -> Int) -> [String?: Int] {
            buckets.reduce(into: [:]) { if count($1) > 0 { $0[$1.start] = count($1) } }
        }
        #expect(found(\.rowsA) == counts(truth.sides[0]) && found(\.rowsB) == counts(truth.sides[1]), which)
        #expect(found(\.exclusiveA) == counts(truth.exclusives[0]) && found(\.exclusiveB) == counts(truth.exclusives[1]), which)
        #expect(found(\.different) == counts(truth.differences), which)
        #expect(buckets.count <= TimelineCounts.bucketLimit + 1, which)
    }
}

/// Two random tables of a key, a time and a value.
struct TimedTables {
    struct Row: Hashable {
        var id: Int?
        /// Days since 2026-01-01; nil is NULL, `.max` infinity.
        var at: Int?
        var hour: Int
        var value: Int

        /// Days since 1970-01-01; nil without a finite time.
        var day: Int64? { at.flatMap { $0 == .max ? nil : Int64($0) + 20_454 } }
        var moment: Moment? { day.map { Moment(days: $0, microseconds: Int64(hour) * 3_600_000_000) } }
    }

    let isDate: Bool
    let a: [Row]
    let b: [Row]

    init(_ random: inout SeededGenerator) {
        isDate = Bool.random(using: &random)
        let span = random.pick([3, 40, 300, 1500, 9000])
        let isDirty = Bool.random(using: &random)
        let isDate = isDate
        func row(_ id: Int?) -> Row {
            let at =
                Int.random(in: 0..<12, using: &random) == 0 ? random.pick([nil, Int.max]) : Int.random(in: -span...span, using: &random)
            return Row(id: id, at: at, hour: isDate ? 0 : Int.random(in: 0..<24, using: &random), value: 0)
        }
        var (a, b): ([Row], [Row]) = ([], [])
        for id in 0..<Int.random(in: 0...50, using: &random) {
            let original = row(isDirty && id % 9 == 0 ? nil : id)
            if Int.random(in: 0..<8, using: &random) > 0 { a.append(original) }
            if isDirty && id % 11 == 0 { a.append(row(id)) }
            switch Int.random(in: 0..<8, using: &random) {
            case 0: continue
            case 1: b.append(Row(id: original.id, at: original.at, hour: original.hour, value: 1))
            case 2: b.append(row(original.id))
            default: b.append(original)
            }
            if isDirty && id % 13 == 0 { b.append(row(id)) }
        }
        // The sides were built at different times.
        let (oldest, newest) = (Int.random(in: -span...0, using: &random), Int.random(in: 0...span, using: &random))
        (self.a, self.b) = (a.filter { $0.at.map { $0 >= oldest } ?? true }, b.filter { $0.at.map { $0 <= newest || $0 == .max } ?? true })
    }

    func statements(_ suffix: String) -> [String] {
        [("a" + suffix, a), ("b" + suffix, b)].flatMap { name, rows in
            ["CREATE TABLE \(name) (id INTEGER, seen \(isDate ? "DATE" : "TIMESTAMP"), v INTEGER)"]
                + (rows.isEmpty ? [] : ["INSERT INTO \(name) VALUES \(rows.map(literal).joined(separator: ", "))"])
        }
    }

    private func literal(_ row: Row) -> String {
        let at = row.at == .max ? "'infinity'" : row.moment.map { "'\($0.text(isDate ? .day : .microsecond))'" } ?? "NULL"
        return "(\(row.id.map(String.init) ?? "NULL"), \(at), \(row.value))"
    }
}

/// The meaning of window and timeline written down plainly.
struct TimedTruth {
    private(set) var sides: [[TimedTables.Row]]
    private(set) var leftOut = [0, 0]
    private(set) var leftOutOlder = [0, 0]
    /// One row for each exclusive key: the earliest.
    let exclusives: [[TimedTables.Row]]
    /// Side a's rows.
    let differences: [TimedTables.Row]

    init(_ tables: TimedTables, _ window: TimeColumnChoice.Window) {
        sides = [tables.a, tables.b]
        let times = sides.map { $0.compactMap(\.moment) }
        if window == .overlap, let from = times.compactMap({ $0.min() }).max(), let to = times.compactMap({ $0.max() }).min(),
            times.allSatisfy({ !$0.isEmpty }), from <= to
        {
            leftOutOlder = times.map { $0.count { $0 < from } }
            leftOut = times.map { $0.count { $0 < from || $0 > to } }
            sides = sides.map { $0.filter { $0.moment.map { $0 >= from && $0 <= to } ?? true } }
        }
        let groups = sides.map { Dictionary(grouping: $0.filter { $0.id != nil }) { $0.id } }
        exclusives = [0, 1].map { side in
            groups[side].filter { groups[1 - side][$0.key] == nil }.values.compactMap { copies in
                copies.min { ($0.day ?? .max) < ($1.day ?? .max) }
            }
        }
        differences = groups[0].values.compactMap { copies in
            guard copies.count == 1, let others = groups[1][copies[0].id], others.count == 1,
                (copies[0].at, copies[0].moment, copies[0].value) != (others[0].at, others[0].moment, others[0].value)
            else { return nil }
            return copies[0]
        }
    }
}

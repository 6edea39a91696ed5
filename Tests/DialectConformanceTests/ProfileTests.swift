import DataDiff
import DiffEngine
import Foundation
import Relational
import SQL
import TestSupport
import Testing
import Warehouse

/// Profiles of columns against values calculated in the test.
@Suite struct ProfileTests {
    private func profiles(
        _ database: any TestDatabase, key: [String] = ["id"], edit: (inout DiffRequest) -> Void = { _ in }
    ) async throws -> (result: DiffResult, columns: [String: ColumnProfile]) {
        let result = try await diff(database, key: key) { request in
            request.profile = true
            edit(&request)
        }
        #expect(result.error == nil)
        let columns = try #require(result.profiles).columns
        return (result, Dictionary(columns.map { ($0.columnName, $0) }, uniquingKeysWith: { first, _ in first }))
    }

    /// Random numbers, dates and texts, with and without a key.
    @Test(arguments: Engine.all, 0..<8)
    func statisticsEqualTheNaiveOnes(_ engine: Engine, seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let sides = [Sample(&random), Sample(&random)]
        let database = try await engine.open(zip(["a", "b"], sides).flatMap { $1.statements($0) })
        let (result, columns) = try await profiles(database, key: seed.isMultiple(of: 2) ? ["id"] : [])
        #expect(result.profiles?.columns.map(\.columnName) == ["id", "number", "price", "day", "word", "flag"])
        for (index, sample) in sides.enumerated() {
            func side(_ name: String) throws -> ColumnProfile.Side {
                try #require(index == 0 ? columns[name]?.a : columns[name]?.b)
            }
            try expect(try side("number"), sample.numbers) { .integer(Int64($0)) }
            try expect(try side("price"), sample.prices) { .text(Sample.price($0)) }
            try expect(try side("day"), sample.days) { .text(Sample.day($0)) }
            let words = sample.words.compactMap(\.self)
            let word = try side("word")
            #expect(word.distinct == Set(words).count && word.nulls == sample.words.count - words.count)
            #expect(word.minLength == words.map(\.unicodeScalars.count).min() && word.maxLength == words.map(\.unicodeScalars.count).max())
            #expect(word.emptyTexts == words.count { $0.isEmpty })
            expectTop(word, words.map { .text($0) })
            expectTop(try side("flag"), sample.flags.compactMap { $0.map { .boolean($0) } })
        }
        for (name, numbers) in [("number", sides.map(\.numbers)), ("price", sides.map(\.prices)), ("day", sides.map(\.days))] {
            let histogram = try #require(columns[name]?.histogram)
            let ends: (CellValue) -> Int = {
                name == "price" ? Sample.cents($0.text) : name == "day" ? Sample.dayNumber($0.text) : Int($0.text) ?? 0
            }
            for (counts, values) in zip([histogram.a, histogram.b], numbers) {
                #expect(counts == Self.naiveHistogram(histogram.bins, values.compactMap(\.self), ends))
            }
        }
    }

    private func expect(_ side: ColumnProfile.Side, _ all: [Int?], cell: (Int) -> CellValue) throws {
        let values = all.compactMap(\.self).sorted()
        #expect(side.rows == all.count && side.nulls == all.count - values.count)
        #expect(side.distinct == Set(values).count)
        #expect(side.estimated.isEmpty)
        guard let first = values.first, let last = values.last else { return }
        #expect(side.min == cell(first) && side.max == cell(last))
        func quantile(_ share: Double) -> CellValue { cell(values[max(0, Int((share * Double(values.count)).rounded(.up)) - 1)]) }
        let quantiles = try #require(side.quantiles)
        #expect(
            [quantiles.p05, quantiles.p25, quantiles.p50, quantiles.p75, quantiles.p95] == [0.05, 0.25, 0.5, 0.75, 0.95].map(quantile))
        expectTop(side, values.map(cell))
        if let mean = side.mean, case .number(let number) = mean {
            let scale = cell(1) == .integer(1) ? 1.0 : 100
            #expect(abs(number - Double(values.reduce(0, +)) / Double(values.count) / scale) < 1e-9 * max(1, abs(number)))
        }
    }

    /// Of values that are equally frequent, any may be among the ten.
    private func expectTop(_ side: ColumnProfile.Side, _ values: [CellValue]) {
        let counts = values.reduce(into: [CellValue: Int]()) { $0[$1, default: 0] += 1 }
        let top = side.topValues ?? []
        #expect(top.map(\.count) == Array(counts.values.sorted(by: >).prefix(10)))
        for value in top { #expect(counts[value.value] == value.count) }
    }

    static func naiveHistogram<Number: Comparable>(
        _ bins: [ColumnProfile.Histogram.Bin], _ values: [Number], _ end: (CellValue) -> Number
    ) -> [Int] {
        bins.enumerated().map { index, bin in
            let (from, to) = (end(bin.from), end(bin.to))
            let isLast = index == bins.count - 1
            return values.count { value in
                from == to ? value == from : value >= from && (value < to || isLast && value == to)
            }
        }
    }

    @Test(arguments: Engine.all)
    func numbersThatNoDoubleHolds(_ engine: Engine) async throws {
        let wide = [
            "99999999999999999999999999999999999999", "-99999999999999999999999999999999999999", "12345678901234567890123456789012345678",
        ]
        let database = try await engine.open([
            "CREATE TABLE a (id INTEGER, big BIGINT, dec DECIMAL(38,0), x DOUBLE PRECISION, f REAL)",
            """
            INSERT INTO a VALUES (1, 9007199254740993, \(wide[0]), 'NaN', 0.1), (2, 9007199254740992, \(wide[1]), 'Infinity', 0.1),
            (3, 9007199254740995, \(wide[2]), '-Infinity', 0.5), (4, NULL, NULL, 1e308, 0.25), (5, 9007199254740993, NULL, 1e308, NULL),
            (6, NULL, NULL, -0.0, NULL), (7, NULL, NULL, 0.0, NULL), (8, NULL, NULL, 1e-300, NULL)
            """,
            "CREATE TABLE b AS SELECT * FROM a",
        ])
        let columns = try await profiles(database).columns
        let big = try #require(columns["big"]?.a)
        #expect(big.min == .integer(9_007_199_254_740_992) && big.max == .text("9007199254740995") && big.distinct == 3)
        #expect(big.topValues?.first == .init(value: .text("9007199254740993"), count: 2))
        #expect(columns["big"]?.histogram?.bins.map(\.from.text) == (2...5).map { "900719925474099\($0)" })
        #expect(columns["big"]?.histogram?.a == [1, 2, 0, 1] && columns["big"]?.histogram?.b == [1, 2, 0, 1])
        let decimal = try #require(columns["dec"]?.b)
        #expect(decimal.min == .text(wide[1]) && decimal.max == .text(wide[0]) && decimal.quantiles?.p50 == .text(wide[2]))
        #expect(columns["dec"]?.histogram?.a?.reduce(0, +) == 3 && columns["dec"]?.histogram?.a?.first == 1)
        let x = try #require(columns["x"]?.a)
        #expect(x.nans == 1 && x.infinities == 2 && x.nulls == 0 && x.distinct == 6)
        #expect(x.min == .text("-Infinity") && x.max == .text("Infinity"))
        #expect(x.mean.flatMap { if case .number(let mean) = $0 { abs(mean / 4e307 - 1) < 1e-9 } else { nil } } == true)
        #expect(columns["x"]?.histogram?.a?.reduce(0, +) == 5)
        #expect(x.topValues?.prefix(2).map(\.count) == [2, 2])
        let real = try #require(columns["f"]?.a)
        #expect(real.max == .number(0.5) && real.distinct == 3 && real.topValues?.first?.count == 2)
    }

    @Test(arguments: Engine.all)
    func emptyTablesAndColumnsWithoutValues(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a (id INTEGER, n DOUBLE PRECISION, d DATE, w VARCHAR, one INTEGER, moment TIMESTAMP)",
            "CREATE TABLE b AS SELECT * FROM a",
        ])
        var columns = try await profiles(database).columns
        #expect(columns.values.allSatisfy { $0.a?.rows == 0 && $0.a?.nulls == 0 && $0.histogram == nil && $0.b?.min == nil })
        #expect(columns["n"]?.a?.distinct == 0 && columns["n"]?.a?.topValues == [] && columns["n"]?.a?.quantiles == nil)
        try await database.run(["INSERT INTO b VALUES (1, NULL, NULL, NULL, 5, NULL), (2, 'NaN', NULL, '', 5, '2024-01-01 10:00:00')"])
        columns = try await profiles(database).columns
        #expect(columns["n"]?.b?.nulls == 1 && columns["n"]?.b?.distinct == 1 && columns["n"]?.histogram == nil)
        #expect(columns["n"]?.b?.min == nil && columns["n"]?.b?.mean == nil && columns["n"]?.b?.nans == 1)
        #expect(columns["d"]?.b?.nulls == 2 && columns["d"]?.b?.distinct == 0)
        #expect(columns["w"]?.b?.emptyTexts == 1 && columns["w"]?.b?.topValues == [.init(value: .text(""), count: 1)])
        let one = try #require(columns["one"]?.histogram)
        #expect(one.bins == [.init(from: .integer(5), to: .integer(5))] && one.a == [0] && one.b == [2])
        #expect(columns["moment"]?.histogram?.b == [1])
    }

    /// Dates before Christ, infinite ones and times with a zone.
    @Test(arguments: Engine.all)
    func pointsInTime(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a (id INTEGER, d DATE, t TIMESTAMP, z TIMESTAMP WITH TIME ZONE)",
            """
            INSERT INTO a VALUES (1, 'infinity', '2024-01-01 00:00:00.000001', '2024-01-01 00:00:00+00'),
            (2, '2024-02-29', '2024-01-02', '2024-01-01 12:00:00+05'), (3, '1969-12-31', 'infinity', NULL), (4, NULL, '1969-12-31 23:59:59', NULL)
            """,
            "CREATE TABLE b (id INTEGER, d TIMESTAMP, t DATE, z TIMESTAMP)",
            "INSERT INTO b VALUES (1, '2024-02-29 00:00:00', '2024-01-02', '2024-01-01 03:00:00'), (2, '2024-02-28 12:00:00', NULL, NULL)",
        ])
        let columns = try await profiles(database).columns
        #expect(columns["d"]?.a?.max == .text("infinity") && columns["d"]?.a?.min == .text("1969-12-31"))
        let days = try #require(columns["d"]?.histogram)
        #expect(days.bins.count == 20 && days.a?.reduce(0, +) == 2 && days.b == Array(repeating: 0, count: 19) + [2])
        #expect(days.bins.last?.to == .text("2024-02-29 00:00:00"))
        #expect(columns["t"]?.histogram?.a == [1] + Array(repeating: 0, count: 18) + [2] && columns["t"]?.histogram?.b?.last == 1)
        #expect(columns["z"]?.histogram?.bins.first?.from == .text("2024-01-01 00:00:00"))
        // Seven hours; 03:00 lies in the ninth bin of 21 minutes.
        #expect(columns["z"]?.histogram?.a == [1] + Array(repeating: 0, count: 18) + [1])
        #expect(columns["z"]?.histogram?.b?.firstIndex(of: 1) == 8 && columns["z"]?.histogram?.b?.reduce(0, +) == 1)
    }

    @Test(arguments: Engine.all)
    func filtersColumnsAndTypesThatDiffer(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT i AS id, i AS v, CAST(i AS VARCHAR) AS w, i AS gone, i AS hidden FROM \(engine.series(100))",
            "CREATE TABLE b AS SELECT i AS id, i + 0.5 AS v, i AS w, i AS come, i AS hidden FROM \(engine.series(100))",
        ])
        let (result, columns) = try await profiles(database) { request in
            request.filtersA = ["id < 50"]
            request.columns.exclude = ["hid*"]
        }
        #expect(result.profiles?.columns.map(\.columnName) == ["id", "v", "w", "gone", "come"])
        #expect(columns["id"]?.a?.rows == 50 && columns["id"]?.b?.rows == 100)
        #expect(columns["gone"]?.b == nil && columns["come"]?.a == nil && columns["come"]?.histogram?.a == nil)
        let shared = try #require(columns["v"]?.histogram)
        #expect(shared.bins.first?.from == .text("0") && shared.bins.last?.to == .text("99.5"))
        let end: (CellValue) -> Double = { Double($0.text) ?? .nan }
        #expect(shared.a == Self.naiveHistogram(shared.bins, (0..<50).map { Double($0) }, end))
        #expect(shared.b == Self.naiveHistogram(shared.bins, (0..<100).map { Double($0) + 0.5 }, end))
        #expect(columns["w"]?.histogram?.a == nil && columns["w"]?.histogram?.b?.reduce(0, +) == 100)
        #expect(columns["w"]?.a?.maxLength == 2)
    }

    /// Two statements a side besides those of the diff itself, however many columns there are.
    @Test(arguments: Engine.all, [3, 150])
    func atMostTwoStatementsASide(_ engine: Engine, width: Int) async throws {
        let list = (0..<width).map { "(i * \($0 + 1)) % 97 AS c\($0)" }.joined(separator: ", ")
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT i AS id, \(list) FROM \(engine.series(300))", "CREATE TABLE b AS SELECT * FROM a",
        ])
        let plain = try await diff(database)
        let (result, columns) = try await profiles(database)
        #expect(result.statistics.queries == plain.statistics.queries + 4)
        #expect(columns["c1"]?.a?.distinct == 97 && columns["c1"]?.a == columns["c1"]?.b)
        #expect(plain.profiles == nil)
    }

    /// The counts of a diff need no profile.
    @Test(arguments: Engine.all, ["a", "b"])
    func aProfileThatFailsLeavesTheDiff(_ engine: Engine, failing: String) async throws {
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT i AS id, i AS v FROM \(engine.series(30))",
            "CREATE TABLE b AS SELECT i AS id, CASE WHEN i = 3 THEN -1 ELSE i END AS v FROM \(engine.series(31))",
        ])
        let plain = try await diff(database)
        let warehouse = try Warehouse(try WarehouseConfiguration(uri: database.uri))
        let table = { (name: String) in Dataset.relation(RelationName(identifier: name)) }
        let request = DiffRequest(a: table("a"), b: table("b"), key: KeyChoice(columns: ["id"], source: "argument"), profile: true)
        let result = try await DiffEngine(NoProfile(base: warehouse, of: failing)).run(request)
        await warehouse.close()
        withExtendedLifetime(database) {}
        #expect(result.status == .success && result.error == nil && result.verdict == .different)
        #expect(result.pks == plain.pks && result.values == plain.values && result.rows == plain.rows)
        let profiles = try #require(result.profiles)
        #expect(profiles.columns.isEmpty && profiles.error?.code == "out_of_memory")
        #expect(
            profiles.error?.message == "profiling the columns of \(failing) (side \(failing)) in \(warehouse.label): not enough memory")
    }

    /// More than one statement has room for.
    @Test(arguments: zip(Engine.all, [250, 1000]))
    func wideTables(_ engine: Engine, width: Int) async throws {
        let list = (0..<width).map { "i + \($0) AS c\($0)" }.joined(separator: ", ")
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT i AS id, \(list) FROM \(engine.series(50))", "CREATE TABLE b AS SELECT * FROM a",
        ])
        let columns = try await profiles(database).columns
        #expect(columns.count == width + 1)
        for index in [0, 199, 200, width - 1] {
            let column = try #require(columns["c\(index)"])
            #expect(column.b?.min == .integer(Int64(index)) && column.histogram?.b?.reduce(0, +) == 50 && column.a?.distinct == 50)
        }
    }

    @Test(arguments: Engine.all, ["v0", "pl_values", "sampled", "value\"", "a'b", "Größe 🙂", "rows", "copies"])
    func columnsOfAnyName(_ engine: Engine, name: String) async throws {
        let quoted = name.replacingOccurrences(of: "\"", with: "\"\"")
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT i AS id, i % 3 AS \"\(quoted)\" FROM \(engine.series(30))", "CREATE TABLE b AS SELECT * FROM a",
        ])
        let columns = try await profiles(database) { $0.a = .query("SELECT * FROM a; -- all") }.columns
        #expect(columns[name]?.a?.topValues?.map(\.count) == [10, 10, 10] && columns[name]?.histogram?.b == [10, 10, 10])
    }

    /// Types that are not ordered, or that the program knows nothing about.
    @Test(arguments: Engine.all)
    func otherTypes(_ engine: Engine) async throws {
        let json = engine.name == "duckdb" ? "JSON" : "json"
        let database = try await engine.open([
            """
            CREATE TABLE a AS SELECT i AS id, CAST('{"a": 1}' AS \(json)) AS j, ARRAY[i, 2] AS l, CAST('10:00:00' AS TIME) AS t,
            CAST('1 month' AS INTERVAL) AS n, CAST('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' AS UUID) AS u, CASE WHEN i > 1 THEN true END AS b
            FROM \(engine.series(4))
            """,
            "CREATE TABLE b AS SELECT * FROM a",
        ])
        let columns = try await profiles(database).columns
        #expect(["j", "l"].allSatisfy { columns[$0]?.a?.nulls == 0 && columns[$0]?.a?.distinct == nil })
        #expect(["t", "n", "u"].allSatisfy { columns[$0]?.a?.distinct == 1 && columns[$0]?.a?.topValues == nil })
        #expect(columns["b"]?.a?.nulls == 2 && columns["b"]?.a?.topValues == [.init(value: .boolean(true), count: 2)])
    }

    /// More cells than are counted exactly: rows, nulls, ends and mean are those of all rows, the rest is near them and said to be estimated.
    @Test(arguments: Engine.all, [["id"], []])
    func largeTablesAreSampled(_ engine: Engine, key: [String]) async throws {
        let rows = 60_000
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT i AS id, i % 10 AS ten, CASE WHEN i % 4 > 0 THEN 'w' END AS word FROM \(engine.series(rows))",
            "CREATE TABLE b AS SELECT * FROM a",
        ])
        let warehouse = try Warehouse(try WarehouseConfiguration(uri: database.uri))
        let table = { (name: String) in Dataset.relation(RelationName(identifier: name)) }
        let request = DiffRequest(
            a: table("a"), b: table("b"), key: key.isEmpty ? .missing : KeyChoice(columns: key, source: nil), profile: true)
        let result = try await DiffEngine(Impatient(warehouse)).run(request)
        await warehouse.close()
        withExtendedLifetime(database) {}
        let columns = try #require(result.profiles).columns
        let (id, ten, word) = (try #require(columns[0].a), try #require(columns[1].a), try #require(columns[2].a))
        #expect(id.estimated == ColumnProfile.Estimate.allCases && word.estimated == [.distinct, .topValues])
        #expect(id.rows == rows && id.max == .integer(Int64(rows - 1)) && ten.distinct == 10)
        #expect(id.mean == .number(Double(rows - 1) / 2) && word.nulls == rows / 4 && word.distinct == 1)
        #expect(abs(Double(id.distinct ?? 0) / Double(rows) - 1) < 0.15)
        #expect(ten.topValues?.count == 10)
        #expect(ten.topValues?.allSatisfy { abs(Double($0.count) * 10 / Double(rows) - 1) < 0.15 } == true)
        #expect(columns[0].histogram?.a?.allSatisfy { abs(Double($0) * 20 / Double(rows) - 1) < 0.25 } == true)
        if case .integer(let median) = id.quantiles?.p50 { #expect(abs(Double(median) * 2 / Double(rows) - 1) < 0.1) }
        // Equal tables look equal where a key decides who is in the sample.
        if !key.isEmpty { #expect(columns.allSatisfy { $0.a == $0.b && $0.histogram?.a == $0.histogram?.b }) }
    }
}

/// One side's random rows.
private struct Sample {
    let numbers: [Int?]
    let prices: [Int?]
    let days: [Int?]
    let words: [String?]
    let flags: [Bool?]

    init(_ random: inout SeededGenerator) {
        let count = Int.random(in: 1...200, using: &random)
        let (low, width) = (Int.random(in: -1000...1000, using: &random), random.pick([0, 5, 19, 20, 500, 1_000_000]))
        func column<Cell>(_ cell: (inout SeededGenerator) -> Cell) -> [Cell?] {
            (0..<count).map { _ in Int.random(in: 0..<9, using: &random) == 0 ? nil : cell(&random) }
        }
        numbers = column { low + Int.random(in: 0...width, using: &$0) }
        prices = column { Int.random(in: -500...5000, using: &$0) }
        days = column { 19_000 + Int.random(in: 0...min(width, 9000), using: &$0) }
        words = column { $0.pick(["", "a", "A", "é🙂", "it's", "long text", " "]) }
        flags = column { Bool.random(using: &$0) }
    }

    func statements(_ name: String) -> [String] {
        let rows = numbers.indices.map { index in
            let cells = [
                numbers[index].map(String.init), prices[index].map(Self.price), days[index].map { "'\(Self.day($0))'" },
                words[index].map { "'" + $0.replacingOccurrences(of: "'", with: "''") + "'" }, flags[index].map { "\($0)" },
            ]
            return "(\(index), " + cells.map { $0 ?? "NULL" }.joined(separator: ", ") + ")"
        }
        return [
            "CREATE TABLE \(name) (id INTEGER, number BIGINT, price DECIMAL(10,2), day DATE, word VARCHAR, flag BOOLEAN)",
            "INSERT INTO \(name) VALUES " + rows.joined(separator: ", "),
        ]
    }

    static func price(_ cents: Int) -> String {
        let (whole, fraction) = (abs(cents) / 100, abs(cents) % 100)
        return (cents < 0 ? "-" : "") + "\(whole).\(fraction < 10 ? "0" : "")\(fraction)"
    }

    /// Bounds may have fewer digits behind the point.
    static func cents(_ text: String) -> Int { Int(((Double(text) ?? 0) * 100).rounded()) }

    static func day(_ number: Int) -> String { CellValue(.date(days: Int64(number))).text }
    static func dayNumber(_ text: String) -> Int {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        let date = Calendar(identifier: .gregorian).utcDate(parts)
        return Int(date.timeIntervalSince1970 / 86_400)
    }
}

extension Calendar {
    fileprivate func utcDate(_ parts: [Int]) -> Date {
        var calendar = self
        calendar.timeZone = .gmt
        return calendar.date(from: DateComponents(year: parts[0], month: parts[1], day: parts[2])) ?? .distantPast
    }
}

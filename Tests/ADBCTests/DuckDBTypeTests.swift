import ADBC
import Arrow
import Relational
import Testing

/// The real engine: every type it has, as it arrives.
@Suite(.timeLimit(.minutes(15))) struct DuckDBTypeTests {
    /// Expression, and its value without and with `arrow_lossless_conversion`.
    struct Case: Sendable, CustomTestStringConvertible {
        var sql: String
        var plain: Value
        var lossless: Value
        var testDescription: String { sql }

        init(_ sql: String, _ value: Value, lossless: Value? = nil) {
            self.sql = sql
            plain = value
            self.lossless = lossless ?? value
        }
    }

    static let hugest = "170141183460469231731687303715884105727"

    static let cases: [Case] = [
        Case("(-128)::tinyint", .integer(-128)), Case("(-32768)::smallint", .integer(-32768)),
        Case("(-2147483648)::integer", .integer(-2_147_483_648)),
        Case("(-9223372036854775808)::bigint", .integer(.min)), Case("9223372036854775807::bigint", .integer(.max)),
        Case("255::utinyint", .integer(255)), Case("65535::usmallint", .integer(65535)),
        Case("4294967295::uinteger", .integer(4_294_967_295)),
        Case("9223372036854775807::ubigint", .integer(.max)), Case("18446744073709551615::ubigint", .unsigned(.max)),
        Case("(-5)::hugeint", .decimal("-5")), Case("\(hugest)::hugeint", .decimal(hugest)),
        Case("\(hugest)::uhugeint", .decimal(hugest)),
        Case("(-0.1)::decimal(4,1)", .decimal("-0.1")), Case("1.50::decimal(9,2)", .decimal("1.50")),
        Case("0::decimal(18,3)", .decimal("0.000")),
        Case("'-99999999999999999999999999999999999999'::decimal(38,0)", .decimal("-" + String(repeating: "9", count: 38))),
        Case("'0.00000000000000000000000000000000000001'::decimal(38,38)", .decimal("0." + String(repeating: "0", count: 37) + "1")),
        Case("1.5::float", .double(1.5)), Case("0.1::double", .double(0.1)), Case("'-0'::double", .double(-0.0)),
        Case("'infinity'::double", .double(.infinity)), Case("'-infinity'::float", .double(-.infinity)),
        Case("true", .boolean(true)), Case("false", .boolean(false)),
        Case("''", .text("")), Case("'żółw 🐢 \u{10FFFF}'", .text("żółw 🐢 \u{10FFFF}")),
        Case("repeat('ab', 100000)", .text(String(repeating: "ab", count: 100_000))),
        Case("'\\x00\\xFF'::blob", .binary([0, 255])), Case("''::blob", .binary([])),
        Case("date '1969-12-31'", .date(days: -1)), Case("date '0001-01-01'", .date(days: -719_162)),
        Case("time '23:59:59.999999'", .time(nanoseconds: 86_399_999_999_000)),
        Case("timetz '01:02:03.5-05:30'", .time(nanoseconds: 3_723_500_000_000), lossless: .text("01:02:03.5-05:30")),
        Case("timetz '01:02:03+15:59:59'", .time(nanoseconds: 3_723_000_000_000), lossless: .text("01:02:03+15:59:59")),
        Case("timestamp_s '1969-12-31 23:59:59'", .timestamp(seconds: -1, nanoseconds: 0, zone: nil)),
        Case("timestamp_ms '1969-12-31 23:59:59.001'", .timestamp(seconds: -1, nanoseconds: 1_000_000, zone: nil)),
        Case("timestamp '1969-12-31 23:59:59.999999'", .timestamp(seconds: -1, nanoseconds: 999_999_000, zone: nil)),
        Case("timestamp_ns '1970-01-01 00:00:00.000000001'", .timestamp(seconds: 0, nanoseconds: 1, zone: nil)),
        Case("timestamptz '1970-01-01 00:00:00+01'", .timestamp(seconds: -3600, nanoseconds: 0, zone: "UTC")),
        Case("interval '1 year 2 days 3.5 seconds'", .interval(months: 12, days: 2, nanoseconds: 3_500_000_000)),
        Case("[1, NULL, 3]", .list([.integer(1), .null, .integer(3)])), Case("[]::int[]", .list([])),
        Case("[['a'], NULL, []]", .list([.list([.text("a")]), .null, .list([])])),
        Case("[1, NULL]::int[2]", .list([.integer(1), .null])),
        Case("{'a': 1, 'b': NULL}", .structure([.init(name: "a", value: .integer(1)), .init(name: "b", value: .null)])),
        Case(
            "map {'k': 1, 'l': NULL}",
            .map([.init(key: .text("k"), value: .integer(1)), .init(key: .text("l"), value: .null)])),
        Case("'b'::enum('a', 'b')", .text("b")),
        Case("'4AC7A9E9-607C-4C8A-04F3-843F0191E3FD'::uuid", .text("4ac7a9e9-607c-4c8a-04f3-843f0191e3fd")),
        Case("'{\"a\": [1]}'::json", .text("{\"a\": [1]}")),
        Case("'101'::bit", .binary([5, 0b1111_1101]), lossless: .text("101")),
        Case("union_value(k := 7)", .integer(7)), Case("NULL", .null),
    ]

    @Test(arguments: cases, [false, true])
    func value(_ test: Case, isLossless: Bool) async throws {
        let connection = try await DuckDB.memory()
        try await connection.execute("set timezone = 'UTC'")
        try await connection.execute("set arrow_lossless_conversion = \(isLossless)")
        // Behind a null and another row, so that offsets and validity count.
        let sql =
            "with v as (select \(test.sql) as x) select x from (select 0 as i, NULL as x union all select 1, x from v "
            + "union all select 2, x from v) order by i"
        let rows = try await connection.query(sql).collect().flatMap { batch in (0..<batch.rowCount).map { batch.row($0)[0] } }
        let value = isLossless ? test.lossless : test.plain
        #expect(rows == [.null, value, value])
        await connection.close()
    }

    @Test func notANumber() async throws {
        let connection = try await DuckDB.memory()
        let batches = try await connection.query("select 'nan'::double, 'nan'::float").collect()
        let row = try #require(batches.first).row(0)
        for case .double(let value) in row { #expect(value.isNaN) }
        #expect(row.count == 2)
        await connection.close()
    }

    /// DuckDB's plain conversion makes this -1; the driver's default options prevent that.
    @Test func unsignedNumbersOf128BitsAreExact() async throws {
        let connection = try await DuckDB.memory()
        let batches = try await connection.query("select '340282366920938463463374607431768211455'::uhugeint").collect()
        #expect(batches.first?.row(0) == [.decimal("340282366920938463463374607431768211455")])
        await connection.close()
    }

    @Test func nullsInEveryType() async throws {
        let connection = try await DuckDB.memory()
        let types = [
            "tinyint", "ubigint", "hugeint", "decimal(38,9)", "double", "boolean", "varchar", "blob", "date", "time", "timetz", "timestamp",
            "timestamptz", "interval", "int[]", "int[3]", "struct(a int)", "map(int, int)", "enum('a')", "uuid", "json", "bit",
        ]
        let columns = types.map { "NULL::\($0)" }.joined(separator: ", ")
        let batches = try await connection.query("select \(columns) from range(3)").collect()
        #expect(batches.map(\.rowCount).reduce(0, +) == 3)
        for batch in batches {
            for row in 0..<batch.rowCount { #expect(batch.row(row).allSatisfy { $0 == .null }) }
            #expect((0..<types.count).allSatisfy { batch.isNull(column: $0, row: 0) })
        }
        await connection.close()
    }
}

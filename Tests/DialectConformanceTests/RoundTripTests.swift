import DataDiff
import Foundation
import Relational
import TestSupport
import Testing

/// Values that are written alike into columns of every common type: nothing differs but what was changed, in every warehouse and between them.
@Suite struct RoundTripTests {
    private struct Column {
        let duckdb: String
        let postgresql: String
        let literals: [String]

        init(_ duckdb: String, _ postgresql: String, _ literals: [String]) {
            (self.duckdb, self.postgresql, self.literals) = (duckdb, postgresql, literals)
        }
    }

    private static let rowCount = 120

    private static let integers = ["127", "-3", "-9", "37", "15", "0"] + (-128 ..< -14).map(String.init)

    private static let floats: [String] = {
        let chosen: [Double] = [
            0, 0.1, 0.00188, 0.99999, 0.091919, 10, 100.98, 0.001201923076923077, 1 / 3, 1 / 109, 1 / 109_489, 1 / 1_094_893_892_389, .pi,
        ]
        return (chosen + (0..<107).map { -10.0001 + Double($0) * 0.00571 }).map { "'\($0)'" }
    }()

    /// Texts of times with so many digits of a second.
    private static func times(_ digits: Int, _ zone: String = "") -> [String] {
        let steps = (0..<114).map { step in
            let microseconds = step * 3_000_571
            let (seconds, fraction) = (microseconds / 1_000_000, microseconds % 1_000_000)
            return String(format: "2000-01-01 00:%02d:%02d.%06d", seconds / 60, seconds % 60, fraction)
        }
        let all =
            [
                "2020-01-01 15:10:10.000000", "2020-02-01 09:09:09.000000", "2022-03-01 15:10:01.139000", "2022-04-01 15:10:02.020409",
                "2022-05-01 15:10:03.003030", "2022-06-01 15:10:05.009900",
            ] + steps
        return all.map { "'\($0.prefix(digits == 0 ? 19 : 20 + digits))\(zone)'" }
    }

    private static let uuids = (0..<rowCount).map { String(format: "'%08x-7d3c-11ee-8c99-0242ac120002'", $0 * 7919) }

    private static let objects = (0..<rowCount).map {
        #"'{"text": "t\#($0)", "int": \#($0), "float": 5.4445, "bool": true, "null": null}'"#
    }

    private static let columns = [
        Column("SMALLINT", "smallint", integers), Column("INTEGER", "integer", integers), Column("BIGINT", "bigint", integers),
        Column("FLOAT", "real", floats), Column("DOUBLE", "double precision", floats), Column("DECIMAL(6,3)", "numeric(6,3)", floats),
        Column("TIMESTAMP", "timestamp(6)", times(6)), Column("TIMESTAMP_MS", "timestamp(3)", times(3)),
        Column("TIMESTAMP_S", "timestamp(0)", times(0)), Column("TIMESTAMPTZ", "timestamptz", times(6, "+00")),
        Column("VARCHAR", "text", uuids), Column("VARCHAR", "varchar(100)", uuids), Column("VARCHAR", "char(100)", uuids),
        Column("UUID", "uuid", uuids), Column("BOOLEAN", "boolean", ["false", "true", "true", "false"]), Column("JSON", "json", objects),
        Column("JSON", "jsonb", objects),
    ]

    /// The statements that make table a, and table b with the second row's values in the first one.
    private func statements(_ engine: Engine) -> [String] {
        let types = Self.columns.enumerated().map { "v\($0) \(engine.name == "duckdb" ? $1.duckdb : $1.postgresql)" }
        return [("a", 0), ("b", 1)].flatMap { name, first in
            let rows = (0..<Self.rowCount).map { row in
                let values = Self.columns.map { $0.literals[(row == 0 ? first : row) % $0.literals.count] }
                return "(\(row), \(values.joined(separator: ", ")))"
            }
            return [
                "CREATE TABLE \(name) (id integer, \(types.joined(separator: ", ")))",
                "INSERT INTO \(name) VALUES \(rows.joined(separator: ", "))",
            ]
        }
    }

    @Test(arguments: Place.all)
    func nothingDiffersButWhatWasChanged(_ place: Place) async throws {
        let tables = try await place.open(statements)
        for result in try await tables.diffs() {
            #expect(result.error == nil && result.values?.notCompared.isEmpty == true)
            #expect(result.values?.totalRows == Self.rowCount && result.values?.rowsWithDifferences == 1)
            let counts = result.values?.columnsDiffStats.map { "\($0.columnName) \($0.valuesDifferent)" }
            #expect(counts == Self.columns.indices.map { "v\($0) 1" })
            #expect(result.rows.different.map(\.key) == [["id": .integer(0)]])
        }
        for result in try await tables.diffs("a", "a") { #expect(result.verdict == .identical) }
    }
}

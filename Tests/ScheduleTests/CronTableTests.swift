import Foundation
import Schedule
import Testing

/// Against croniter and a simulation of cron(8); `Oracle/make-table` wrote the rows.
struct CronTableTests {
    private struct Row {
        let expression: String
        let zone: String
        let start: Double
        let times: [Double]

        init?(_ line: Substring) {
            let cells = line.split(separator: "\t")
            guard cells.count == 4, let start = Double(cells[2]) else { return nil }
            (expression, zone, self.start) = (String(cells[0]), String(cells[1]), start)
            times = cells[3].split(separator: ",").compactMap { Double($0) }
        }
    }

    private static func rows() throws -> [Row] {
        let table = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Oracle/next-times.tsv")
        return try String(contentsOf: table, encoding: .utf8).split(separator: "\n").compactMap(Row.init)
    }

    @Test func `next times are those of croniter and of cron around changes of the clock`() throws {
        let rows = try Self.rows()
        try #require(rows.count > 500)
        for row in rows {
            let times = try CronSchedule(row.expression).next(row.times.count, after: row.start, in: try CronSchedule.zone(named: row.zone))
            #expect(times == row.times, "\(row.expression) in \(row.zone) after \(Int(row.start))")
        }
    }

    @Test func `asking one time after another gives the same times as asking for all`() throws {
        for row in try Self.rows().suffix(130) {
            let zone = try CronSchedule.zone(named: row.zone)
            let schedule = try CronSchedule(row.expression)
            var (time, times) = (row.start, [Double]())
            for _ in row.times {
                guard let next = schedule.next(1, after: time, in: zone).first else { break }
                times.append(next)
                time = next
            }
            #expect(times == row.times, "\(row.expression) in \(row.zone)")
        }
    }
}

import Foundation
import Schedule
import Testing

struct CronScheduleTests {
    private func next(_ text: String, _ count: Int, after: String, zone: String = "UTC") throws -> [String] {
        let start = try Date(after, strategy: .iso8601).timeIntervalSince1970
        return try CronSchedule(text).next(count, after: start, in: CronSchedule.zone(named: zone)).map {
            Date(timeIntervalSince1970: $0).formatted(.iso8601)
        }
    }

    @Test(arguments: [
        ("@hourly", "2026-11-29T11:00:00Z"), ("@daily", "2026-11-30T00:00:00Z"), ("@midnight", "2026-11-30T00:00:00Z"),
        ("@Weekly", "2026-12-06T00:00:00Z"), ("@monthly", "2026-12-01T00:00:00Z"), ("@yearly", "2027-01-01T00:00:00Z"),
        ("@annually", "2027-01-01T00:00:00Z"), ("  0   2 * * *  ", "2026-11-30T02:00:00Z"), ("5/20 10 * * *", "2026-11-29T10:25:00Z"),
        ("0 0 * * fri-sun", "2026-12-04T00:00:00Z"), ("0 0 * feb-MAR 7", "2027-02-07T00:00:00Z"),
    ])
    func `nicknames, names and spaces are understood`(text: String, first: String) throws {
        #expect(try next(text, 1, after: "2026-11-29T10:20:00Z") == [first])
    }

    @Test func `the next time is later than now, even when now is due`() throws {
        #expect(try next("0 2 * * *", 2, after: "2026-11-29T02:00:00Z") == ["2026-11-30T02:00:00Z", "2026-12-01T02:00:00Z"])
        #expect(try next("0 2 * * *", 1, after: "2026-11-29T01:59:59Z") == ["2026-11-29T02:00:00Z"])
    }

    @Test func `either day does when both are restricted, both must when one begins with a star`() throws {
        #expect(
            try next("0 0 13 * FRI", 3, after: "2026-11-01T00:00:00Z")
                == ["2026-11-06T00:00:00Z", "2026-11-13T00:00:00Z", "2026-11-20T00:00:00Z"])
        #expect(try next("0 0 */2 * MON", 2, after: "2026-11-01T00:00:00Z") == ["2026-11-09T00:00:00Z", "2026-11-23T00:00:00Z"])
    }

    @Test func `the rarest day comes`() throws {
        #expect(
            try next("0 0 29 2 *", 3, after: "2095-01-01T00:00:00Z")
                == ["2096-02-29T00:00:00Z", "2104-02-29T00:00:00Z", "2108-02-29T00:00:00Z"])
        #expect(try next("0 0 29 2 */7", 1, after: "2089-01-01T00:00:00Z") == ["2128-02-29T00:00:00Z"])
    }

    @Test func `a time that clocks skip falls due right after, one that comes twice only once`() throws {
        #expect(
            try next("30 2 * * *", 2, after: "2027-03-27T12:00:00Z", zone: "Europe/Berlin")
                == ["2027-03-28T01:00:00Z", "2027-03-29T00:30:00Z"])
        #expect(
            try next("30 2 * * *", 2, after: "2027-10-30T12:00:00Z", zone: "Europe/Berlin")
                == ["2027-10-31T00:30:00Z", "2027-11-01T01:30:00Z"])
    }

    @Test(arguments: ["0 0 31 2 *", "0 0 30,31 FEB *", "15 3 31 4,6,9,11 *", "0 0 31 2 */2"])
    func `what never fires is refused`(text: String) throws {
        let error = #expect(throws: CronError.self) { try CronSchedule(text) }
        #expect(error?.code == .neverFires)
        #expect(error?.message.contains("none of its months has a day") == true)
    }

    @Test func `a day of the week saves a day that never comes`() throws {
        #expect(try next("0 0 31 2 MON", 1, after: "2026-01-01T00:00:00Z") == ["2026-02-02T00:00:00Z"])
    }

    @Test(arguments: [
        ("", "has 0 fields, not five"), ("0 2 * *", "has 4 fields"), ("0 0 2 * * *", "has 6 fields"),
        ("@reboot", "'@reboot' is not one of"),
        ("60 2 * * *", "field for the minute, '60' is not 0 to 59"), ("0 24 * * *", "'24' is not 0 to 23"),
        ("0 0 0 * *", "'0' is not 1 to 31"), ("0 0 * 13 *", "JAN to DEC"), ("0 0 * * 8", "SUN to SAT"), ("0 0 ? * *", "'?' is not cron's"),
        ("0 0 L * *", "'L' is not cron's"), ("0 22-2 * * *", "runs backwards; write '22-23,0-2'"), ("*/0 * * * *", "the step '0'"),
        ("*/x * * * *", "the step 'x'"), ("1, * * * *", "'' is not 0 to 59"), ("-1 * * * *", "'' is not"),
        ("1-2-3 * * * *", "'2-3' is not"),
        ("1.5 * * * *", "'1.5' is not"), ("99999999999999999999 * * * *", "is not 0 to 59"), ("٣ * * * *", "is not 0 to 59"),
    ])
    func `what is wrong is named`(text: String, part: String) throws {
        let error = #expect(throws: CronError.self) { try CronSchedule(text) }
        #expect(error?.code == .malformed)
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: ["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires", "Asia/Kathmandu", "Etc/UTC"])
    func `zones are known by their IANA names`(name: String) throws {
        #expect(try CronSchedule.zone(named: name).secondsFromGMT(for: Date(timeIntervalSince1970: 1e9)) % 900 == 0)
    }

    @Test(arguments: [
        ("berlin", "did you mean 'Europe/Berlin'"), ("new york", "America/New_York"), ("PST", "write an IANA name"), ("", "IANA name"),
        ("Europe/Atlantis", "IANA name"), ("europe/berlin", "did you mean 'Europe/Berlin'"), ("../etc/passwd", "IANA name"),
    ])
    func `other zones are refused with a hint`(name: String, hint: String) throws {
        let error = #expect(throws: CronError.self) { try CronSchedule.zone(named: name) }
        #expect(error?.code == .unknownZone)
        #expect(error?.message.contains(hint) == true, "\(error?.message ?? "")")
    }
}

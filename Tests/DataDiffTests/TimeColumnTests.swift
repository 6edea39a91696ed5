import DataDiff
import Relational
import SQL
import Testing

@Suite struct TimeColumnTests {
    private func column(_ name: String, _ type: String) -> Column { Column(name: name, type: Dialect.duckdb.types.columnType(type)) }

    private func request(_ mappings: [ColumnMapping] = []) -> DiffRequest {
        DiffRequest(
            a: .relation(RelationName(identifier: "prod")), b: .relation(RelationName(identifier: "dev")), key: .missing,
            columns: ColumnChoice(mappings: mappings))
    }

    private func find(
        _ name: String, _ columns: [[Column]], _ mappings: [ColumnMapping] = [], isRequired: Bool = true, _ dialect: Dialect = .duckdb
    ) throws(TimeColumnTrouble) -> TimeColumn {
        let choice = TimeColumnChoice(name: name, source: "argument", isRequired: isRequired)
        return try TimeColumn(choice, request(mappings), columns, dialect)
    }

    @Test func byNameAndByEitherNameOfARenamedColumn() throws {
        let (at, moment) = (column("at", "TIMESTAMP"), column("moment", "TIMESTAMP"))
        let renamed = [ColumnMapping(a: "at", b: "moment")]
        #expect(try find("AT", [[at], [at]]).name == "at")
        #expect(try find("at", [[at], [moment]], renamed).b == moment)
        #expect(try find("moment", [[at], [moment]], renamed).a == at)
    }

    /// A name that dbt wrote without quotes has the case the engine gave it; a name given by hand is exact where the engine is.
    @Test func caseWhereTheEngineTellsItApart() throws {
        let columns = [[column("created_at", "DATE")], [column("created_at", "DATE")]]
        #expect(try find("Created_At", columns, isRequired: false, .postgresql).name == "created_at")
        #expect(throws: TimeColumnTrouble.missing("Created_At", side: 0)) { try find("Created_At", columns, isRequired: true, .postgresql) }
    }

    @Test func whatCannotServeIsSaid() throws {
        let (at, number) = (column("at", "TIMESTAMP"), column("at", "BIGINT"))
        #expect(throws: TimeColumnTrouble.missing("at", side: 1)) { try find("at", [[at], []]) }
        #expect(throws: TimeColumnTrouble.wrongType(number, side: 1)) { try find("at", [[at], [number]]) }
        let failure = TimeColumnTrouble.wrongType(number, side: 1).failure(request())
        #expect(failure.code == "not_a_time_column")
        #expect(failure.message == "time column 'at' of dev is BIGINT, which is no date or timestamp")
        #expect(TimeColumnTrouble.missing("at", side: 0).failure(request()).message == "time column 'at' is not in prod")
    }

    @Test func datesAreComparedByDay() throws {
        let (date, timestamp, zoned) = (column("t", "DATE"), column("t", "TIMESTAMP"), column("t", "TIMESTAMP WITH TIME ZONE"))
        #expect(try find("t", [[date], [timestamp]]).precision == .day)
        #expect(try find("t", [[timestamp], [zoned]]).precision == .microsecond)
        let moment = Moment(days: 0, microseconds: 1_000_000)
        #expect(try find("t", [[timestamp], [zoned]]).text(moment) == "1970-01-01 00:00:01+00:00")
        #expect(try find("t", [[date], [zoned]]).text(moment) == "1970-01-01")
    }
}

@Suite struct TimeBoundsTests {
    private func bounds(_ first: Int64, _ last: Int64) -> TimeBounds {
        TimeBounds(earliest: Moment(days: first), latest: Moment(days: last))
    }

    @Test func overlaps() {
        #expect(bounds(1, 5).overlap(bounds(3, 9)) == bounds(3, 5))
        #expect(bounds(1, 9).overlap(bounds(3, 5)) == bounds(3, 5))
        #expect(bounds(1, 3).overlap(bounds(3, 9)) == bounds(3, 3))
        #expect(bounds(1, 2).overlap(bounds(3, 9)) == nil)
        #expect(bounds(1, 2).union(bounds(3, 9)) == bounds(1, 9))
        #expect(bounds(3, 5).isWithin(bounds(3, 5)) && !bounds(2, 5).isWithin(bounds(3, 5)) && !bounds(3, 6).isWithin(bounds(3, 5)))
    }

    @Test func aRowWithoutTimesIsNoBounds() throws {
        #expect(try TimeBounds(row: [.null, .null, .null, .null]) == nil)
        #expect(
            try TimeBounds(row: [.integer(-1), .integer(5), .integer(2), .integer(0)])
                == TimeBounds(earliest: Moment(days: -1, microseconds: 5), latest: Moment(days: 2)))
        #expect(throws: DiffFailure.self) { try TimeBounds(row: [.integer(1)]) }
    }
}

@Suite struct TimelineCountsTests {
    private func counts(_ first: Int64, _ last: Int64) -> TimelineCounts {
        TimelineCounts(TimeBounds(earliest: Moment(days: first), latest: Moment(days: last)))
    }

    static let spans: [(first: Int64, last: Int64, unit: CalendarUnit)] = [
        (0, 0, .day), (0, 59, .day), (0, 60, .week), (4, 423, .week), (4, 424, .month), (0, 1825, .month), (0, 1826, .year),
        (-719_162, 2_932_896, .year),
    ]

    @Test(arguments: TimelineCountsTests.spans)
    func theUnitFitsTheSpan(first: Int64, last: Int64, unit: CalendarUnit) {
        #expect(counts(first, last).unit == unit)
    }

    @Test func emptyStretchesAreListedAndRowsWithoutATimeComeLast() throws {
        var counts = counts(0, 4)
        try counts.add([[.integer(4), .integer(7)], [.null, .integer(2)], [.integer(0), .integer(1)]], to: .rowsA)
        try counts.add([[.integer(4), .integer(3)]], to: .exclusiveB)
        let timeline = counts.timeline(column: "at")
        #expect(timeline.unit == .day)
        #expect(timeline.buckets.map(\.start) == ["1970-01-01", "1970-01-02", "1970-01-03", "1970-01-04", "1970-01-05", nil])
        #expect(timeline.buckets.map(\.rowsA) == [1, 0, 0, 0, 7, 2])
        #expect(timeline.buckets.map(\.mismatches) == [0, 0, 0, 0, 3, 0])
    }

    /// A stray date of another millennium does not bring a thousand empty years with it.
    @Test func farApartYearsAreNotFilled() throws {
        var counts = counts(0, 2_932_896)
        let last = CivilDate(year: 9999, month: 1, day: 1).days
        try counts.add([[.integer(0), .integer(5)], [.integer(last), .integer(1)]], to: .rowsA)
        #expect(counts.timeline(column: "at").buckets.map(\.start) == ["1970-01-01", "9999-01-01"])
        #expect(counts.timeline(column: "at").unit == .year)
    }

    @Test func manyYearsBecomeDecades() throws {
        var counts = counts(0, 2_932_896)
        let years = (1901...2000).map { [Value.integer(CivilDate(year: $0, month: 1, day: 1).days), .integer(1)] }
        try counts.add(years, to: .different)
        let timeline = counts.timeline(column: "at")
        #expect(timeline.unit == .decade)
        #expect(timeline.buckets.map(\.different) == [9, 10, 10, 10, 10, 10, 10, 10, 10, 10, 1])
    }
}

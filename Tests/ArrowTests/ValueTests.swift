import Arrow
import Relational
import Testing

/// Every type, with nulls, plain and as a slice.
@Suite struct ValueTests {
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var make: @Sendable () -> TestArray
        var values: [Value]

        init(_ name: String, _ values: [Value], _ make: @escaping @Sendable () -> TestArray) {
            testDescription = name
            self.values = values
            self.make = make
        }
    }

    static let numbers: [Case] = [
        Case("int8", [.integer(-128), .null, .integer(127)]) { TestArray("c", [-128, nil, 127] as [Int8?], null: 99) },
        Case("uint8", [.integer(0), .null, .integer(255)]) { TestArray("C", [0, nil, 255] as [UInt8?], null: 99) },
        Case("int16", [.integer(-32768), .null]) { TestArray("s", [-32768, nil] as [Int16?], null: 99) },
        Case("uint16", [.integer(65535), .null]) { TestArray("S", [65535, nil] as [UInt16?], null: 99) },
        Case("int32", [.integer(Int64(Int32.min)), .null]) { TestArray("i", [.min, nil] as [Int32?], null: 99) },
        Case("uint32", [.integer(4_294_967_295), .null]) { TestArray("I", [.max, nil] as [UInt32?], null: 99) },
        Case("int64", [.integer(.min), .null, .integer(.max)]) { TestArray("l", [.min, nil, .max] as [Int64?], null: 99) },
        Case("uint64", [.integer(.max), .null, .unsigned(.max)]) {
            TestArray("L", [UInt64(Int64.max), nil, .max] as [UInt64?], null: 99)
        },
        Case("float16", [.double(1.5), .null, .double(-.infinity)]) {
            TestArray("e", [1.5, nil, -.infinity] as [Float16?], null: 99)
        },
        Case("float32", [.double(0.5), .null]) { TestArray("f", [0.5, nil] as [Float?], null: 99) },
        Case("float64", [.double(0.1), .null, .double(.infinity)]) { TestArray("g", [0.1, nil, .infinity] as [Double?], null: 99) },
        Case("decimal32", [.decimal("-0.05"), .null]) { TestArray("d:9,2,32", [-5, nil] as [Int32?], null: 99) },
        Case("decimal64", [.decimal("123.4"), .null]) { TestArray("d:18,1,64", [1234, nil] as [Int64?], null: 99) },
        Case("decimal128", [.decimal("-1" + String(repeating: "0", count: 37) + ".0"), .null, .decimal("0.0")]) {
            TestArray("d:38,1", [-nines - 1, nil, 0] as [Int128?], null: 99)
        },
        Case("decimal, negative scale", [.decimal("-1200"), .decimal("0")]) { TestArray("d:5,-2", [-12, 0] as [Int128?], null: 99) },
        Case(
            "decimal256", [.decimal("-0.100"), .decimal("57896044618658097711785492504343953926634992332820282019728792003956564819.967")]
        ) {
            TestArray("d:76,3,256", length: 2, buffers: [nil, TestArray.bytes(large)])
        },
        Case("boolean", [.boolean(true), .null, .boolean(false)]) {
            let array = TestArray("b", length: 3, buffers: [TestArray.bits([true, false, true]), TestArray.bits([true, true, false])])
            array.nullCount = 1
            return array
        },
    ]

    private static let nines = Int128("99999999999999999999999999999999999999") ?? 0
    /// -100, and 2^255 - 1 shortened to what three places show.
    private static let large: [UInt64] = [
        UInt64(bitPattern: -100), .max, .max, .max,
        .max, .max, .max, UInt64(Int64.max),
    ]

    static let temporals: [Case] = [
        Case("date32", [.date(days: -1), .null]) { TestArray("tdD", [-1, nil] as [Int32?], null: 99) },
        Case("date64", [.date(days: -1), .null]) { TestArray("tdm", [-86_400_000, nil] as [Int64?], null: 99) },
        Case("time32 s", [.time(nanoseconds: 1_000_000_000), .null]) { TestArray("tts", [1, nil] as [Int32?], null: 99) },
        Case("time32 ms", [.time(nanoseconds: 1_000_000)]) { TestArray("ttm", [1] as [Int32?], null: 99) },
        Case("time64 us", [.time(nanoseconds: 1_000)]) { TestArray("ttu", [1] as [Int64?], null: 99) },
        Case("time64 ns", [.time(nanoseconds: 1)]) { TestArray("ttn", [1] as [Int64?], null: 99) },
        Case("timestamp s", [.timestamp(seconds: -1, nanoseconds: 0, zone: nil), .null]) {
            TestArray("tss:", [-1, nil] as [Int64?], null: 99)
        },
        Case("timestamp ms", [.timestamp(seconds: -1, nanoseconds: 999_000_000, zone: nil)]) {
            TestArray("tsm:", [-1] as [Int64?], null: 99)
        },
        Case("timestamp us", [.timestamp(seconds: -1, nanoseconds: 999_999_000, zone: "Europe/Warsaw")]) {
            TestArray("tsu:Europe/Warsaw", [-1] as [Int64?], null: 99)
        },
        Case("timestamp ns", [.timestamp(seconds: -9_223_372_037, nanoseconds: 145_224_192, zone: "UTC")]) {
            TestArray("tsn:UTC", [.min] as [Int64?], null: 99)
        },
        Case("duration", [.interval(months: 0, days: 0, nanoseconds: -2_000_000_000), .text("PT9223372036854775807S")]) {
            TestArray("tDs", [-2, .max] as [Int64?], null: 99)
        },
        Case("duration ms", [.text("PT-9223372036854775.808S")]) { TestArray("tDm", [.min] as [Int64?], null: 99) },
        Case("months", [.interval(months: 14, days: 0, nanoseconds: 0)]) { TestArray("tiM", [14] as [Int32?], null: 99) },
        Case("day-time", [.interval(months: 0, days: 2, nanoseconds: -3_000_000), .interval(months: 0, days: 4, nanoseconds: 5_000_000)]) {
            TestArray("tiD", length: 2, buffers: [nil, TestArray.bytes([2, -3, 4, 5] as [Int32])])
        },
        Case("month-day-nano", [.interval(months: 1, days: -2, nanoseconds: 3), .interval(months: 4, days: 5, nanoseconds: -6)]) {
            let first = TestArray.bytes([1, -2] as [Int32]) + TestArray.bytes([3] as [Int64])
            let second = TestArray.bytes([4, 5] as [Int32]) + TestArray.bytes([-6] as [Int64])
            return TestArray("tin", length: 2, buffers: [nil, first + second])
        },
    ]

    static let texts: [Case] = [
        Case("utf8", [.text("żółw"), .null, .text(""), .text("🐢")]) { TestArray(texts: ["żółw", nil, "", "🐢"]) },
        Case("large utf8", [.text("ab"), .text("c")]) {
            TestArray("U", length: 2, buffers: [nil, TestArray.bytes([0, 2, 3] as [Int64]), Array("abc".utf8)])
        },
        Case("utf8 that is none", [.binary([0xFF])]) {
            TestArray("u", length: 1, buffers: [nil, TestArray.bytes([0, 1] as [Int32]), [0xFF]])
        },
        Case("binary", [.binary([97]), .null]) { TestArray("z", texts: ["a", nil]) },
        Case("large binary", [.binary([1, 2])]) {
            TestArray("Z", length: 1, buffers: [nil, TestArray.bytes([0, 2] as [Int64]), [1, 2]])
        },
        Case("views", [.text("short"), .text("exactly 12 b"), .text("longer than twelve"), .text("")]) {
            TestArray("vu", length: 4, buffers: [nil, views(), Array("..longer than twelve".utf8), TestArray.bytes([20] as [Int64])])
        },
        Case("binary views", [.binary(Array("short".utf8)), .binary(Array("exactly 12 b".utf8))]) {
            TestArray("vz", length: 2, buffers: [nil, Array(views().prefix(32)), TestArray.bytes([] as [Int64])])
        },
        Case("fixed-size binary", [.binary([1, 2]), .binary([3, 4])]) { TestArray("w:2", length: 2, buffers: [nil, [1, 2, 3, 4]]) },
        Case("fixed-size binary of nothing", [.binary([]), .binary([])]) { TestArray("w:0", length: 2, buffers: [nil, nil]) },
        Case("null", [.null, .null]) {
            let array = TestArray("n", length: 2)
            array.nullCount = 2
            return array
        },
    ]

    private static func views() -> [UInt8] {
        func inline(_ text: String) -> [UInt8] {
            let bytes = Array(text.utf8)
            return TestArray.bytes([Int32(bytes.count)]) + bytes + [UInt8](repeating: 0, count: 12 - bytes.count)
        }
        return inline("short") + inline("exactly 12 b") + TestArray.bytes([18] as [Int32]) + Array("long".utf8)
            + TestArray.bytes([0, 2] as [Int32]) + inline("")
    }

    static let nested: [Case] = [
        Case("list", [.list([.integer(1), .integer(2)]), .null, .list([]), .list([.null])]) {
            let array = TestArray(
                "+l", length: 4,
                buffers: [TestArray.bits([true, false, true, true]), TestArray.bytes([0, 2, 2, 2, 3] as [Int32])],
                children: [TestArray("i", [1, 2, nil] as [Int32?], null: 9)])
            array.nullCount = 1
            return array
        },
        Case("large list", [.list([.text("a")]), .list([.text("b"), .text("c")])]) {
            TestArray(
                "+L", length: 2, buffers: [nil, TestArray.bytes([0, 1, 3] as [Int64])], children: [TestArray(texts: ["a", "b", "c"])])
        },
        Case("list view", [.list([.integer(3)]), .list([.integer(1), .integer(2)])]) {
            TestArray(
                "+vl", length: 2, buffers: [nil, TestArray.bytes([2, 0] as [Int32]), TestArray.bytes([1, 2] as [Int32])],
                children: [TestArray("i", [1, 2, 3] as [Int32?], null: 9)])
        },
        Case("large list view", [.list([.integer(3)]), .list([])]) {
            TestArray(
                "+vL", length: 2, buffers: [nil, TestArray.bytes([2, 0] as [Int64]), TestArray.bytes([1, 0] as [Int64])],
                children: [TestArray("i", [1, 2, 3] as [Int32?], null: 9)])
        },
        Case("fixed list of a slice", [.list([.integer(2), .integer(3)]), .list([.integer(4), .null])]) {
            TestArray(
                "+w:2", length: 2, buffers: [nil],
                children: [TestArray("i", [1, 2, 3, 4, nil] as [Int32?], null: 9).sliced(from: 1)])
        },
        Case(
            "structure",
            [
                .structure([.init(name: "a", value: .integer(1)), .init(name: "b", value: .text("x"))]), .null,
                .structure([.init(name: "a", value: .null), .init(name: "b", value: .text("z"))]),
            ]
        ) {
            let array = TestArray(
                "+s", length: 3, buffers: [TestArray.bits([true, false, true])],
                children: [TestArray("l", name: "a", [1, 2, nil] as [Int64?], null: 9), TestArray(name: "b", texts: ["x", "y", "z"])])
            array.nullCount = 1
            return array
        },
        Case("map", [.map([.init(key: .text("k"), value: .integer(1)), .init(key: .text("l"), value: .null)]), .map([])]) {
            let entries = TestArray(
                "+s", name: "entries", length: 2, buffers: [nil],
                children: [TestArray(name: "key", texts: ["k", "l"]), TestArray("i", name: "value", [1, nil] as [Int32?], null: 9)])
            return TestArray("+m", length: 2, buffers: [nil, TestArray.bytes([0, 2, 2] as [Int32])], children: [entries])
        },
        Case("dictionary", [.text("b"), .null, .text("a"), .null]) {
            let array = TestArray("C", [1, nil, 0, 2] as [UInt8?], null: 200)
            array.dictionary = TestArray(texts: ["a", "b", nil])
            return array
        },
        Case("runs", [.text("a"), .text("a"), .null, .text("c"), .text("c")]) {
            TestArray(
                "+r", length: 5, children: [TestArray("i", [2, 3, 5] as [Int32?], null: 0), TestArray(texts: ["a", nil, "c"])])
        },
        Case("sparse union", [.integer(1), .text("y")]) {
            TestArray(
                "+us:3,7", length: 2, buffers: [[3, 7]],
                children: [TestArray("i", [1, 2] as [Int32?], null: 0), TestArray(texts: ["x", "y"])])
        },
        Case("dense union", [.text("x"), .integer(1), .integer(2)]) {
            TestArray(
                "+ud:0,1", length: 3, buffers: [[1, 0, 0], TestArray.bytes([0, 0, 1] as [Int32])],
                children: [TestArray("i", [1, 2] as [Int32?], null: 0), TestArray(texts: ["x"])])
        },
    ]

    static let extensions: [Case] = [
        Case("arrow.uuid", [.text("00010203-0405-0607-0809-0a0b0c0d0eff")]) {
            let array = TestArray("w:16", length: 1, buffers: [nil, Array(0...14) + [255]])
            array.metadata = [("ARROW:extension:name", "arrow.uuid"), ("ARROW:extension:metadata", "")]
            return array
        },
        Case("arrow.json", [.text("{}")]) {
            let array = TestArray(texts: ["{}"])
            array.metadata = [("ARROW:extension:name", "arrow.json")]
            return array
        },
        Case("arrow.bool8", [.boolean(false), .boolean(true), .null]) {
            let array = TestArray("c", [0, 7, nil] as [Int8?], null: 0)
            array.metadata = [("ARROW:extension:name", "arrow.bool8")]
            return array
        },
        Case("PostgreSQL's numeric", [.decimal("1.50"), .double(.infinity), .null]) {
            let array = TestArray(texts: ["1.50", "inf", nil])
            array.metadata = [
                ("ARROW:extension:name", "arrow.opaque"),
                ("ARROW:extension:metadata", #"{"type_name": "numeric", "vendor_name": "PostgreSQL"}"#),
            ]
            return array
        },
        Case("an unknown extension", [.integer(1)]) {
            let array = TestArray("l", [1] as [Int64?], null: 0)
            array.metadata = [("ARROW:extension:name", "acme.thing"), ("k", "v")]
            return array
        },
    ]

    @Test(arguments: numbers + temporals + texts + nested + extensions)
    func everyValue(_ test: Case) throws {
        let batch = try TestArray.batch([test.make()])
        #expect((0..<batch.rowCount).map { batch.value(column: 0, row: $0) } == test.values)
        #expect((0..<batch.rowCount).map { batch.isNull(column: 0, row: $0) } == test.values.map { $0 == .null })
    }

    @Test(arguments: (numbers + temporals + texts + nested + extensions).filter { $0.values.count > 1 })
    func aSlice(_ test: Case) throws {
        let batch = try TestArray.batch([test.make().sliced(from: 1)])
        #expect((0..<batch.rowCount).map { batch.value(column: 0, row: $0) } == Array(test.values.dropFirst()))
    }

    @Test(arguments: (numbers + texts).filter { $0.values.count > 1 })
    func aSliceOfTheBatch(_ test: Case) throws {
        let column = test.make()
        let root = TestArray("+s", name: "", length: column.length, buffers: [nil], children: [column]).sliced(from: 1)
        let batch = try root.batch()
        #expect((0..<batch.rowCount).map { batch.value(column: 0, row: $0) } == Array(test.values.dropFirst()))
    }

    @Test func notANumber() throws {
        let batch = try TestArray.batch([TestArray("e", [.nan] as [Float16?], null: 0)])
        guard case .double(let value) = batch.value(column: 0, row: 0) else {
            Issue.record("no double")
            return
        }
        #expect(value.isNaN)
    }
}

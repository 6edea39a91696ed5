import Arrow
import CADBC
import Relational
import Testing

/// Wrong data is a typed error; never a crash, never a leak.
@Suite struct RobustnessTests {
    @Test(arguments: [
        "", "q", "d:", "d:9", "d:9,2,48", "d:99,0", "w:", "w:-1", "w:99999999999", "ts", "tsx:", "+", "+w:x", "+us:a,", "u8", ":", "tiX",
    ])
    func unknownFormatsAreNamed(format: String) {
        let error = #expect(throws: ArrowError.self) { try TestArray.batch([TestArray(format, name: "odd", length: 0)]) }
        #expect(error == .unsupportedFormat(column: "odd", format: format))
    }

    @Test func aNestedColumnIsNamedByItsPath() {
        let inner = TestArray("+s", name: "inner", length: 0, buffers: [nil], children: [TestArray("??", name: "leaf", length: 0)])
        #expect(throws: ArrowError.unsupportedFormat(column: "outer.inner.leaf", format: "??")) {
            try TestArray.batch([TestArray("+s", name: "outer", length: 0, buffers: [nil], children: [inner])])
        }
    }

    @Test func endlessNestingIsRefused() {
        var array = TestArray("i", length: 0, buffers: [nil, nil])
        for _ in 0..<100 { array = TestArray("+l", length: 0, buffers: [nil, nil], children: [array]) }
        let error = #expect(throws: ArrowError.self) { try TestArray.batch([array]) }
        guard case .malformedSchema = error else {
            Issue.record("\(error.map { "\($0)" } ?? "no error")")
            return
        }
    }

    struct Damage: CustomTestStringConvertible {
        var testDescription: String
        var make: @Sendable () -> TestArray

        init(_ name: String, _ make: @escaping @Sendable () -> TestArray) {
            testDescription = name
            self.make = make
        }
    }

    static let damages: [Damage] = [
        Damage("negative length") { TestArray("i", length: -1, buffers: [nil, [0, 0, 0, 0]]) },
        Damage("immense length") { TestArray("i", length: .max, buffers: [nil, [0, 0, 0, 0]]) },
        Damage("too few buffers") { TestArray("i", length: 1, buffers: [nil]) },
        Damage("too many buffers") { TestArray("i", length: 1, buffers: [nil, [0, 0, 0, 0], nil]) },
        Damage("values missing") { TestArray("i", length: 1, buffers: [nil, nil]) },
        Damage("nulls without validity") {
            let array = TestArray("i", length: 1, buffers: [nil, [0, 0, 0, 0]])
            array.nullCount = 1
            return array
        },
        Damage("more nulls than rows") {
            let array = TestArray("i", length: 1, buffers: [[0], [0, 0, 0, 0]])
            array.nullCount = 2
            return array
        },
        Damage("falling offsets") {
            TestArray("u", length: 2, buffers: [nil, TestArray.bytes([0, 3, 2] as [Int32]), Array("abc".utf8)])
        },
        Damage("an offset behind the end") {
            TestArray("u", length: 2, buffers: [nil, TestArray.bytes([0, 9, 3] as [Int32]), Array("abc".utf8)])
        },
        Damage("a negative offset") {
            TestArray("u", length: 1, buffers: [nil, TestArray.bytes([-1, 1] as [Int32]), Array("abc".utf8)])
        },
        Damage("a negative last offset") { TestArray("U", length: 1, buffers: [nil, TestArray.bytes([0, .min] as [Int64]), [0]]) },
        Damage("list behind its elements") {
            TestArray(
                "+l", length: 1, buffers: [nil, TestArray.bytes([0, 2] as [Int32])], children: [TestArray("i", [1] as [Int32?], null: 0)])
        },
        Damage("list view behind its elements") {
            TestArray(
                "+vL", length: 1, buffers: [nil, TestArray.bytes([1] as [Int64]), TestArray.bytes([.max] as [Int64])],
                children: [TestArray("i", [1] as [Int32?], null: 0)])
        },
        Damage("fixed list without enough elements") {
            TestArray("+w:3", length: 1, buffers: [nil], children: [TestArray("i", [1] as [Int32?], null: 0)])
        },
        Damage("structure with a short field") {
            TestArray("+s", length: 2, buffers: [nil], children: [TestArray("i", [1] as [Int32?], null: 0)])
        },
        Damage("index outside the dictionary") {
            let array = TestArray("C", [0, 2] as [UInt8?], null: 0)
            array.dictionary = TestArray(texts: ["a", "b"])
            return array
        },
        Damage("view behind its data") {
            let view = TestArray.bytes([20] as [Int32]) + Array("long".utf8) + TestArray.bytes([0, 1] as [Int32])
            return TestArray("vu", length: 1, buffers: [nil, view, [UInt8](repeating: 65, count: 20), TestArray.bytes([20] as [Int64])])
        },
        Damage("view into a buffer that is not there") {
            let view = TestArray.bytes([20] as [Int32]) + Array("long".utf8) + TestArray.bytes([1, 0] as [Int32])
            return TestArray("vu", length: 1, buffers: [nil, view, [UInt8](repeating: 65, count: 20), TestArray.bytes([20] as [Int64])])
        },
        Damage("runs that end early") {
            TestArray("+r", length: 5, children: [TestArray("i", [2] as [Int32?], null: 0), TestArray(texts: ["a"])])
        },
        Damage("runs that fall") {
            TestArray("+r", length: 2, children: [TestArray("i", [3, 2] as [Int32?], null: 0), TestArray(texts: ["a", "b"])])
        },
        Damage("union of an unknown member") {
            TestArray("+us:0", length: 1, buffers: [[5]], children: [TestArray("i", [1] as [Int32?], null: 0)])
        },
        Damage("dense union behind its member") {
            TestArray(
                "+ud:0", length: 1, buffers: [[0], TestArray.bytes([1] as [Int32])], children: [TestArray("i", [1] as [Int32?], null: 0)])
        },
    ]

    @Test(arguments: damages)
    func damageIsFound(_ damage: Damage) {
        let column = damage.make()
        let root = TestArray("+s", name: "", length: max(0, min(column.length, 5)), buffers: [nil], children: [column])
        let error = #expect(throws: ArrowError.self) { try root.batch() }
        guard case .malformedArray(column: "c", _) = error else {
            Issue.record("\(error.map { "\($0)" } ?? "no error")")
            return
        }
    }

    @Test func aColumnShorterThanItsBatch() {
        let root = TestArray("+s", name: "", length: 3, buffers: [nil], children: [TestArray("i", [1, 2] as [Int32?], null: 0)])
        #expect(throws: ArrowError.self) { try root.batch() }
    }

    /// Every byte of offsets, views, indexes and run ends damaged at random: either refused, or all of it can be read.
    @Test(arguments: 0..<40)
    func randomDamageNeverCrashes(seed: UInt64) {
        var generator = SplitMix(state: seed)
        for test in ValueTests.texts + ValueTests.nested {
            let column = test.make()
            damage(column, &generator)
            guard let batch = try? TestArray.batch([column]) else { continue }
            for row in 0..<batch.rowCount { _ = batch.value(column: 0, row: row) }
        }
    }

    private func damage(_ array: TestArray, _ generator: inout SplitMix) {
        // The last offset is trusted, because nothing else says how long the data are; so is the list of sizes of the view layout.
        let trusted = array.format.lowercased().hasSuffix("u") || array.format.lowercased().hasSuffix("z") ? trustedTail(array) : 0
        for (index, buffer) in array.buffers.enumerated() where index <= 1 {
            guard var bytes = buffer, bytes.count > trusted else { continue }
            bytes[Int.random(in: 0..<bytes.count - trusted, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            array.buffers[index] = bytes
        }
        if Bool.random(using: &generator), array.length > 0 { array.length -= 1 }
        for child in array.children where Bool.random(using: &generator) { damage(child, &generator) }
    }

    private func trustedTail(_ array: TestArray) -> Int {
        array.format.hasPrefix("v") ? 0 : (array.buffers[1]?.count ?? 0)
    }

    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var bits = state
            bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return bits ^ (bits >> 31)
        }
    }
}

import Arrow
import Relational
import Testing

@Suite struct TypedColumnTests {
    @Test func int64sOfEverythingWhole() throws {
        let flags = TestArray("c", [1, 0, nil] as [Int8?], null: 0)
        flags.metadata = [("ARROW:extension:name", "arrow.bool8")]
        let batch = try TestArray.batch([
            TestArray("s", [-1, nil, 2] as [Int16?], null: 0), TestArray("L", [1, nil, 2] as [UInt64?], null: 0),
            TestArray("d:38,0", [-7, nil, 8] as [Int128?], null: 0), flags,
        ])
        #expect(try batch.int64s(column: 0) == [-1, nil, 2])
        #expect(try batch.int64s(column: 1) == [1, nil, 2])
        #expect(try batch.int64s(column: 2) == [-7, nil, 8])
        #expect(try batch.int64s(column: 3) == [1, 0, nil])
        #expect(try batch.booleans(column: 3) == [true, false, nil])
    }

    @Test func aNumberThatDoesNotFitIsNeverChanged() throws {
        let batch = try TestArray.batch([
            TestArray("L", [1, .max] as [UInt64?], null: 0), TestArray("d:38,0", [0, Int128(Int64.max) + 1] as [Int128?], null: 0),
            TestArray("d:9,1", [10, 15] as [Int128?], null: 0), TestArray(texts: ["1", "2"]),
        ])
        for column in 0...1 {
            #expect(throws: ArrowError.valueOutOfRange(column: "c", row: 1, wanted: "a signed 64-bit integer")) {
                try batch.int64s(column: column)
            }
        }
        #expect(throws: ArrowError.wrongType(column: "c", wanted: "a whole number", found: "decimal(9,1)")) {
            try batch.int64s(column: 2)
        }
        #expect(throws: ArrowError.wrongType(column: "c", wanted: "a whole number", found: "text")) { try batch.int64s(column: 3) }
        #expect(throws: ArrowError.noSuchColumn(4, count: 4)) { try batch.int64s(column: 4) }
    }

    @Test func textsAndDoubles() throws {
        let words = TestArray("i", [1, 0] as [Int32?], null: 0)
        words.dictionary = TestArray(texts: ["a", "b"])
        let batch = try TestArray.batch([
            TestArray(texts: ["x", nil]), words, TestArray("f", [0.5, nil] as [Float?], null: 0),
            TestArray("d:9,1", [15, nil] as [Int128?], null: 0),
        ])
        #expect(try batch.texts(column: 0) == ["x", nil])
        #expect(try batch.texts(column: 1) == ["b", "a"])
        #expect(try batch.doubles(column: 2) == [0.5, nil])
        #expect(try batch.doubles(column: 3) == [1.5, nil])
        #expect(throws: ArrowError.self) { try batch.texts(column: 2) }
        #expect(throws: ArrowError.self) { try batch.doubles(column: 0) }
        #expect(throws: ArrowError.self) { try batch.booleans(column: 0) }
    }

    @Test func theColumnsAreDescribed() throws {
        let uuid = TestArray("w:16", name: "u", length: 0, buffers: [nil, nil])
        uuid.metadata = [("ARROW:extension:name", "arrow.uuid"), ("precision", "9")]
        let batch = try TestArray.batch([uuid, TestArray("tsu:UTC", name: "t", [] as [Int64?], null: 0)])
        #expect(batch.rowCount == 0)
        #expect(batch.fields.map(\.typeClass) == [.uuid, .zonedTimestamp])
        #expect(batch.fields[0].metadata["precision"] == "9")
        #expect(batch.columnIndex("t") == 1)
        #expect(batch.columnIndex("T") == nil)
    }
}

import DbtArtifacts
import Testing

@testable import struct DbtArtifacts.JSONScanner

/// A value read through a manifest's metadata, the way any part of a file is reached.
private func isAccepted(_ text: String) -> Bool {
    let scanner = JSONScanner(bytes: Array(text.utf8))
    do {
        try scanner.expectEnd(try scanner.skipValue(0))
        return true
    } catch {
        return false
    }
}

struct JSONGrammarTests {
    @Test(arguments: [
        "{}", "[]", "null", "true", "0", "-0", "12.5e+3", "1E5", "\"\"", "\"a\\\"b\\\\\"", "[1, {\"a\": [null]}, \"x\"]",
        "{\"a\" : 1 , \"b\":{}}",
        "NaN", "-Infinity", "[Infinity]",
    ])
    func `valid text is accepted`(text: String) {
        #expect(isAccepted(text))
    }

    @Test(arguments: [
        "", "{", "[", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "[1 2]", "{a:1}", "tru", "nul", "01", "-", "1.", ".5", "1e", "+1", "\"a",
        "\"a\n\"",
        "{\"a\":1]", "[1}", "\"a\\", "1 2", "{} {}",
    ])
    func `anything else is refused`(text: String) {
        #expect(!isAccepted(text))
    }

    @Test func `nesting is limited instead of exhausting the stack`() {
        #expect(isAccepted(String(repeating: "[", count: 200) + String(repeating: "]", count: 200)))
        #expect(!isAccepted(String(repeating: "[", count: 100_000)))
    }
}

struct JSONSliceTests {
    private func slice(_ text: String) throws -> JSONSlice {
        let node = "{\"resource_type\": \"model\", \"value\": \(text)}"
        let schema = "https://schemas.getdbt.com/dbt/manifest/v12.json"
        let manifest = "{\"metadata\": {\"dbt_schema_version\": \"\(schema)\"}, \"nodes\": {\"model.a.b\": \(node)}}"
        let read = try Manifest(bytes: Array(manifest.utf8), name: "manifest.json")
        return try #require(read.node("model.a.b")?["value"])
    }

    @Test(arguments: [
        (#""plain""#, "plain"), (#""\u00e9\n\t\"\\\/""#, "é\n\t\"\\/"), (#""\ud83d\ude00""#, "😀"), (#""é😀""#, "é😀"),
        (#""\ud83d""#, "\u{FFFD}"),
    ])
    func `strings are decoded`(text: String, expected: String) throws {
        let string = try #require(try slice(text).string)
        #expect(expected == "\u{FFFD}" ? string.contains(expected) : Array(string.utf8) == Array(expected.utf8))
    }

    @Test func `kinds are told apart`() throws {
        #expect(try slice("12").integer == 12)
        #expect(try slice("1.5").double == 1.5)
        #expect(try slice("1.5").integer == nil)
        #expect(try slice("\"12\"").integer == nil)
        #expect(try slice("true").bool == true)
        #expect(try slice("2").scalarText == "2")
        #expect(try slice("[\"a\", 1, \"b\"]").strings == ["a", "b"])
        #expect(try slice("\"a\"").strings == ["a"])
        #expect(try slice("{\"a\": 1, \"a\": 2}")["a"]?.integer == 2)
        #expect(try slice("{\"\\u0061\": 3}")["a"]?.integer == 3)
        #expect(try slice("{\"a\": [1, 2]}").decode([String: [Int]].self) == ["a": [1, 2]])
    }
}

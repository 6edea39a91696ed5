import Relational
import Testing

@Suite struct RelationNameTests {
    @Test(
        arguments: [
            ("t", [nil, nil, "t"]),
            ("s.t", [nil, "s", "t"]),
            ("d.s.t", ["d", "s", "t"]),
            ("d.\"a.b\".\"say \"\"hi\"\"\"", ["d", "a.b", "say \"hi\""]),
            ("select", [nil, nil, "select"]),
        ] as [(String, [String?])])
    func readsDottedNames(text: String, expected: [String?]) throws {
        let name = try RelationName(parsing: text)
        #expect([name.database, name.namespace, name.identifier] == expected)
    }

    @Test(arguments: [
        ("", RelationNameError.empty("")),
        ("a..b", .emptyPart("a..b")),
        ("a.", .emptyPart("a.")),
        ("\"a", .unclosedQuote("\"a")),
        ("\"a\"b", .textAfterQuote("\"a\"b")),
        ("a.b.c.d", .tooManyParts("a.b.c.d", 4)),
    ])
    func refusesWhatIsNoName(text: String, expected: RelationNameError) {
        #expect(throws: expected) { try RelationName(parsing: text) }
    }
}

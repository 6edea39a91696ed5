import SourceControl
import Testing

struct SourceControlTests {
    @Test(arguments: ["shop", "a-b", "--> <b>", "ünï", "a%2db"])
    func markersAreOneHiddenLine(_ name: String) {
        let text = CommentMarker(configuration: name).text
        #expect(text.hasPrefix("<!-- plumbline:") && text.hasSuffix(" -->"))
        #expect(!text.dropFirst(4).dropLast(3).contains("--") && text.unicodeScalars.allSatisfy { $0.isASCII && $0 != "\n" })
    }

    @Test func differentNamesHaveDifferentMarkers() {
        let names = ["-b", "\u{2db}", "%2db", "%2d;b", "b", ""]
        #expect(Set(names.map { CommentMarker(configuration: $0).text }).count == names.count)
    }

    @Test func aMarkerCountsAsLastLineOnly() {
        let marker = CommentMarker(configuration: "shop")
        for text in [marker.text, "# Hi\n\n\(marker.text)", "Hi\r\n\(marker.text)\r\n \n"] { #expect(marker.ends(text), "\(text)") }
        for text in ["", "\n", "\(marker.text)\nmore", "> \(marker.text)", "Hi \(marker.text)", CommentMarker(configuration: "shop2").text]
        {
            #expect(!marker.ends(text), "\(text)")
        }
        #expect(marker.appended(to: "Hi") == "Hi\n\n\(marker.text)")
        #expect(marker.appended(to: marker.appended(to: "Hi")) == "Hi\n\n\(marker.text)")
    }

    @Test func descriptionsAreCutBetweenCharacters() {
        func cut(_ text: String, _ limit: Int) -> String {
            CommitStatus(state: .success, context: "c", description: text).shortDescription(limit)
        }
        #expect(cut("12345", 5) == "12345")
        #expect(cut("123456", 5) == "1234…")
        #expect(cut("123 456", 5) == "123…")
        // A family of four is one character of seven scalars: it goes as a whole.
        #expect(cut("ab👨‍👩‍👧‍👦c", 8) == "ab…")
        #expect(cut("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 3) == "…")
    }

    @Test func pushesWithZerosCreateAndDelete() {
        let zeros = String(repeating: "0", count: 40)
        let created = BranchPush(branch: "b", before: zeros, after: "abc")
        #expect(created.before == nil && created.after == "abc" && !created.isDeleted)
        #expect(BranchPush(branch: "b", before: "abc", after: zeros).isDeleted)
    }

    @Test func onlyRateLimitsAndOutagesPass() {
        #expect(SourceControlError(.rateLimited, "").isTransient && SourceControlError(.unreachable, "").isTransient)
        #expect(!SourceControlError(.unauthorized, "").isTransient && !SourceControlError(.rejected, "").isTransient)
    }
}

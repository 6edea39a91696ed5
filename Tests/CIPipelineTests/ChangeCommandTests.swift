import CIPipeline
import SourceControl
import Testing

@Suite struct ChangeCommandTests {
    @Test(arguments: [
        ("/plumbline diff downstream", [ChangeCommand.diffDownstream]),
        ("/datafold diff downstream", [.diffDownstream]),
        ("  /Plumbline DIFF fct_* dim.v2, `orders`", [.diff(["fct_*", "dim.v2", "orders"])]),
        ("/plumbline rerun\nplease\n/plumbline confirm", [.rerun, .confirm]),
        ("/plumbline cancel\n/plumbline cancel", [.cancel]),
        ("/plumbline", [.help]), ("/plumbline help", [.help]),
        ("/plumbline dif orders", [.unknown("dif orders")]), ("/plumbline rerun now", [.unknown("rerun now")]),
        ("/plumbline diff", [.unknown("diff")]),
        ("/datafold renamed a b", [.remap]), ("datafold remap a b fct_*", [.remap]), ("/plumbline remap a", [.unknown("remap a")]),
        ("> /plumbline rerun", []), ("```\n/plumbline rerun\n```", []), ("    /plumbline rerun", []),
        ("try /plumbline rerun", []), ("/plumblines rerun", []), ("plumbline rerun", []), ("", []),
    ])
    func commandsOfAComment(body: String, commands: [ChangeCommand]) {
        #expect(ChangeCommand.all(in: body) == commands)
    }

    @Test func ourOwnCommentsHaveNone() {
        let own = CommentMarker(configuration: "/answers").appended(to: "/plumbline rerun")
        #expect(ChangeCommand.all(in: own).isEmpty)
    }

    @Test(arguments: [
        ("datafold remap old new", ColumnRemap(old: "old", new: "new", source: .commit)),
        ("X-Datafold: rename old new fct_*", ColumnRemap(old: "old", new: "new", models: "fct_*", source: .commit)),
        ("/datafold renamed \"Old Name\" new", ColumnRemap(old: "Old Name", new: "new", source: .commit)),
        ("datafold: remapped old new", ColumnRemap(old: "old", new: "new", source: .commit)),
        ("plumbline: remap old new", ColumnRemap(old: "old", new: "new", source: .commit)),
        ("Fix things\n\nx-plumbline: RENAMED old new", ColumnRemap(old: "old", new: "new", source: .commit)),
    ])
    func everyFormOfARemapping(text: String, remap: ColumnRemap) {
        #expect(ColumnRemap.all(in: text, source: .commit) == [remap])
    }

    @Test(arguments: [
        "datafold remap old", "remap old new", "see datafold remap old new", "datafold remap a b c d", "> datafold remap a b",
    ])
    func otherLinesRemapNothing(text: String) {
        #expect(ColumnRemap.all(in: text, source: .commit).isEmpty)
    }
}

import Foundation
import Testing

/// `scripts/check-module-map` must see what is wrong with a tree, and nothing else.
@Suite struct ModuleMapTests {
    @Test func anOrderlyTreeIsAccepted() throws {
        let tree = try SmallTree()
        defer { tree.remove() }
        let answer = try tree.check()
        #expect(answer.lines == [])
        #expect(answer.exitCode == 0)
    }

    @Test(arguments: [
        Disorder("import of a higher floor", "Sources/Cellar/Wine.swift", "import Attic\n", "Cellar (floor 0) may not use Attic (floor 1)"),
        Disorder("attributes and access", "Sources/Cellar/Wine.swift", "@preconcurrency package import Attic", "Cellar (floor 0)"),
        Disorder("import of one declaration", "Sources/Cellar/Wine.swift", "import struct Attic.Beam", "Cellar (floor 0)"),
        Disorder("module of another package", "Sources/Cellar/Wine.swift", "import GRDB", "Cellar may not import GRDB"),
        Disorder("a target the row excludes", "Sources/Tower/Bell.swift", "import Cellar", "Tower never uses Cellar"),
        Disorder("a target beside the house", "Sources/Attic/Beam.swift", "import Shed", "Attic may not use Shed"),
        Disorder("a target for tests", "Sources/Attic/Beam.swift", "import AtticTests", "Attic may not use AtticTests"),
        Disorder("an import that is not declared", "Sources/Tower/Bell.swift", "import Attic", "dependencies in Package.swift do not name"),
        Disorder("a test's import that is not declared", "Tests/AtticTests/BeamTests.swift", "import Cellar", "AtticTests imports Cellar"),
        Disorder("a folder named for a drawer", "Sources/Attic/Utils/Nail.swift", "", "Utils names a drawer"),
        Disorder("a file named for a drawer", "Sources/Attic/Helpers.swift", "", "Helpers.swift names a drawer"),
        Disorder("a long file", "Sources/Attic/Beam.swift", String(repeating: "\n", count: 401), "401 lines, more than 400"),
    ])
    func disorderIsNamed(_ disorder: Disorder) throws {
        let tree = try SmallTree()
        defer { tree.remove() }
        try tree.write(disorder.text, to: disorder.file)
        let answer = try tree.check()
        #expect(answer.exitCode == 1)
        #expect(answer.lines.count == 1, "\(answer.lines)")
        #expect(answer.lines.allSatisfy { $0.contains(disorder.message) && $0.hasPrefix(disorder.file.prefix(6)) }, "\(answer.lines)")
    }

    @Test func theLineOfAnImportIsSaid() throws {
        let tree = try SmallTree()
        defer { tree.remove() }
        try tree.write("// A cellar.\n\nimport Attic\n", to: "Sources/Cellar/Wine.swift")
        #expect(try tree.check().lines.first?.hasPrefix("Sources/Cellar/Wine.swift:3: ") == true)
    }

    @Test(arguments: [
        "let script = \"\"\"\n    import Attic\n    \"\"\"\n",
        "/*\nimport Attic\n*/\n",
        "// import Attic\n",
        "let importance = 1\n",
    ])
    func textThatIsNoImportIsLeftAlone(_ text: String) throws {
        let tree = try SmallTree()
        defer { tree.remove() }
        try tree.write(text, to: "Sources/Cellar/Wine.swift")
        #expect(try tree.check().lines == [])
    }

    @Test func aDeclaredDependencyOnAHigherFloorIsNamed() throws {
        let tree = try SmallTree()
        defer { tree.remove() }
        tree.declare("Cellar", dependencies: ["Attic", "GRDB"])
        let lines = try tree.check().lines
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("Package.swift:2: Cellar (floor 0) may not use Attic (floor 1)") == true)
        #expect(lines.last?.hasPrefix("Package.swift:2: Cellar may not import GRDB") == true)
    }

    @Test func aTargetWithoutARowAndARowWithoutATargetAreNamed() throws {
        let tree = try SmallTree()
        defer { tree.remove() }
        tree.rename("Shed", to: "Barn")
        let lines = try tree.check().lines
        #expect(lines.contains { $0.hasPrefix("Package.swift:1: target Barn has no row") })
        #expect(lines.contains { $0.hasPrefix("docs/architecture.md:7: Shed has a row but is no target") })
    }

    @Test func aMissingMapIsTrouble() throws {
        let tree = try SmallTree()
        defer { tree.remove() }
        try tree.delete("docs/architecture.md")
        #expect(try tree.check().exitCode == 2)
    }
}

/// One thing wrong with a tree that is otherwise in order.
struct Disorder: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let file: String
    let text: String
    let message: String

    init(_ description: String, _ file: String, _ text: String, _ message: String) {
        (testDescription, self.file, self.text, self.message) = (description, file, text, message)
    }
}

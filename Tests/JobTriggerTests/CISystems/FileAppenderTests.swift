import Foundation
import JobTrigger
import Testing

@Suite struct FileAppenderTests {
    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plumbline-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test("Text goes to the end of the file, which is made when there is none")
    func appends() throws {
        try inFolder { folder in
            let file = folder.appending(path: "out put")
            try FileAppender.append("a=1\n", to: file.path)
            try FileAppender.append("b=ü\n", to: file.path)
            #expect(try String(contentsOf: file, encoding: .utf8) == "a=1\nb=ü\n")
        }
    }

    @Test("An unfinished last line of somebody else is ended first")
    func unfinishedLine() throws {
        try inFolder { folder in
            let file = folder.appending(path: "output")
            try Data("theirs=1".utf8).write(to: file)
            try FileAppender.append("a=1\n", to: file.path)
            #expect(try String(contentsOf: file, encoding: .utf8) == "theirs=1\na=1\n")
        }
    }

    @Test("A file that cannot be written is named")
    func failure() throws {
        try inFolder { folder in
            let path = folder.appending(path: "no/such/folder/file").path
            let error = try #require(throws: FileAppendError.self) { try FileAppender.append("a\n", to: path) }
            #expect(error.description.hasPrefix("Could not append to \(path): "))
        }
    }
}

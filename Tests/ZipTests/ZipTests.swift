import Foundation
import TestSupport
import Testing
import Zip

struct ZipTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "plumbline-zip-\(UUID().uuidString)")

    /// An archive that Python's own library made.
    private func python(_ body: String) async throws -> ArraySlice<UInt8> {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = "import zipfile,sys\nz=zipfile.ZipFile(sys.argv[1],'w',zipfile.ZIP_DEFLATED)\n\(body)\nz.close()\n"
        let path = folder.appending(path: "a.zip").path
        let outcome = try await BuiltProduct(file: "/usr/bin/python3").run(["-c", script, path])
        try #require(outcome.exitCode == 0, "\(outcome.errors)")
        return try Array(Data(contentsOf: URL(filePath: path)))[...]
    }

    private func unpacked(_ archive: ZipArchive, _ name: String, limit: Int = 1 << 30) throws -> [UInt8] {
        let path = FileManager.default.temporaryDirectory.appending(path: "plumbline-unzip-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let entry = try #require(archive.entries.first { $0.name == name })
        do {
            try archive.unpack(entry, to: path, limit: limit)
        } catch {
            #expect(!FileManager.default.fileExists(atPath: path), "nothing is left behind")
            throw error
        }
        return try Array(Data(contentsOf: URL(filePath: path)))
    }

    @Test func `archives of Python's library are read`() async throws {
        let bytes = try await python(
            "z.writestr('./manifest.json','{}'*5000)\nz.writestr('a/b/','')\nz.writestr('a/b/stored.txt','kept',compress_type=0)\nz.comment=b'hello'"
        )
        let archive = try ZipArchive(bytes)
        #expect(archive.entries.map(\.name) == ["manifest.json", "a/b/stored.txt"])
        #expect(try unpacked(archive, "manifest.json") == Array(String(repeating: "{}", count: 5000).utf8))
        #expect(try unpacked(archive, "a/b/stored.txt") == Array("kept".utf8))
    }

    @Test func `Python's library reads our archives`() async throws {
        var writer = ZipWriter()
        try writer.add("manifest.json", Array(String(repeating: "{\"é\": 1}\n", count: 100_000).utf8))
        try writer.add("empty.json", [])
        let archive = writer.archive()
        #expect(archive.count < 10_000)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "b.zip").path
        try Data(archive).write(to: URL(filePath: path))
        let outcome = try await BuiltProduct(file: "/usr/bin/python3").run([
            "-c",
            "import zipfile,sys;z=zipfile.ZipFile(sys.argv[1]);print(z.testzip(),len(z.read('manifest.json')),len(z.read('empty.json')))",
            path,
        ])
        #expect(outcome.output == "None 1000000 0\n", "\(outcome.errors)")
        #expect(try unpacked(ZipArchive(archive[...]), "manifest.json").count == 1_000_000)
    }

    @Test func `a bomb is cut off at the limit, whatever it claims`() async throws {
        var bytes = Array(try await python("z.writestr('manifest.json','0'*50_000_000)"))
        #expect(throws: ZipError.self) { try unpacked(ZipArchive(bytes[...]), "manifest.json", limit: 1 << 20) }
        // The directory says 100 bytes; the stream holds fifty million.
        let directory = try #require(bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4b, 1, 2]) })
        bytes.replaceSubrange(directory + 24..<directory + 28, with: [100, 0, 0, 0])
        let error = #expect(throws: ZipError.self) { try unpacked(ZipArchive(bytes[...]), "manifest.json", limit: 1 << 20) }
        #expect(error?.code == .tooLarge)
    }

    @Test(arguments: ["../manifest.json", "/etc/passwd", "a/../../b", "C:/x", "..\\\\x"])
    func `names that lead outside are refused`(name: String) async throws {
        let bytes = try await python("z.writestr('\(name)','x')")
        let error = #expect(throws: ZipError.self) { try ZipArchive(bytes) }
        #expect(error?.code == .leadsOutside)
    }

    @Test func `what is no archive is said to be none, and damage is noticed`() async throws {
        for bytes in [[], Array("hello".utf8), [UInt8](repeating: 0, count: 5000)] {
            #expect(throws: ZipError.self) { try ZipArchive(bytes[...]) }
        }
        let bytes = Array(try await python("z.writestr('manifest.json','abc'*1000)"))
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 0x55
            // Never a crash; what still reads, reads right.
            guard let archive = try? ZipArchive(damaged[...]), archive.entries.first?.name == "manifest.json",
                let text = try? unpacked(archive, "manifest.json")
            else { continue }
            #expect(text == Array(String(repeating: "abc", count: 1000).utf8))
        }
        for count in bytes.indices { #expect(throws: ZipError.self) { try ZipArchive(bytes[..<count]) } }
    }
}

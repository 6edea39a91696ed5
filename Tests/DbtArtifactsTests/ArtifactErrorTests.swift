import DbtArtifacts
import Foundation
import Testing

struct ArtifactErrorTests {
    private func error(_ text: String) -> ArtifactError? {
        #expect(throws: ArtifactError.self) { try Manifest(bytes: Array(text.utf8), name: "target/manifest.json") }
    }

    private func artifact(_ schema: String) -> String {
        "{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/\(schema).json\"}}"
    }

    @Test func `what is wrong with the text`() {
        let path = "target/manifest.json"
        #expect(error("") == .empty(path: path))
        #expect(error(" \n") == .empty(path: path))
        #expect(error("{\"metadata\": {\"a\": tru}}") == .notJSON(path: path, offset: 19, expected: "a value"))
        #expect(error("{\"nodes\": {\"model.a\": {\"raw") == .notJSON(path: path, offset: 27, expected: "the closing quote of a string"))
        #expect(error("{} x") == .notJSON(path: path, offset: 3, expected: "the end of the file"))
        #expect(error("[1, 2]") == .notAnArtifact(path: path))
        #expect(error("{}") == .notAnArtifact(path: path))
        #expect(error("{\"metadata\": {}}") == .notAnArtifact(path: path))
        #expect(error(artifact("run-results/v6")) == .wrongKind(path: path, expected: .manifest, found: "run results"))
        #expect(error(artifact("manifest/v8")) == .tooOld(path: path, kind: .manifest, version: 8))
    }

    @Test(arguments: ["manifest/v9", "manifest/v10", "manifest/v11", "manifest/v12", "manifest/v13", "manifest/v20"])
    func `schemas from v9 on are read`(schema: String) throws {
        #expect(try Manifest(bytes: Array(artifact(schema).utf8), name: "m").metadata.schema.contains(schema))
    }

    @Test func `a byte order mark does no harm`() throws {
        #expect(throws: Never.self) { try Manifest(bytes: [0xEF, 0xBB, 0xBF] + Array(artifact("manifest/v12").utf8), name: "m") }
    }

    @Test func `every cut of a manifest is refused, none crashes`() throws {
        let whole = try Fixture.bytes([
            "metadata": ["dbt_schema_version": "https://x/manifest/v12.json"], "nodes": ["m": Fixture.model("a\"\\é")],
        ])
        for count in 0..<whole.count {
            #expect(throws: ArtifactError.self) { try Manifest(bytes: Array(whole.prefix(count)), name: "m") }
        }
    }

    @Test func `files that cannot be read`() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "artifacts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let missing = directory.appending(path: "manifest.json").path
        #expect(throws: ArtifactError.missing(path: missing)) { try Manifest(contentsOf: missing) }
        #expect(throws: ArtifactError.directory(path: directory.path)) { try Manifest(contentsOf: directory.path) }
        try Data(artifact("manifest/v12").utf8).write(to: URL(filePath: missing))
        #expect(throws: Never.self) { try Manifest(contentsOf: missing) }
    }

    @Test(arguments: [
        ArtifactError.missing(path: "x/y.json"), .directory(path: "x/y.json"), .unreadable(path: "x/y.json", reason: "no"),
        .empty(path: "x/y.json"),
        .notJSON(path: "x/y.json", offset: 7, expected: "a value"), .notAnArtifact(path: "x/y.json"), .tooLarge(path: "x/y.json"),
        .wrongKind(path: "x/y.json", expected: .runResults, found: "manifest"), .tooOld(path: "x/y.json", kind: .manifest, version: 4),
    ])
    func `every message names the file`(error: ArtifactError) {
        #expect("\(error)".contains("x/y.json"))
    }
}

struct ResultsTests {
    @Test func `run results tell status, time and failures`() throws {
        let document: [String: Any] = [
            "metadata": ["dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json", "invocation_id": "i"],
            "args": ["which": "build"], "elapsed_time": 2.5,
            "results": [
                ["unique_id": "model.shop.a", "status": "success", "execution_time": 0.5, "relation_name": "\"db\".\"prod\".\"a\""],
                ["unique_id": "test.shop.t", "status": "fail", "execution_time": 0.25, "failures": 3, "message": "Got 3"],
                ["unique_id": "model.shop.b", "status": "holiday", "failures": NSNull()] as [String: Any],
            ],
        ]
        let results = try RunResults(bytes: Fixture.bytes(document), name: "run_results.json")
        #expect(results.command == "build")
        #expect(results.elapsedSeconds == 2.5)
        #expect(results.result(of: "model.shop.a")?.status.isBuilt == true)
        #expect(results.result(of: "test.shop.t")?.failures == 3)
        #expect(results.result(of: "test.shop.t")?.status.isFailure == true)
        #expect(results.result(of: "model.shop.b")?.status.rawValue == "holiday")
        #expect(results.result(of: "model.shop.c") == nil)
    }

    @Test func `a catalog gives columns in the table's order`() throws {
        let columns: [String: Any] = ["B": ["name": "B", "type": "TEXT", "index": 2], "A": ["name": "A", "type": "INT", "index": 1]]
        let document: [String: Any] = [
            "metadata": ["dbt_schema_version": "https://schemas.getdbt.com/dbt/catalog/v1.json"],
            "nodes": ["model.shop.a": ["columns": columns]], "sources": [String: Any](),
        ]
        let catalog = try Catalog(bytes: Fixture.bytes(document), name: "catalog.json")
        #expect(catalog.columns(of: "model.shop.a")?.map(\.name) == ["A", "B"])
        #expect(catalog.columns(of: "model.shop.b") == nil)
    }

    @Test func `a manifest is not run results`() {
        let text = "{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/manifest/v12.json\"}}"
        #expect(throws: ArtifactError.wrongKind(path: "r", expected: .runResults, found: "manifest")) {
            try RunResults(bytes: Array(text.utf8), name: "r")
        }
    }
}

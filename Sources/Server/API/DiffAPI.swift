import CIPipeline
import DataDiff
import Foundation
import Hummingbird
import NIOCore
import Relational
import SourceControl
import Store

/// Data diffs, in the shape that Datafold's SDK and MCP server read.
struct DiffAPI: Sendable {
    let server: ServerContext

    func add(to api: RouterGroup<ServerRequestContext>) {
        api.get("datadiffs/:id") { _, context in try await diff(try context.number("id")) }
        api.get("datadiffs/:id/summary_results") { _, context in try await summary(try context.number("id")) }
    }

    private struct Progress: Encodable {
        let completedSteps: Int
        let totalSteps: Int
        let version = 1
    }

    private struct DiffView: Encodable {
        let id: Int
        let kind = "in_db"
        let status: String
        let done: Bool
        let result: String?
        let dataSource1Id: Int
        let dataSource2Id: Int
        let table1: [String]?
        let table2: [String]?
        let pkColumns: [String]
        let createdAt: String
        let finishedAt: String?
        let runtime: Double?
        let diffProgress: Progress
        let source: String
        let ciRunId: Int?
        let ciPrNum: String?
        let ciPrSha: String?
        let ciPrBranch: String?
        let ciBaseBranch: String?
        let ciPrUrl: String?
        let error: DiffFailure?
        let url: String
    }

    private func diff(_ id: Int) async throws -> Response {
        let diff = try await server.store.diff(id)
        let request = try diff.decodedRequest()
        let result = try diff.decodedResult()
        let run = try await run(of: diff)
        let started = diff.startedAt
        return try JSONReply.response(
            DiffView(
                id: id, status: Self.status(diff), done: diff.isFinished, result: result?.verdict.rawValue,
                dataSource1Id: diff.dataSourceId, dataSource2Id: diff.dataSourceId, table1: request.a.path, table2: request.b.path,
                pkColumns: request.key.columns, createdAt: RunAPI.time(diff.createdAt), finishedAt: diff.finishedAt.map(RunAPI.time),
                runtime: diff.finishedAt.flatMap { end in started.map { end - $0 } },
                diffProgress: Progress(completedSteps: diff.completedSteps, totalSteps: diff.totalSteps),
                source: run == nil ? "api" : "ci", ciRunId: run?.id, ciPrNum: run.map { String($0.changeNumber) }, ciPrSha: run?.headSHA,
                ciPrBranch: run?.change.headBranch, ciBaseBranch: run?.change.baseBranch, ciPrUrl: run?.change.url, error: result?.error,
                url: server.links.diff(id)))
    }

    private func run(of diff: DiffRecord) async throws -> RunRecord? {
        guard let id = diff.runId else { return nil }
        return try await server.store.run(id)
    }

    /// What `summary_results` calls `success` is `done` here.
    private static func status(_ diff: DiffRecord) -> String {
        switch diff.status {
        case .waiting: "waiting"
        case .running: "processing"
        case .success: "done"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }

    /// A result with the two fields that clients look for in any state.
    private struct Summary: Encodable {
        let result: DiffResult?
        /// By Datafold's names of the kinds.
        let tables: [String: [KeptTable]]
        let status: String
        let error: DiffFailure?

        private enum CodingKeys: String, CodingKey { case status, dependencies, materializedResults, error }

        func encode(to encoder: any Encoder) throws {
            try result?.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode([String](), forKey: .dependencies)
            try container.encode(tables, forKey: .materializedResults)
            guard result == nil else { return }
            try container.encode(status, forKey: .status)
            try container.encode(error, forKey: .error)
        }
    }

    /// A table of the temporary schema, in Datafold's words.
    private struct KeptTable: Encodable {
        let dataSourceId: Int
        let path: [String]
        /// Rows of a sample are not kept.
        let isSampled = false
    }

    private static func tables(_ diff: DiffRecord) throws -> [String: [KeptTable]] {
        var tables: [String: [KeptTable]] = [:]
        for table in try diff.decodedResult()?.materialized ?? [] {
            guard let name = table.kind.datafoldName else { continue }
            let path = (try? RelationName(parsing: table.table))?.parts ?? [table.table]
            tables[name, default: []].append(KeptTable(dataSourceId: diff.dataSourceId, path: path))
        }
        return tables
    }

    private func summary(_ id: Int) async throws -> Response {
        let diff = try await server.store.diff(id)
        let isCancelled = diff.status == .cancelled
        let summary = Summary(
            result: try diff.decodedResult(), tables: try Self.tables(diff), status: isCancelled ? "failed" : "running",
            error: isCancelled ? DiffFailure(code: "cancelled", message: "The diff was cancelled before it had a result.") : nil)
        return Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try DiffJSON.encoder().encode(summary))))
    }
}

extension Dataset {
    /// A relation's parts; nil for a query.
    var path: [String]? {
        if case .relation(let name) = self { return name.parts }
        return nil
    }
}

extension RowKind {
    /// What Datafold calls such a table; nil for one it does not have.
    fileprivate var datafoldName: String? {
        switch self {
        case .different: "diff"
        case .onlyA, .onlyB: "exclusives"
        case .duplicatesA: "duplicates1"
        case .duplicatesB: "duplicates2"
        case .nullKeysA, .nullKeysB: nil
        }
    }
}

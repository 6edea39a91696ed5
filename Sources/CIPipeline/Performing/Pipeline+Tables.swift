import DataDiff
import Foundation
import Logging
import SourceControl
import Store

/// Tables of kept rows stay while their pull request is open and its review is the newest; then they are dropped.
extension Pipeline {
    /// Has the tables of a pull request's reviews looked through soon.
    func tidyTables(ofChange number: Int, _ config: Int) async throws(StoreError) {
        try await store.enqueue(
            key: "tables:\(config):\(number)", kind: JobKind.tables.rawValue, payload: "\(config) \(number)", runAfter: time.now())
    }

    func tidyTables(_ job: JobRecord) async throws -> RunPause {
        let numbers = job.payload.split(separator: " ").compactMap { Int($0) }
        guard numbers.count == 2 else { return .finished }
        let config = try await store.ciConfig(numbers[0])
        let diffs = try await store.diffsWithTables(ciConfigID: config.id, changeNumber: numbers[1])
        let source = try await store.dataSource(config.dataSourceId)
        guard let schema = source.tempSchema, !schema.isEmpty, config.settings.materialize || !diffs.isEmpty else { return .finished }
        do {
            let needed = try await neededDiffs(diffs, config, number: numbers[1])
            let kept = Set(try diffs.filter { needed.contains($0.id) }.flatMap { try $0.decodedResult()?.materialized ?? [] }.map(\.table))
            // A run that is under way has tables that no result names yet; its own end has them looked through.
            let ended = Set(try await runs(ofChange: numbers[1], config).filter(\.isFinished).map(\.id))
            let count = try await connections.differ(source).dropTables(
                prefixes: ended.sorted().map { KeptTables.prefix(ofRun: $0) }, except: kept, in: schema)
            let gone = diffs.filter { diff in !needed.contains(diff.id) && diff.runId.map(ended.contains) == true }
            try await store.forgetTables(ofDiffs: gone.map(\.id))
            if count > 0 { logger.info("tables of kept rows dropped", metadata: ["data source": "\(source.name)", "tables": "\(count)"]) }
            return .finished
        } catch let error as StoreError {
            throw error
        } catch {
            try Task.checkCancellation()
            logger.warning("tables of kept rows cannot be dropped now", metadata: ["data source": "\(source.name)", "error": "\(error)"])
            return .until(time.now() + 3_600)
        }
    }

    private func runs(ofChange number: Int, _ config: CIConfigRecord) async throws(StoreError) -> [RunRecord] {
        var query = RunQuery()
        (query.ciConfigID, query.changeNumber, query.limit) = (config.id, number, 1_000)
        return try await store.runs(query)
    }

    /// The diffs of the newest commit's review, and of those that are under way, as far as their rows may be kept.
    private func neededDiffs(_ diffs: [DiffRecord], _ config: CIConfigRecord, number: Int) async throws -> Set<Int> {
        guard config.isActive, config.settings.materialize, let head = try await openHead(number, config) else { return [] }
        let oldest = limits.retentionDays.map { time.now() - Double($0) * 86_400 } ?? 0
        let attempts = Dictionary(
            try await runs(ofChange: number, config).filter { !$0.isFinished || $0.headSHA == head }.map { ($0.id, $0.attempt) }
        ) { first, _ in first }
        return Set(
            diffs.filter { diff in
                guard let run = diff.runId, let attempt = attempts[run] else { return false }
                return diff.attempt == attempt && diff.finishedAt ?? .infinity >= oldest
            }.map(\.id))
    }

    /// The newest commit of a pull request; nil when it is no longer open or no longer there.
    private func openHead(_ number: Int, _ config: CIConfigRecord) async throws -> String? {
        let repository = try await store.repository(config.repositoryId)
        do throws(SourceControlError) {
            let change = try await changeRequest(number, of: repository)
            return change.state == .open ? change.headSHA : nil
        } catch  where error.code == .notFound {
            return nil
        }
    }
}

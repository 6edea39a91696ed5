import DbtArtifacts
import Dispatch
import Foundation
package import Logging
import SourceControl
package import Store

/// Brings a configuration's catalogue up to date: finds the production run, reads its artifacts, stores what they say.
package struct MetadataSync: Sendable {
    let store: Store
    let connections: PipelineConnections
    let limits: RunLimits
    let time: PipelineTime
    let logger: Logger

    package init(store: Store, connections: PipelineConnections, limits: RunLimits = RunLimits(), time: PipelineTime, logger: Logger) {
        self.store = store
        self.connections = connections
        self.limits = limits
        self.time = time
        self.logger = logger
    }

    /// Works on the sync that waits, if any.
    ///
    /// - Throws: `CancellationError` and `StoreError`; everything else becomes the sync's end, in words.
    package func perform(_ configID: Int) async throws -> RunPause {
        guard let sync = try await store.waitingSync(ciConfigID: configID) else { return .finished }
        let config = try await store.ciConfig(configID)
        guard config.isActive else { return try await end(sync, SyncEnd(.failed, "The CI configuration is no longer in use.")) }
        do {
            switch try await build(sync, config) {
            case .wait(let reason): return try await wait(sync, reason)
            case .none(let reason): return try await end(sync, SyncEnd(.failed, reason))
            case .read(let base): return try await end(sync, try await read(base, sync, config))
            }
        } catch {
            return try await meet(error, sync)
        }
    }

    /// Passing trouble is tried again until the sync's time is over.
    private func meet(_ error: any Error, _ sync: MetadataSyncRecord) async throws -> RunPause {
        try Task.checkCancellation()
        switch error {
        case let error as StoreError: throw error
        case let error as RunTrouble where error.isTransient: return try await wait(sync, error.message)
        case let error as SourceControlError where error.isTransient: return try await wait(sync, error.message)
        case is DeadlinePassed: return try await wait(sync, "There was no answer within \(Int(limits.actionSeconds)) seconds.")
        case is ArtifactError: return try await end(sync, SyncEnd(.failed, "The artifacts cannot be used: \(Self.plain(error))."))
        default: return try await end(sync, SyncEnd(.failed, "\(error)"))
        }
    }

    /// Paths of this machine say nothing to people.
    private static func plain(_ error: any Error) -> String {
        "\(error)".replacing(/\/[^\s:]*\//, with: "")
    }

    private enum Choice {
        case read(BaseBuild)
        case wait(String)
        case none(String)
    }

    private func build(_ sync: MetadataSyncRecord, _ config: CIConfigRecord) async throws -> Choice {
        let builds = try connections.builds(config)
        return try await withDeadline(.seconds(limits.actionSeconds), time) {
            guard let sha = sync.wantedSHA, let branch = sync.branch else {
                return Self.choice(try await builds.baseBuild(history: [], mergeBase: false), wanted: nil, [])
            }
            let host = try self.connections.host(try await self.store.repository(config.repositoryId))
            let tip = try await host.tip(of: branch)
            let history = try await host.history(from: tip.sha, limit: self.limits.historyLength)
            return Self.choice(try await builds.baseBuild(history: history, mergeBase: true), wanted: sha, history)
        }
    }

    /// The pushed commit's run, or that of a newer commit.
    private static func choice(_ choice: BaseBuildChoice, wanted: String?, _ history: [Commit]) -> Choice {
        guard let wanted else {
            switch choice {
            case .use(let base): return .read(base)
            case .underWay(_, let otherwise): return otherwise.map(Choice.read) ?? .wait("Production's first run is under way.")
            case .none(let reason): return .none(reason)
            }
        }
        let short = wanted.prefix(7)
        guard let position = history.firstIndex(where: { $0.sha.lowercased() == wanted.lowercased() }) else {
            return .none("Commit \(short) is no longer among the newest of its branch.")
        }
        switch choice {
        case .use(let base):
            if let behind = base.commitsBehind, behind <= position { return .read(base) }
            return .wait("No production run of commit \(short) or a newer one has ended yet.")
        case .underWay(let run, let otherwise):
            if let otherwise, let behind = otherwise.commitsBehind, behind <= position { return .read(otherwise) }
            return .wait("Production's run \(run) is under way.")
        case .none: return .wait("No production run of commit \(short) has ended yet.")
        }
    }

    private func read(_ base: BaseBuild, _ sync: MetadataSyncRecord, _ config: CIConfigRecord) async throws -> SyncEnd {
        let builds = try connections.builds(config)
        let (manifest, catalog) = try await withDeadline(.seconds(limits.actionSeconds), time) {
            (try await builds.baseManifest(ofRun: base.runID), try await builds.catalog(ofRun: base.runID))
        }
        let previous = try await store.catalogueDocuments(ciConfigID: config.id)
        let documents = try await Self.documents(manifest, catalog, previous, tag: config.settings.primaryKeyTag)
        let changes = try await store.replaceCatalogue(ciConfigID: config.id, syncID: sync.id, with: documents, now: time.now())
        let commit = base.sha.map { " of commit \($0.prefix(7))" } ?? ""
        let without = catalog == nil ? " The run left no catalog.json, so columns and types are those known before." : ""
        var end = SyncEnd(
            .done,
            "Read \(documents.count) nodes\(commit); \(previous.isEmpty ? "the first sync" : changes == 1 ? "1 change" : "\(changes) changes")."
                + without)
        (end.sha, end.buildID, end.buildURL) = (base.sha, base.runID, base.url)
        (end.nodes, end.changes) = (documents.count, changes)
        return end
    }

    /// Reading a large manifest takes a second, so it has a thread of its own.
    private static func documents(
        _ manifest: String, _ catalog: String?, _ previous: [String: CatalogueDocument], tag: String
    ) async throws -> [CatalogueDocument] {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        try CatalogueReading.documents(manifest: manifest, catalog: catalog, previous: previous, primaryKeyTag: tag)
                    })
            }
        }
    }

    private func end(_ sync: MetadataSyncRecord, _ end: SyncEnd) async throws -> RunPause {
        try await store.finishSync(sync.id, end, now: time.now())
        logger.info("metadata sync \(end.status.rawValue)", metadata: ["config": "\(sync.ciConfigId)", "message": "\(end.message)"])
        // Another may have been asked for meanwhile.
        return try await store.waitingSync(ciConfigID: sync.ciConfigId) == nil ? .finished : .until(time.now())
    }

    /// Ever more seldom, at most a day.
    private func wait(_ sync: MetadataSyncRecord, _ reason: String) async throws -> RunPause {
        let waited = time.now() - sync.requestedAt
        guard waited < limits.mergeSeconds else {
            let hours = Int(limits.mergeSeconds / 3600)
            return try await end(
                sync, SyncEnd(.failed, "\(reason) It was waited for \(hours) hours. Does the production job run on every push?"))
        }
        if sync.message != reason { try await store.noteSync(sync.id, reason) }
        return .until(time.now() + min(max(15, waited / 10), 600))
    }
}

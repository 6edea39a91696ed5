import Logging
import SourceControl
import Store

extension Pipeline {
    /// Deletes what is kept for a time only.
    package func deleteWhatIsOld() async throws {
        let now = time.now()
        if let days = limits.retentionDays {
            // Sample rows are people's data, and artifacts are large.
            let before = now - Double(days) * 86_400
            let diffs = try await store.deleteSampleRows(ofDiffsBefore: before, now: now)
            let files = store.deleteArtifacts(before: before)
            for change in try await store.changesWithTables(before: before) {
                try await tidyTables(ofChange: change.number, change.ciConfigID)
            }
            if diffs + files > 0 {
                logger.info("old data deleted", metadata: ["days": "\(days)", "diffs": "\(diffs)", "artifacts": "\(files)"])
            }
        }
        guard let days = limits.uploadRetentionDays else { return }
        let count = try await deleteUploads(before: now - Double(days) * 86_400)
        if count > 0 { logger.info("old uploads deleted", metadata: ["days": "\(days)", "uploads": "\(count)"]) }
    }

    private func deleteUploads(before time: Double) async throws -> Int {
        var count = 0
        for (id, uploads) in Dictionary(grouping: try await store.uploads(before: time), by: \.ciConfigId) {
            let needed: NeededUploads
            do {
                needed = try await neededUploads(of: try await store.ciConfig(id))
            } catch let error as StoreError {
                throw error
            } catch {
                try Task.checkCancellation()
                // What an open pull request needs cannot be told apart now; the next look deletes the rest.
                logger.warning("old uploads are kept", metadata: ["config": "\(id)", "error": "\(error)"])
                continue
            }
            let unneeded = uploads.filter { !needed.contains($0) }.map(\.id)
            try await store.deleteUploads(unneeded)
            count += unneeded.count
        }
        return count
    }

    /// What somebody may still ask for: a review that goes on, and one that may be begun again because its pull request is open.
    private struct NeededUploads {
        var ids: Set<Int> = []
        /// Commits of open pull requests, in lower case.
        var heads: Set<String> = []

        func contains(_ upload: UploadRecord) -> Bool {
            ids.contains(upload.id) || (upload.runType == .pullRequest && heads.contains(upload.sha))
        }

        mutating func add(_ state: RunState) {
            ids.formUnion([state.build?.id, state.base?.runID, state.base?.newestRunID].compactMap(\.self))
        }
    }

    private func neededUploads(of config: CIConfigRecord) async throws -> NeededUploads {
        var needed = NeededUploads()
        guard config.isActive else { return needed }
        var query = RunQuery()
        query.ciConfigID = config.id
        query.unfinishedOnly = true
        query.limit = 100_000
        for run in try await store.runs(query) { needed.add(try run.decodedState()) }
        let repository = try await store.repository(config.repositoryId)
        let open = try await withDeadline(.seconds(limits.actionSeconds), time) {
            try await self.connections.host(repository).openChangeRequests()
        }
        (query.unfinishedOnly, query.limit) = (false, 1)
        for change in open {
            needed.heads.insert(change.headSHA.lowercased())
            query.headSHA = change.headSHA
            for run in try await store.runs(query) { needed.add(try run.decodedState()) }
        }
        return needed
    }
}

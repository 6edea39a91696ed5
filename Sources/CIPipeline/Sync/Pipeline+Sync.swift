import Foundation
import Logging
import Schedule
package import SourceControl
package import Store

extension Pipeline {
    /// Asks for a sync of a configuration's metadata now; answers at once.
    @discardableResult
    package func syncNow(_ config: CIConfigRecord) async throws(StoreError) -> MetadataSyncRecord {
        let sync = try await store.openSync(ciConfigID: config.id, cause: .manual, now: time.now())
        try await queueSync(config.id)
        return sync
    }

    /// Notes the syncs that a push calls for.
    package func noteSyncs(_ push: BranchPush, _ config: CIConfigRecord) async throws(StoreError) {
        guard let sha = SyncGate.wanted(push, config.settings) else { return }
        _ = try await store.openSync(ciConfigID: config.id, cause: .push, sha: sha, branch: push.branch, now: time.now())
        try await queueSync(config.id)
    }

    /// Has a sync that waits look at once.
    package func syncWaiting(_ config: Int) async throws(StoreError) {
        if try await store.waitingSync(ciConfigID: config) != nil { try await queueSync(config) }
    }

    /// Has all syncs that wait look at once.
    package func syncAllWaiting() async throws(StoreError) {
        for sync in try await store.waitingSyncs() { try await queueSync(sync.ciConfigId) }
    }

    /// One job for each configuration, so that two syncs of one never run at the same time.
    private func queueSync(_ config: Int) async throws(StoreError) {
        try await store.enqueue(key: "sync:\(config)", kind: JobKind.sync.rawValue, payload: String(config), runAfter: time.now())
    }

    /// Queues what a server before this one may have left, and looks at the schedules.
    func takeUpSyncs() async throws(StoreError) {
        try await syncAllWaiting()
        try await store.enqueue(key: "sync-schedules", kind: JobKind.schedules.rawValue, runAfter: time.now())
    }

    func goOn(withSync job: JobRecord) async throws -> RunPause {
        guard let id = Int(job.payload) else { return .finished }
        let sync = MetadataSync(store: store, connections: connections, limits: limits, time: time, logger: logger)
        do {
            return try await sync.perform(id)
        } catch let error as StoreError where error.code == .notFound {
            return .finished
        }
    }

    /// Asks for the syncs that have fallen due; several that were missed are one.
    ///
    /// - Returns: when to look again, at most a minute from now, as settings may change.
    package func lookAtSchedules() async throws -> RunPause {
        let now = time.now()
        var next = now + 60
        for config in try await store.ciConfigs() {
            guard let text = config.settings.syncMetadataSchedule else { continue }
            let zoneName = config.settings.syncMetadataTimeZone
            do throws(CronError) {
                let (schedule, zone) = (try CronSchedule(text), try CronSchedule.zone(named: zoneName))
                if let due = try? await dueTime(schedule, zone, config, now) { next = min(next, due) }
            } catch {
                logger.warning("a schedule cannot be used", metadata: ["config": "\(config.name)", "error": "\(error)"])
            }
        }
        return .until(next)
    }

    /// When the schedule falls due next; notes a sync when that time has come.
    private func dueTime(
        _ schedule: CronSchedule, _ zone: TimeZone, _ config: CIConfigRecord, _ now: Double
    ) async throws -> Double? {
        let name = config.settings.syncMetadataTimeZone
        let evaluated = try await store.scheduleEvaluation(ciConfigID: config.id, schedule: schedule.text, timeZone: name, now: now)
        guard let due = schedule.next(1, after: evaluated, in: zone).first else { return nil }
        guard due <= now else { return due }
        _ = try await store.openSync(ciConfigID: config.id, cause: .schedule, now: now)
        try await queueSync(config.id)
        try await store.noteScheduleEvaluation(ciConfigID: config.id, schedule: schedule.text, timeZone: name, now: now)
        return schedule.next(1, after: now, in: zone).first
    }
}

import CIPipeline
import SourceControl
import Store
import Synchronization
import Testing

/// Rows about the catalogue.
extension SettingsTableTests {
    @Test("Sync metadata on every push to production") func syncOnPush() async throws {
        for isOn in [true, false] {
            let world = try await World { $0.syncMetadataOnPush = isOn }
            _ = try await world.pipeline(time: world.time).take(MergeWorld.push(), to: world.repository)
            let sync = try await world.store.waitingSync(ciConfigID: world.config.id)
            #expect((sync?.cause == .push) == isOn && (sync?.wantedSHA == "mmmmmmm1") == isOn)
        }
    }

    /// The cause of a sync that waits after a day's end, looked at a minute before and a minute after a moment of 2023-11-15.
    private func syncs(around seconds: Double, _ edit: (inout CISettings) -> Void) async throws -> [MetadataSyncRecord.Cause?] {
        let world = try await World(edit)
        let pipeline = world.pipeline(time: world.time)
        _ = try await pipeline.lookAtSchedules()
        var causes: [MetadataSyncRecord.Cause?] = []
        // 2023-11-15 00:00 UTC.
        for time in [seconds - 60, seconds + 60] {
            world.clock.withLock { $0 = 1_700_006_400 + time }
            _ = try await pipeline.lookAtSchedules()
            causes.append(try await world.store.waitingSync(ciConfigID: world.config.id)?.cause)
        }
        return causes
    }

    @Test("Sync metadata on a schedule") func syncOnSchedule() async throws {
        #expect(try await syncs(around: 7_200) { $0.syncMetadataSchedule = "0 2 * * *" } == [nil, .schedule])
        #expect(try await syncs(around: 7_200) { $0.syncMetadataSchedule = "30 4 * * *" } == [nil, nil])
        #expect(try await syncs(around: 7_200) { _ in } == [nil, nil])
    }

    @Test("Time zone of the schedule") func timeZone() async throws {
        #expect(
            try await syncs(around: 3_600) {
                ($0.syncMetadataSchedule, $0.syncMetadataTimeZone) = ("0 2 * * *", "Europe/Berlin")
            } == [nil, .schedule])
        #expect(try await syncs(around: 3_600) { $0.syncMetadataSchedule = "0 2 * * *" } == [nil, nil])
    }
}

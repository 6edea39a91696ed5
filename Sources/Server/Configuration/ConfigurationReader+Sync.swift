import Schedule
import Store

extension ConfigurationReader {
    /// Reads when metadata is synced into the settings.
    func readSync(_ part: ConfigurationNode, into settings: inout CISettings) {
        settings.syncMetadataOnPush = part.bool("sync_metadata_on_push") ?? settings.syncMetadataOnPush
        settings.syncMetadataTimeZone = part.text("sync_metadata_time_zone") ?? settings.syncMetadataTimeZone
        settings.syncMetadataSchedule = part.text("sync_metadata_schedule")
        do throws(CronError) {
            _ = try CronSchedule.zone(named: settings.syncMetadataTimeZone)
        } catch {
            part.report(error.message, at: "sync_metadata_time_zone")
        }
        do throws(CronError) {
            _ = try settings.syncMetadataSchedule.map { text throws(CronError) in try CronSchedule(text) }
        } catch {
            part.report(error.message, at: "sync_metadata_schedule")
        }
    }
}

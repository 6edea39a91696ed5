import CIPipeline
import DataDiff
import Foundation
import Relational
import Schedule
import Store
import Web

/// What can be said about single rows without asking anybody.
enum CIConfigNotes {
    typealias Notes = [String: [FormField.Note]]

    static func notes(_ entries: CIConfigEntries, dataSourceType: String?, now: Double) -> Notes {
        var notes: Notes = [:]
        if let note = schedule(entries, now: now) { notes["sync_metadata_schedule"] = [note] }
        notes["files_to_ignore"] = patterns(entries["files_to_ignore"])
        if let note = sampleSize(entries) { notes["sampling.confidence"] = [note] }
        if entries["sampling.threshold"].isEmpty, let dataSourceType {
            let rows = SamplingSettings.defaultThreshold(warehouse: dataSourceType)
            notes["sampling.threshold"] = [
                .init(.ok, "\(rows.formatted(.number.locale(.init(identifier: "en_US")))) rows for \(dataSourceType).")
            ]
        }
        return notes
    }

    /// The next three times.
    private static func schedule(_ entries: CIConfigEntries, now: Double) -> FormField.Note? {
        let text = entries["sync_metadata_schedule"]
        let zoneName = entries["sync_metadata_time_zone"].isEmpty ? "UTC" : entries["sync_metadata_time_zone"]
        guard !text.isEmpty, let schedule = try? CronSchedule(text), let zone = try? CronSchedule.zone(named: zoneName) else { return nil }
        let times = schedule.next(3, after: now, in: zone)
        guard !times.isEmpty else { return .init(.warning, "This never comes.") }
        var style = Date.FormatStyle(date: .abbreviated, time: .shortened, locale: Locale(identifier: "en_GB"), timeZone: zone)
        style.timeZone = zone
        let words = times.map { Date(timeIntervalSince1970: $0).formatted(style) }
        return .init(.ok, "Next: \(words.joined(separator: "; ")) (\(zoneName)).")
    }

    /// The number of rows that the tolerance and the confidence ask for.
    private static func sampleSize(_ entries: CIConfigEntries) -> FormField.Note? {
        let usual = SamplingSettings()
        let tolerance = entries["sampling.tolerance"].isEmpty ? usual.tolerance : Share(entries["sampling.tolerance"])?.fraction
        let confidence = entries["sampling.confidence"].isEmpty ? usual.confidence : Share(entries["sampling.confidence"])?.fraction
        guard let tolerance, let confidence, entries["sampling.enabled"] != "false" else { return nil }
        let rows = (log(1 / (1 - confidence)) / tolerance).rounded(.up)
        guard rows.isFinite, rows < 1e15 else { return nil }
        return .init(
            .ok, "Sample size: \(Int(rows).formatted(.number.locale(.init(identifier: "en_US")))) rows, or the whole table if it has fewer."
        )
    }

    /// Patterns that do not do what they seem to.
    static func patterns(_ text: String) -> [FormField.Note] {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
        var notes: [FormField.Note] = []
        if lines.count == 1, lines[0].dropFirst().contains("!") || lines[0].contains(" ") || lines[0].contains(",") {
            notes.append(.init(.warning, "This is one pattern; write one pattern a line."))
        }
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("./") || line.hasPrefix("!./") || line.contains("\\") && !line.contains("\\ ") {
                notes.append(
                    .init(
                        .warning,
                        "'\(line.prefix(60))' matches no file: paths begin at the repository's root and have slashes, as in dbt/*."))
            } else if line.hasPrefix("!"), !lines[..<index].contains(where: { !$0.hasPrefix("!") }) {
                notes.append(.init(.warning, "'\(line.prefix(60))' has no effect: nothing before it is ignored."))
            }
        }
        return notes
    }
}

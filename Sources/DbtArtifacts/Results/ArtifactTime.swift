import Relational

/// Points in time as dbt writes them: `2026-11-21T06:34:36.123456Z`, in UTC whether that is said or not.
enum ArtifactTime {
    /// Seconds since 1970-01-01; nil for anything else.
    static func seconds(_ text: String) -> Double? {
        guard let match = text.wholeMatch(of: /(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d(?:\.\d+)?)(?:Z|\+00:00)?/),
            let year = Int64(match.1), let month = Int64(match.2), let day = Int64(match.3),
            let hours = Double(match.4), let minutes = Double(match.5), let seconds = Double(match.6)
        else { return nil }
        return Double(CivilDate(year: year, month: month, day: day).days) * 86_400 + hours * 3600 + minutes * 60 + seconds
    }
}

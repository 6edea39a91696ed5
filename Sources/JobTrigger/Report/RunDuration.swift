import Reports

/// Durations that were read from elsewhere, where any number may stand.
enum RunDuration {
    /// A hundred years.
    private static let longest = 3_153_600_000.0

    /// The duration if it is one; nil for what is no number, negative or beyond a hundred years.
    static func sane(_ seconds: Double?) -> Double? {
        guard let seconds, seconds.isFinite, (0...longest).contains(seconds) else { return nil }
        return seconds
    }

    /// As in `2 min 14 s`; nil when it is not known.
    static func text(_ seconds: Double?) -> String? {
        sane(seconds).map(NumberText.duration(seconds:))
    }

    /// Whole seconds, as in `600 s`, for a time that was given in seconds.
    static func wholeSeconds(_ seconds: Double) -> String {
        "\(Int((sane(seconds) ?? 0).rounded())) s"
    }
}

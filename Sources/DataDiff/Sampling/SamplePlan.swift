/// Which keys have their values compared: those whose hash, modulo ``modulus``, is below ``limit``.
///
/// The hash is of the normalised key alone, so both sides take the same keys. Each key is in the sample with the probability
/// `limit / modulus`, whatever became of the others; so a sample holds ``wantedRows`` rows on average, and a few more or fewer in fact.
package struct SamplePlan: Hashable, Sendable {
    /// Hashes are brought into 0 ..< 2^32: fine enough for the shares of any table, and an integer that every engine has.
    package static let modulus = 4_294_967_296
    /// How many times smaller than all rows a sample must be, for it to be worth giving up exactness.
    private static let gain = 2.0

    /// From 1 to half of ``modulus``.
    package let limit: Int
    /// Rows that the sample will hold on average.
    package let wantedRows: Int
    /// Keys that occur once on both sides: what the sample is taken from, and what estimates are scaled to.
    package let commonKeys: Int

    /// Nil when everything is to be compared.
    ///
    /// - Parameters:
    ///   - keys: what both sides' key statements answered.
    ///   - commonKeys: how many keys occur once on both sides.
    package init?(_ settings: SamplingSettings, keys: [KeyCounts], commonKeys: Int) {
        guard Self.exemption(settings, keys: keys, commonKeys: commonKeys) == nil else { return nil }
        self.commonKeys = commonKeys
        wantedRows = Int(settings.wantedRows.rounded())
        limit = Int((settings.wantedRows / Double(commonKeys) * Double(Self.modulus)).rounded(.up))
    }

    /// Whether there may be a sample, before the keys common to both sides are counted.
    ///
    /// When not, that count is needless.
    package static func isPossible(_ settings: SamplingSettings, keys: [KeyCounts]) -> Bool {
        exemption(settings, keys: keys, commonKeys: keys.map(\.distincts).min() ?? 0) == nil
    }

    /// Why everything is to be compared; nil when there is to be a sample.
    package static func exemption(_ settings: SamplingSettings, keys: [KeyCounts], commonKeys: Int) -> SamplingExemption? {
        guard settings.isEnabled else { return .off }
        guard (keys.map(\.totalRows).max() ?? 0) >= settings.threshold else { return .belowThreshold }
        return settings.wantedRows * gain <= Double(commonKeys) ? nil : .sampleNotSmaller
    }
}

/// Why the values of all common keys were compared.
package enum SamplingExemption: String, Hashable, Sendable, Codable {
    /// Sampling was not asked for.
    case off
    /// Both tables have fewer rows than the threshold.
    case belowThreshold = "below_threshold"
    /// The sample would not be clearly smaller than all common keys: more than half of them.
    case sampleNotSmaller = "sample_not_smaller"
    /// Across databases, rows that checksums tell equal were skipped, so that all others could be compared.
    case equalRowsSkipped = "equal_rows_skipped"
    /// The key's type has no hash that both sides share.
    case keyNotHashed = "key_not_hashed"
}

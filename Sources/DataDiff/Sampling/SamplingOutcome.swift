/// Whether values were compared on a sample, and the settings.
package struct SamplingOutcome: Hashable, Sendable, Codable {
    package var sampled: Bool
    /// Rows of the sample; nil unless sampled.
    package var sampleRows: Int?
    /// Keys that occur once on both sides, which the sample was taken from; nil unless sampled.
    package var commonKeys: Int?
    /// Why all of them were compared; nil when they were not, or nothing was.
    package var reason: SamplingExemption?
    package var tolerance: Double
    package var confidence: Double
    package var threshold: Int

    package init(
        sampled: Bool = false, sampleRows: Int? = nil, commonKeys: Int? = nil, reason: SamplingExemption? = nil, settings: SamplingSettings
    ) {
        self.sampled = sampled
        self.sampleRows = sampleRows
        self.commonKeys = commonKeys
        self.reason = reason
        tolerance = settings.tolerance
        confidence = settings.confidence
        threshold = settings.threshold
    }

    /// The share of differing rows that a sample without any difference rules out, by the confidence asked for; nil when it rules out none.
    ///
    /// The tolerance, but for a sample that came out too small for it.
    package var ruledOutShare: Double? {
        guard sampled, let sampleRows, let commonKeys, sampleRows > 0 else { return nil }
        let bounds = SampleBounds(total: commonKeys, drawn: sampleRows, found: 0)
        return max(tolerance, Double(bounds.most(risk: 1 - confidence) + 1) / Double(bounds.total))
    }
}

extension SamplingOutcome {
    private enum CodingKeys: String, CodingKey { case sampled, sampleRows, commonKeys, reason, tolerance, confidence, threshold }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sampled, forKey: .sampled)
        try container.encode(sampleRows, forKey: .sampleRows)
        try container.encode(commonKeys, forKey: .commonKeys)
        try container.encode(reason, forKey: .reason)
        try container.encode(tolerance, forKey: .tolerance)
        try container.encode(confidence, forKey: .confidence)
        try container.encode(threshold, forKey: .threshold)
    }
}

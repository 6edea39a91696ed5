/// What a count in a sample says about all common keys.
package struct SampleEstimate: Hashable, Sendable, Codable {
    /// Where the true count lies, both ends included.
    package struct Interval: Hashable, Sendable, Codable {
        package var min: Int
        package var max: Int

        package init(min: Int, max: Int) {
            self.min = min
            self.max = max
        }
    }

    /// The count in the sample.
    package var value: Int
    /// The count scaled to all common keys.
    package var estimate: Int
    /// How often such an interval holds the true count, a fraction; for this count alone, not for several at once.
    package var confidence: Double
    package var interval: Interval

    package init(value: Int, estimate: Int, confidence: Double, interval: Interval) {
        self.value = value
        self.estimate = estimate
        self.confidence = confidence
        self.interval = interval
    }

    /// The estimate from a sample that was taken without looking at the values.
    ///
    /// - Parameters:
    ///   - value: rows of the sample that count.
    ///   - sampleRows: rows of the sample.
    ///   - commonKeys: rows that it was taken from.
    package init(value: Int, sampleRows: Int, commonKeys: Int, confidence: Double) {
        let bounds = SampleBounds(total: commonKeys, drawn: sampleRows, found: value)
        let risk = (1 - confidence) / 2
        let scaled = sampleRows == 0 ? 0 : Double(value) * (Double(bounds.total) / Double(sampleRows))
        let interval = Interval(min: bounds.fewest(risk: risk), max: bounds.most(risk: risk))
        self.init(
            value: value, estimate: min(max(Int(scaled.rounded()), interval.min), interval.max), confidence: confidence, interval: interval)
    }
}

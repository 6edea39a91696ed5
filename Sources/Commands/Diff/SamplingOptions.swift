import ArgumentParser
import DataDiff
import Relational
import Store

/// Options that say whether values are compared on a sample of the keys; exact without any of them.
struct SamplingOptions: ParsableArguments {
    @Flag(
        inversion: .prefixedNo,
        help: "Compare the values of large tables on a sample of the keys; the options below turn it on, too. Key counts stay exact.")
    var sampling: Bool?
    @Option(
        name: .customLong("sampling-tolerance"),
        help: ArgumentHelp("Share of differing rows that a sample without a difference may miss (0.001%).", valueName: "share"))
    var tolerance: String?
    @Option(
        name: .customLong("sampling-confidence"),
        help: ArgumentHelp("How sure that is, and how sure estimates are (99%).", valueName: "share"))
    var confidence: String?
    @Option(
        name: .customLong("sampling-threshold"),
        help: ArgumentHelp("Rows of the larger table from which on there is a sample (5000000; PostgreSQL 300000).", valueName: "rows"))
    var threshold: Int?

    /// Wrong shares are wrong usage of the command that has them.
    func validate() throws { _ = try preferences() }

    /// Off unless one of the options is given: whoever compares at a terminal expects exact numbers.
    func preferences() throws -> SamplingPreferences {
        let shares = [
            try Self.share(tolerance, "--sampling-tolerance", "0.001% or 0.00001"),
            try Self.share(confidence, "--sampling-confidence", "99% or 0.99"),
        ]
        if let threshold, threshold < 0 { throw ValidationError("--sampling-threshold \(threshold): expected a number of rows") }
        let isSet = tolerance != nil || confidence != nil || threshold != nil
        if sampling == false, isSet { throw ValidationError("--no-sampling cannot stand beside options that say how to sample") }
        return SamplingPreferences(isEnabled: sampling ?? isSet, tolerance: shares[0], confidence: shares[1], threshold: threshold)
    }

    private static func share(_ text: String?, _ option: String, _ example: String) throws -> Double? {
        guard let text else { return nil }
        guard let share = Share(text) else { throw ValidationError("\(option) \(text): expected \(Share.expectation(example))") }
        return share.fraction
    }
}

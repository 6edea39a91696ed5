import Foundation

extension SamplingSettings {
    /// Rows of the larger table below which everything is compared, unless somebody says otherwise.
    ///
    /// - Parameter warehouse: the kind of warehouse, as in its dialect's name or a connection URI's scheme.
    package static func defaultThreshold(warehouse: String) -> Int {
        switch warehouse {
        case "redshift": 1_000_000
        case "postgresql", "postgres", "pg": 300_000
        default: 5_000_000
        }
    }

    /// How many rows must be looked at, so that a share of differing rows as large as the tolerance shows with the confidence asked for.
    ///
    /// Of a large table, n rows without a difference have the probability exp(-n × tolerance), by Poisson's distribution.
    package var wantedRows: Double { -log1p(-confidence) / tolerance }
}

package import Foundation

/// Reads and writes a run's report as it is stored: names as in the code, sorted.
package enum ReportJSON {
    package static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    package static func decoder() -> JSONDecoder { JSONDecoder() }
}

package import Foundation

/// Reads and writes the JSON of a diff: snake case, sorted keys, absent parts as explicit `null`.
package enum DiffJSON {
    /// An encoder for results; dictionaries that hold column names keep them as they are.
    package static func encoder(pretty: Bool = false) -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting =
            pretty ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    /// The counterpart of ``encoder(pretty:)``.
    package static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}

/// Text from elsewhere made harmless for a terminal.
package enum TerminalSafe {
    /// One line without control characters, so that a value can neither break the table nor steer the terminal.
    package static func line(_ text: String, limit: Int = 60) -> String {
        var safe = String.UnicodeScalarView()
        for (count, scalar) in text.unicodeScalars.enumerated() {
            guard count < limit else { return String(safe) + "…" }
            safe.append(isControl(scalar) ? "·" : scalar)
        }
        return String(safe)
    }

    /// Whole text with its line breaks, without other control characters.
    package static func text(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0 != "\n" && $0 != "\t" && isControl($0) ? "·" : $0 }))
    }

    /// C0, C1, and the signs that turn the direction of writing.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<32, 127...159, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

/// Colours of terminal text, or none.
package struct Ink: Sendable {
    private let isOn: Bool

    /// - Parameter isOn: false when the output is no terminal or `NO_COLOR` is set.
    package init(isOn: Bool) {
        self.isOn = isOn
    }

    package func bold(_ text: String) -> String { wrapped(text, "1") }
    package func dim(_ text: String) -> String { wrapped(text, "2") }
    package func removed(_ text: String) -> String { wrapped(text, "31") }
    package func added(_ text: String) -> String { wrapped(text, "32") }
    package func changed(_ text: String) -> String { wrapped(text, "33") }

    /// The colour of a verdict.
    package func verdict(_ text: String, isGood: Bool, isError: Bool = false) -> String {
        wrapped(text, isError ? "1;31" : isGood ? "1;32" : "1;33")
    }

    private func wrapped(_ text: String, _ code: String) -> String {
        isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

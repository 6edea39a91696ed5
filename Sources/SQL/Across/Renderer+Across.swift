extension Renderer {
    /// Arguments that a function may have in every engine.
    private static let argumentLimit = 90
    /// Numbers that are quickly looked for one after the other.
    private static let listLimit = 50

    func text(_ expression: AcrossExpression) -> String {
        switch expression {
        case .bucket(let key, let count): bucket(key, count)
        case .isOneOf(let number, let chosen, let count): isOneOf(number, chosen, count)
        case .rowHash(let values): dialect.across.wideDigest(canonicalText(values))
        case .sum(let hash): dialect.normalise("sum(\(text(hash)))", .text)
        }
    }

    /// Integers are taken as they are, as that costs nothing; the engines agree on the remainder of a negative number.
    private func bucket(_ key: [CanonicalExpression], _ count: Int) -> String {
        if key.allSatisfy({ $0.form == .integer }) {
            let parts = key.map { "CAST(\(text($0.value)) AS BIGINT) % \(count)" }
            return parts.dropFirst().reduce(parts[0]) { "((\($0)) * 31 + \($1)) % \(count)" }
        }
        let hash = "\(dialect.across.digest(canonicalText(key), 8)) % \(count)"
        return "CASE WHEN \(text(.all(key.map { .isNotNull($0.value) }))) THEN \(hash) END"
    }

    /// Engines look through a long list for every row, at least beside an OR.
    private func isOneOf(_ number: Expression, _ chosen: [Int], _ count: Int) -> String {
        guard chosen.count > Self.listLimit else { return text(.isOneOf(number, chosen)) }
        var bits = [UInt8](repeating: UInt8(ascii: "0"), count: 2 * count)
        for place in chosen where bits.indices.contains(place + count) { bits[place + count] = UInt8(ascii: "1") }
        return "\(dialect.across.bit(String(decoding: bits, as: UTF8.self), "CAST(\(text(number)) + \(count) AS INTEGER)")) = 1"
    }

    /// All values one after the other, so that no other values give the same text.
    private func canonicalText(_ values: [CanonicalExpression]) -> String {
        var parts = values.flatMap { ["'|'"] + dialect.across.parts(text($0.value), $0.form) }
        while parts.count > Self.argumentLimit {
            parts = stride(from: 0, to: parts.count, by: Self.argumentLimit).map { start in
                concatenated(parts[start..<min(start + Self.argumentLimit, parts.count)])
            }
        }
        return concatenated(parts[...])
    }

    private func concatenated(_ parts: ArraySlice<String>) -> String { "concat(\(parts.joined(separator: ", ")))" }
}

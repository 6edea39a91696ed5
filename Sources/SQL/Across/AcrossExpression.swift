/// What checksums across two databases need: every engine gives equal values the same numbers.
package indirect enum AcrossExpression: Hashable, Sendable {
    /// A number between -`count` and `count`, both apart, that equal keys share; NULL where a part of the key is.
    case bucket([CanonicalExpression], count: Int)
    /// Whether such a number is one of some.
    case isOneOf(Expression, [Int], count: Int)
    /// 64 bits with a sign, of the values of a row; never NULL.
    case rowHash([CanonicalExpression])
    /// The exact sum of such hashes over rows, as decimal digits: rows count in any order and as often as they occur.
    case sum(Expression)
}

/// A value of a row, and how it is written.
package struct CanonicalExpression: Hashable, Sendable {
    package let value: Expression
    package let form: CanonicalForm

    package init(_ value: Expression, _ form: CanonicalForm) {
        self.value = value
        self.form = form
    }
}

/// How one engine calculates checksums that another engine calculates too.
package struct AcrossRules: Sendable {
    /// What is to be concatenated for a value: expressions of which NULL counts as empty text.
    package let parts: @Sendable (_ sql: String, _ form: CanonicalForm) -> [String]
    /// The first so many of the 32 hexadecimal digits of a text's MD5, at most 8, as an integer without sign.
    package let digest: @Sendable (_ text: String, _ digits: Int) -> String
    /// The first 16 of them, as an integer of 64 bits with a sign.
    package let wideDigest: @Sendable (_ text: String) -> String
    /// The bit at a place, from 0, of text of zeros and ones.
    package let bit: @Sendable (_ bits: String, _ place: String) -> String
    /// Whether a table's rows are soon grouped by their keys.
    package let groupsQuickly: Bool
    /// A statement for about how many rows a relation has, without reading it: NULL for a view, and where nobody knows.
    package let size: @Sendable (_ relation: String, _ parts: [String]) -> String

    package init(
        parts: @escaping @Sendable (String, CanonicalForm) -> [String], digest: @escaping @Sendable (String, Int) -> String,
        wideDigest: @escaping @Sendable (String) -> String, bit: @escaping @Sendable (String, String) -> String, groupsQuickly: Bool,
        size: @escaping @Sendable (String, [String]) -> String
    ) {
        self.parts = parts
        self.digest = digest
        self.wideDigest = wideDigest
        self.bit = bit
        self.groupsQuickly = groupsQuickly
        self.size = size
    }
}

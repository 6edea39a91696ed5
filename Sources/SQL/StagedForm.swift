package import Relational

/// How the values of a type leave their engine, and what is made of them in the database that both sides are staged in (DuckDB).
///
/// The two ends agree on it: equal values of any engine must be equal there.
package enum StagedForm: Hashable, Sendable {
    /// As the driver delivers the normalised value.
    case plain([Normalisation])
    /// Decimal digits as text, with `NaN`, `Infinity` and `-Infinity` where the type has them; a decimal where all fit into one.
    case digits([Normalisation])
    /// Dates and instants in two columns: those that every engine's driver delivers, and the text of the others.
    ///
    /// - Parameters:
    ///   - type: DuckDB's spelling of the type.
    ///   - extreme: what comes before the text of the others, so that it is text without a zone.
    case instants(type: String, extreme: [Normalisation])
    /// Text that is read as a DuckDB type whose every value it can be.
    case text([Normalisation], readAs: String)
    /// JSON as text, which DuckDB may refuse to read.
    case json([Normalisation])
    /// Text for people to read; compared only with what the same engine writes, and not at all where there is a reason.
    case ownText(obstacle: String?)
    /// An array or a structure as JSON, as ``Normalisation/nestedText(_:)`` writes it.
    case nested(Nested<ColumnType>)
    /// A value of DuckDB's own nested types, as the driver delivers it.
    case own
}

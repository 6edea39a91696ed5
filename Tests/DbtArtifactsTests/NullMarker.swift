import Foundation

/// Stands for JSON's null, or for no member at all, in fixtures.
enum NullMarker {
    case null, absent

    /// Puts null for `null` and drops members that are `absent`, at every depth.
    static func resolve(_ fields: Fixture.Fields) -> Fixture.Fields {
        fields.compactMapValues { value in
            if let marker = value as? NullMarker { return marker == .null ? NSNull() : nil }
            if let fields = value as? Fixture.Fields { return resolve(fields) }
            return value
        }
    }
}

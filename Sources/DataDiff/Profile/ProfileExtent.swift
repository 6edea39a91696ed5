import Foundation
import Relational
import SQL

/// From where to where a column's values reach, as far as they can be put into bins.
struct ProfileExtent: Hashable, Sendable {
    /// The smallest and the largest finite value.
    struct Range: Hashable, Sendable {
        let typeClass: TypeClass
        /// Digits behind the point that the type holds; nil when it has no fixed number.
        let scale: Int?
        /// As the warehouse wrote them: numbers, days or microseconds.
        let lowest: String
        let highest: String
    }

    /// Nil when there is no finite value.
    let range: Range?

    init(_ type: ColumnType, _ types: TypeRules, lowest: String?, highest: String?) {
        guard let lowest, let highest else {
            range = nil
            return
        }
        let scale = type.typeClass == .integer ? 0 : types.exactShape(type.base)?.scale
        range = Range(typeClass: type.typeClass, scale: scale, lowest: lowest, highest: highest)
    }
}

package import HTTPTransport

/// What becomes of a stored secret, which nobody can read back.
package enum SecretChange: Hashable, Sendable {
    /// The stored one stays, if there is one.
    case keep
    case set(Secret)
    case clear

    /// A draft's word: nil means none.
    init(_ secret: Secret?) {
        if let secret, !secret.isEmpty { self = .set(secret) } else { self = .clear }
    }
}

import Foundation
package import HTTPTransport

/// Secrets made here.
package enum RandomToken {
    /// 256 random bits of the operating system as 43 characters that may stand in an address and a cookie.
    package static func make() -> Secret {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let text = Data(bytes).base64EncodedString()
        return Secret(text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: ""))
    }
}

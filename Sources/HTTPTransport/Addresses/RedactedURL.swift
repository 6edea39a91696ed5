import Foundation

/// Makes an address fit for messages and logs.
package enum RedactedURL {
    /// The address without user, password, query and fragment; a removed query leaves `?…`.
    ///
    /// Which query item holds a token differs by host (a signed download has it in several), so all of them go.
    /// Works on text that is no valid address too, for that is what an error is often about.
    package static func text(of url: String) -> String {
        let end = url.firstIndex { $0 == "?" || $0 == "#" } ?? url.endIndex
        var shown = String(url[..<end])
        if let scheme = shown.range(of: "://") {
            let authorityEnd = shown[scheme.upperBound...].firstIndex(of: "/") ?? shown.endIndex
            if let at = shown[scheme.upperBound..<authorityEnd].lastIndex(of: "@") {
                shown.removeSubrange(scheme.upperBound...at)
            }
        } else if let at = shown.lastIndex(of: "@") {
            shown.removeSubrange(...at)
        }
        let clean = shown.unicodeScalars.filter { !$0.properties.isWhitespace && $0.properties.generalCategory != .control }
        return String(String.UnicodeScalarView(clean)) + (end < url.endIndex && url[end] == "?" ? "?…" : "")
    }
}

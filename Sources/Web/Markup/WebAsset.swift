import Foundation

/// A file that pages load: its name changes with its content, so it may be cached forever.
package struct WebAsset: Hashable, Sendable {
    /// The `Cache-Control` header to send with every asset.
    package static let cacheControl = "public, max-age=31536000, immutable"

    /// For example `site.1f0c9a3b7d2e4c58.css`; served at ``Route/asset(_:)``.
    package let fileName: String
    package let contentType: String
    package let bytes: [UInt8]

    /// Where pages look for it.
    package var path: String { Route.asset(fileName) }

    init(name: String, fileExtension: String, contentType: String, bytes: [UInt8]) {
        fileName = "\(name).\(Self.fingerprint(bytes)).\(fileExtension)"
        self.contentType = contentType
        self.bytes = bytes
    }

    /// All assets.
    package static let all = [styles, theme, live, forms, favicon]

    /// The asset of that file name; an old fingerprint is not found.
    package static func named(_ fileName: String) -> WebAsset? {
        all.first { $0.fileName == fileName }
    }

    static let styles = WebAsset(
        name: "site", fileExtension: "css", contentType: "text/css; charset=utf-8", bytes: PackageResources.site_css)
    static let theme = WebAsset(
        name: "theme", fileExtension: "js", contentType: "text/javascript; charset=utf-8", bytes: PackageResources.theme_js)
    static let live = WebAsset(
        name: "live", fileExtension: "js", contentType: "text/javascript; charset=utf-8", bytes: PackageResources.live_js)
    static let forms = WebAsset(
        name: "forms", fileExtension: "js", contentType: "text/javascript; charset=utf-8", bytes: PackageResources.forms_js)
    static let favicon = WebAsset(
        name: "favicon", fileExtension: "svg", contentType: "image/svg+xml", bytes: PackageResources.favicon_svg)

    /// FNV-1a, 64 bits: enough to tell versions of a file apart, no protection against forgery.
    private static func fingerprint(_ bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes {
            hash ^= UInt64(byte)
            hash &*= 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

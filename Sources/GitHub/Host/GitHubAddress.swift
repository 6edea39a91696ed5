/// GitHub's addresses: of its pages, and of its API.
package enum GitHubAddress {
    package static let publicPages = "https://github.com"
    package static let publicAPI = "https://api.github.com"

    /// The API address of a repository as Apps are known by it: without a slash at the end, the public one when nil.
    package static func api(_ configured: String?) -> String {
        guard var url = configured, !url.isEmpty else { return publicAPI }
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }

    /// Where the API of a host is whose pages are at an address.
    ///
    /// `api.github.com` of github.com, `api.NAME.ghe.com` of NAME.ghe.com, and `/api/v3` below an Enterprise Server.
    package static func api(ofPages pages: String) -> String {
        let address = api(pages)
        guard let scheme = address.firstRange(of: "://") else { return address }
        let host = address[scheme.upperBound...]
        if host.lowercased() == "github.com" || host.lowercased().hasSuffix(".ghe.com") {
            return "\(address[..<scheme.upperBound])api.\(host)"
        }
        return address + "/api/v3"
    }
}

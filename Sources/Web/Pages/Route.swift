/// The addresses of our own pages; every link between pages is made here.
package enum Route {
    package static let runs = "/runs"
    /// The GitHub Apps this server acts as.
    package static let gitHubApps = "/settings/github-app"
    /// Where a new one is registered.
    package static let newGitHubApp = "/settings/github-app/new"

    package static let catalogue = "/catalogue"
    /// Takes what asks for a sync.
    package static let sync = "/catalogue/sync"

    /// A node of a configuration's catalogue by its unique id.
    package static func catalogueNode(_ configuration: Int, _ uniqueID: String) -> String {
        "/catalogue/\(configuration)/\(escapeQuery(uniqueID))"
    }

    package static let settings = "/settings"
    package static let account = "/settings/account"
    package static let signIn = "/sign-in"
    package static let signOut = "/sign-out"

    /// The sign-in that leads back to a page of ours.
    package static func signIn(backTo address: String?) -> String { path(signIn, [("next", address == runs ? nil : address)]) }

    package static func run(_ id: Int) -> String { "/runs/\(id)" }

    /// Server-Sent Events of a run: any event means "look again".
    package static func runEvents(_ id: Int) -> String { "/runs/\(id)/events" }

    package static func diff(_ id: Int, _ tab: DiffTab = .overview) -> String { "/datadiffs/\(id)/\(tab.rawValue)" }

    /// Where an asset of that file name is served from, forever unchanged.
    package static func asset(_ fileName: String) -> String { "/assets/\(fileName)" }

    /// A path with query items in their order; items without a value are left out.
    static func path(_ path: String, _ items: [(name: String, value: String?)]) -> String {
        let pairs = items.compactMap { item in
            item.value.map { "\(escapeQuery(item.name))=\(escapeQuery($0))" }
        }
        return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    }

    /// Percent-encodes everything but RFC 3986's unreserved characters.
    private static func escapeQuery(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return escaped
    }
}

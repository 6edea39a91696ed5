/// Decides which addresses may become links.
enum LinkAddress {
    /// The address itself when it is http(s) with a host, or a path of ours; else nothing.
    ///
    /// Browsers drop tabs and line ends inside addresses and read backslashes as slashes, so both are refused.
    static func safe(_ text: String?) -> String? {
        guard let text, !text.isEmpty, text.unicodeScalars.allSatisfy(isPlain) else { return nil }
        if text.utf8.starts(with: "/".utf8) { return text.utf8.starts(with: "//".utf8) ? nil : text }
        let lower = text.lowercased()
        for scheme in ["https://", "http://"] where lower.utf8.starts(with: scheme.utf8) {
            let host = text.utf8.dropFirst(scheme.utf8.count).first
            guard let host, ![UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains(host) else { return nil }
            return text
        }
        return nil
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x20 && scalar.value != 0x7f && !(0x80...0x9f).contains(scalar.value) && scalar != "\\"
    }
}

/// A link, or only its text when the address is not safe.
struct LinkView {
    var text: String
    var href: String?

    init(text: String, url: String?) {
        self.text = text
        href = LinkAddress.safe(url)
    }

    init(_ link: PageLink) {
        self.init(text: link.text, url: link.url)
    }
}

/// Reads the `Link` header by which GitHub and GitLab page (RFC 8288).
package enum LinkHeader {
    /// The target of the link with relation `relation`; nil when there is none, which ends the paging.
    package static func target(_ relation: String, in headers: HeaderList) -> String? {
        for field in headers.fields where field.name.lowercased() == "link" {
            var rest = field.value[...]
            while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
                let target = rest[rest.index(after: open)..<close]
                rest = rest[rest.index(after: close)...]
                let parameters = rest[..<(rest.firstIndex(of: "<") ?? rest.endIndex)]
                if relations(in: parameters).contains(relation) { return String(target) }
            }
        }
        return nil
    }

    private static func relations(in parameters: Substring) -> [String] {
        parameters.split(whereSeparator: { $0 == ";" || $0 == "," }).flatMap { parameter -> [String] in
            let pair = parameter.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace || $0 == " " } }
            guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == "rel" else { return [] }
            return pair[1].filter { $0 != "\"" }.split(separator: " ").map(String.init)
        }
    }

    /// The address of the next page: the path of `url` with the query of the `next` link.
    ///
    /// The path, host and scheme of the link are not used, so the token never goes to a host that only the answer names,
    /// and a host behind a proxy that does not know its own name still pages.
    package static func nextPage(after url: String, in headers: HeaderList) -> String? {
        guard let next = target("next", in: headers), let mark = next.firstIndex(of: "?") else { return nil }
        let path = url[..<(url.firstIndex(of: "?") ?? url.endIndex)]
        let address = String(path + next[mark...].prefix { $0 != "#" })
        return address == url ? nil : address
    }
}

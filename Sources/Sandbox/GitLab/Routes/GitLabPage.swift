import HTTPTypes
import Hummingbird

/// A page of a list, with GitLab's headers for the others.
///
/// <https://docs.gitlab.com/api/rest/#pagination>
struct GitLabPage {
    let page: PageRequest

    init(_ request: Request) { page = PageRequest(request, usual: 20) }

    var size: Int { page.size }
    var offset: Int { page.offset }

    /// The page of a list that is all there.
    func response(_ all: [NamedParts], _ address: SandboxAddress) throws -> Response {
        try response(items: page.items(of: all), total: all.count, address)
    }

    /// The page of a list of which only the page was read.
    func response(items: [NamedParts], total: Int, _ address: SandboxAddress) throws -> Response {
        let (number, last) = (page.number, page.last(of: total))
        var links: [(name: String, page: Int)] = [("first", 1), ("last", last)]
        if number < last { links.insert(("next", number + 1), at: 0) }
        if number > 1 { links.insert(("prev", number - 1), at: 0) }
        let fields = [
            "Link": page.links(links, address), "X-Page": String(number), "X-Per-Page": String(size), "X-Total": String(total),
            "X-Total-Pages": String(last), "X-Next-Page": number < last ? String(number + 1) : "",
            "X-Prev-Page": number > 1 ? String(number - 1) : "",
        ]
        var headers = HTTPFields()
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return try JSONAnswer.response(items, headers: headers)
    }
}

import HTTPTypes
import Hummingbird

/// A page of a list, with GitHub's `Link` header for the others.
/// https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
struct GitHubPage {
    let page: PageRequest

    init(_ request: Request) { page = PageRequest(request, usual: 30) }

    var number: Int { page.number }
    var size: Int { page.size }
    var offset: Int { page.offset }

    /// The page of a list that is all there.
    func response<Item: Encodable>(_ all: [Item], links: GitHubLinks) throws -> Response {
        try response(items: page.items(of: all), total: all.count, links: links)
    }

    /// The page of a list of which only the page was read.
    func response<Item: Encodable>(items: [Item], total: Int, links: GitHubLinks) throws -> Response {
        try JSONAnswer.response(items, headers: headers(total: total, links: links))
    }

    func headers(total: Int, links: GitHubLinks) -> HTTPFields {
        let (number, last) = (page.number, page.last(of: total))
        var relations: [(name: String, page: Int)] = []
        if number > 1 { relations.append(("prev", min(number - 1, last))) }
        if number < last { relations.append(("next", number + 1)) }
        if number < last { relations.append(("last", last)) }
        if number > 1 { relations.append(("first", 1)) }
        guard !relations.isEmpty, let name = HTTPField.Name("Link") else { return [:] }
        return [name: page.links(relations, links.address)]
    }
}

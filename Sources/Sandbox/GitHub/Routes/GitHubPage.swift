import HTTPTypes
import Hummingbird

/// Which part of a list is asked for, and GitHub's `Link` header for the others.
/// https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
struct GitHubPage {
    let number: Int
    let size: Int
    private let request: Request

    init(_ request: Request) {
        let query = request.queryItems
        number = max(1, query.integer("page") ?? 1)
        size = min(100, max(1, query.integer("per_page") ?? 30))
        self.request = request
    }

    /// How many items lie before the page.
    var offset: Int { (number - 1) * size }

    /// The page of a list that is all there.
    func response<Item: Encodable>(_ all: [Item], links: GitHubLinks) throws -> Response {
        try response(items: Array(all.dropFirst(offset).prefix(size)), total: all.count, links: links)
    }

    /// The page of a list of which only the page was read.
    func response<Item: Encodable>(items: [Item], total: Int, links: GitHubLinks) throws -> Response {
        try JSONAnswer.response(items, headers: headers(total: total, links: links))
    }

    func headers(total: Int, links: GitHubLinks) -> HTTPFields {
        let last = max(1, (total + size - 1) / size)
        var relations: [(String, Int)] = []
        if number > 1 { relations.append(("prev", min(number - 1, last))) }
        if number < last { relations.append(("next", number + 1)) }
        if number < last { relations.append(("last", last)) }
        if number > 1 { relations.append(("first", 1)) }
        guard !relations.isEmpty, let name = HTTPField.Name("Link") else { return [:] }
        let text = relations.map { "<\(address($0.1, links: links))>; rel=\"\($0.0)\"" }.joined(separator: ", ")
        return [name: text]
    }

    private func address(_ page: Int, links: GitHubLinks) -> String {
        let others = (request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("page=") }
        return links.address.url + request.uri.path + "?" + (others + ["page=\(page)"]).joined(separator: "&")
    }
}

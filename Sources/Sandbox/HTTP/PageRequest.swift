import Hummingbird

/// Which part of a list a request asks for, by `page` and `per_page`.
struct PageRequest {
    /// From 1.
    let number: Int
    let size: Int
    private let request: Request

    /// - Parameter usual: items of a page that does not say how many.
    init(_ request: Request, usual: Int) {
        let query = request.queryItems
        number = max(1, query.integer("page") ?? 1)
        size = min(100, max(1, query.integer("per_page") ?? usual))
        self.request = request
    }

    /// How many items lie before the page.
    var offset: Int { (number - 1) * size }

    func items<Item>(of all: [Item]) -> [Item] { Array(all.dropFirst(offset).prefix(size)) }

    /// The number of the last page of a list; 1 when it is empty.
    func last(of total: Int) -> Int { max(1, (total + size - 1) / size) }

    /// A `Link` header's text.
    func links(_ relations: [(name: String, page: Int)], _ sandbox: SandboxAddress) -> String {
        relations.map { "<\(address($0.page, sandbox))>; rel=\"\($0.name)\"" }.joined(separator: ", ")
    }

    private func address(_ page: Int, _ sandbox: SandboxAddress) -> String {
        let others = (request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("page=") }
        return sandbox.url + request.uri.path + "?" + (others + ["page=\(page)"]).joined(separator: "&")
    }
}

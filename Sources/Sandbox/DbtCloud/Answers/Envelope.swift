/// The frame of every dbt Cloud answer but the artifacts.
struct Envelope<Content: Encodable>: Encodable {
    @ExplicitNull var data: Content?
    let status: StatusAnswer
    var extra: ExtraAnswer?

    init(_ data: Content, extra: ExtraAnswer? = nil, code: Int = 200) {
        self.data = data
        self.extra = extra
        status = StatusAnswer(code: code, isSuccess: true, userMessage: "Success!", developerMessage: "")
    }
}

/// The frame of a failure: no data.
struct FailureEnvelope: Encodable {
    @ExplicitNull var data: String?
    let status: StatusAnswer

    init(code: Int, message: String) {
        data = nil
        status = StatusAnswer(code: code, isSuccess: false, userMessage: message, developerMessage: nil)
    }
}

struct StatusAnswer: Encodable {
    let code: Int
    let isSuccess: Bool
    let userMessage: String
    @ExplicitNull var developerMessage: String?
}

/// What a list was filtered and ordered by, and how much of it this is.
struct ExtraAnswer: Encodable {
    struct Pagination: Encodable {
        let count: Int
        let totalCount: Int
    }

    /// The query's own names, and always `limit` and `offset`, which clients read to ask for the next page.
    let filters: [String: JSONValue]
    let orderBy: String
    let pagination: Pagination
}

/// An answer that goes wrong on purpose, for tests of clients.
///
/// The JSON of `--fault` and of `POST /sandbox/faults`:
/// `{"path": "/api/v2", "method": "GET", "after": 3, "status": 429, "headers": {"Retry-After": "1"}, "count": 2}`, and
/// `"body"`, `"delay_seconds": 0.5`, `"drop": true`.
package struct Fault: Codable, Sendable, Equatable {
    /// Beginning of the paths concerned, compared after doubled slashes were removed.
    package var path: String
    /// Only requests of this method; nil for all.
    package var method: String?
    /// How many concerned requests pass before this fault begins, so that one in the middle of polling can be planned beforehand.
    ///
    /// Requests that another fault hits are counted too.
    package var after: Int
    /// Status to answer instead of the true answer.
    package var status: Int?
    /// Headers of the faulty answer.
    package var headers: [String: String]?
    /// Body of the faulty answer as it is, such as a proxy's page; nil for an error in the vendor's manner.
    package var body: String?
    /// Time to wait before anything else, in seconds; a client that leaves ends the wait.
    package var delaySeconds: Double?
    /// True closes the connection without an answer.
    package var drop: Bool?
    /// How many more requests go wrong.
    package var count: Int

    enum CodingKeys: String, CodingKey {
        case path, method, after, status, headers, body, drop, count
        case delaySeconds = "delay_seconds"
    }

    package init(
        path: String,
        method: String? = nil,
        after: Int = 0,
        status: Int? = nil,
        headers: [String: String]? = nil,
        body: String? = nil,
        delaySeconds: Double? = nil,
        drop: Bool? = nil,
        count: Int = 1
    ) {
        self.path = path
        self.method = method
        self.after = after
        self.status = status
        self.headers = headers
        self.body = body
        self.delaySeconds = delaySeconds
        self.drop = drop
        self.count = count
    }

    /// `path` is required; `count` is 1 and `after` 0 when absent.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        path = try container.decode(String.self, forKey: .path)
        method = try container.decodeIfPresent(String.self, forKey: .method)
        after = try container.decodeIfPresent(Int.self, forKey: .after) ?? 0
        status = try container.decodeIfPresent(Int.self, forKey: .status)
        headers = try container.decodeIfPresent([String: String].self, forKey: .headers)
        body = try container.decodeIfPresent(String.self, forKey: .body)
        delaySeconds = try container.decodeIfPresent(Double.self, forKey: .delaySeconds)
        drop = try container.decodeIfPresent(Bool.self, forKey: .drop)
        count = try container.decodeIfPresent(Int.self, forKey: .count) ?? 1
        if let problem {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem))
        }
    }

    /// What is wrong with the values; nil for a fault that can happen.
    private var problem: String? {
        if status == nil, delaySeconds == nil, drop != true { return "a fault needs a status, delay_seconds or drop" }
        if let status, !(200...599).contains(status) { return "the status of a fault is from 200 to 599" }
        if let delaySeconds, !(0...86_400).contains(delaySeconds) { return "delay_seconds of a fault is from 0 to 86400" }
        if status == nil, body != nil { return "a fault with a body needs a status" }
        if count < 1 || after < 0 { return "a fault has a count above 0 and an after of 0 or more" }
        return nil
    }

    func concerns(method: String, path requested: String) -> Bool {
        let prefix = "/" + path.split(separator: "/").joined(separator: "/")
        return requested.hasPrefix(prefix) && (self.method.map { $0.uppercased() == method } ?? true)
    }
}

/// The faults waiting to happen.
///
/// The first that concerns a request, and has let enough of them pass, is used up by one.
struct FaultPlan: Sendable {
    private(set) var faults: [Fault] = []

    mutating func add(_ fault: Fault) {
        faults.append(fault)
    }

    mutating func clear() {
        faults = []
    }

    mutating func take(method: String, path: String) -> Fault? {
        var hit: Int?
        for index in faults.indices where faults[index].concerns(method: method, path: path) {
            if faults[index].after > 0 {
                faults[index].after -= 1
            } else if hit == nil {
                hit = index
            }
        }
        guard let hit else { return nil }
        let fault = faults[hit]
        faults[hit].count -= 1
        if faults[hit].count <= 0 { faults.remove(at: hit) }
        return fault
    }
}

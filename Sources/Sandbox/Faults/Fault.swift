/// An answer that goes wrong on purpose, for tests of clients.
///
/// The JSON of `--fault` and of `POST /sandbox/faults`:
/// `{"path": "/api/v2", "method": "GET", "status": 429, "headers": {"Retry-After": "1"}, "delay_seconds": 0.5, "drop": false, "count": 2}`.
package struct Fault: Codable, Sendable, Equatable {
    /// Beginning of the paths concerned, compared after doubled slashes were removed.
    package var path: String
    /// Only requests of this method; nil for all.
    package var method: String?
    /// Status to answer instead of the true answer.
    package var status: Int?
    /// Headers of the faulty answer.
    package var headers: [String: String]?
    /// Time to wait before anything else, in seconds.
    package var delaySeconds: Double?
    /// True closes the connection without an answer.
    package var drop: Bool?
    /// How many more requests go wrong.
    package var count: Int

    enum CodingKeys: String, CodingKey {
        case path, method, status, headers, drop, count
        case delaySeconds = "delay_seconds"
    }

    package init(
        path: String,
        method: String? = nil,
        status: Int? = nil,
        headers: [String: String]? = nil,
        delaySeconds: Double? = nil,
        drop: Bool? = nil,
        count: Int = 1
    ) {
        self.path = path
        self.method = method
        self.status = status
        self.headers = headers
        self.delaySeconds = delaySeconds
        self.drop = drop
        self.count = count
    }

    /// `path` is required; `count` is 1 when absent.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        path = try container.decode(String.self, forKey: .path)
        method = try container.decodeIfPresent(String.self, forKey: .method)
        status = try container.decodeIfPresent(Int.self, forKey: .status)
        headers = try container.decodeIfPresent([String: String].self, forKey: .headers)
        delaySeconds = try container.decodeIfPresent(Double.self, forKey: .delaySeconds)
        drop = try container.decodeIfPresent(Bool.self, forKey: .drop)
        count = try container.decodeIfPresent(Int.self, forKey: .count) ?? 1
        let hasEffect = status != nil || delaySeconds != nil || drop == true
        guard hasEffect, status.map({ (100...599).contains($0) }) ?? true, (delaySeconds ?? 0) >= 0, count > 0 else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "a fault needs a status from 100 to 599, delay_seconds or drop, and a count above 0"
                )
            )
        }
    }

    func concerns(method: String, path requested: String) -> Bool {
        let prefix = "/" + path.split(separator: "/").joined(separator: "/")
        return requested.hasPrefix(prefix) && (self.method.map { $0.uppercased() == method } ?? true)
    }
}

/// The faults waiting to happen.
///
/// The first that concerns a request is used up by one.
struct FaultPlan: Sendable {
    private(set) var faults: [Fault] = []

    mutating func add(_ fault: Fault) {
        faults.append(fault)
    }

    mutating func clear() {
        faults = []
    }

    mutating func take(method: String, path: String) -> Fault? {
        guard let index = faults.firstIndex(where: { $0.concerns(method: method, path: path) }) else { return nil }
        let fault = faults[index]
        faults[index].count -= 1
        if faults[index].count <= 0 { faults.remove(at: index) }
        return fault
    }
}

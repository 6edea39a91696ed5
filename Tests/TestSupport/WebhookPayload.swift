package import Foundation

/// Whole deliveries in the shape that hosts and dbt Cloud send them, with what is read and much that is not: `Tests/webhooks`.
package enum WebhookPayload {
    /// - Parameter name: for example `github/push`.
    package static func read(_ name: String) throws -> Data {
        try Data(contentsOf: Repository.root.appending(path: "Tests/webhooks/\(name).json"))
    }

    /// The names of all deliveries of a sender, sorted.
    package static func names(of sender: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: Repository.root.appending(path: "Tests/webhooks/\(sender)").path)
            .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }
}

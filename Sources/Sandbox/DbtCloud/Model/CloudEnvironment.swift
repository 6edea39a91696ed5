import Foundation

/// An environment of the account: where jobs write unless a run says otherwise.
struct CloudEnvironment: Sendable, Equatable {
    let id: Int
    let name: String
    /// `production`, `staging` or nil for a general one.
    let deploymentType: String?
    /// Schema of the environment's credentials.
    let schema: String
    /// Branch that its jobs check out.
    let branch: String

    static let all = [
        CloudEnvironment(id: 1, name: "Production", deploymentType: "production", schema: "prod", branch: "main"),
        CloudEnvironment(id: 2, name: "CI", deploymentType: nil, schema: "ci", branch: "main"),
    ]

    static func with(_ id: Int) -> CloudEnvironment? { all.first { $0.id == id } }
}

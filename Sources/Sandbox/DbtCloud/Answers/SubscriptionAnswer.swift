import Foundation

/// A subscription as the API shows it; numbers of jobs are text, and times microseconds in text.
struct SubscriptionAnswer: Encodable {
    let id: String
    let accountIdentifier = "act_sandbox"
    let name: String
    let description: String
    let jobIds: [String]
    let eventTypes: [String]
    let clientUrl: String
    let active: Bool
    let createdAt: String
    let updatedAt: String
    let dispatchedAt: String
    let httpStatusCode: String
    /// Only of a new one.
    var hmacSecret: String?

    /// - Parameter last: the newest delivery, when there was any.
    init(_ subscription: Subscription, last: Delivery?, showsSecret: Bool = false) {
        id = subscription.id
        name = subscription.name
        description = subscription.description ?? ""
        jobIds = subscription.jobIDs.map { String($0) }
        eventTypes = subscription.eventTypes
        clientUrl = subscription.clientURL
        active = subscription.isActive
        createdAt = Self.text(subscription.createdAt)
        updatedAt = Self.text(subscription.updatedAt)
        dispatchedAt = last?.deliveredAt.map(Self.text) ?? ""
        httpStatusCode = last?.statusCode.map { String($0) } ?? "0"
        hmacSecret = showsSecret ? subscription.secret : nil
    }

    private static func text(_ date: Date) -> String { String(Int(date.timeIntervalSince1970 * 1_000_000)) }
}

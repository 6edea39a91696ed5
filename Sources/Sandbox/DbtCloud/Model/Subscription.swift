import Foundation

/// A webhook subscription: who is told what about which jobs' runs.
///
/// <https://docs.getdbt.com/docs/deploy/webhooks>
struct Subscription: Sendable, Equatable {
    static let eventTypes = RunNews.Kind.allCases.map(\.rawValue)

    let id: String
    /// The number that its deliveries are sent under.
    let number: Int
    /// Signs the deliveries; shown once.
    let secret: String
    var name: String
    var description: String?
    var eventTypes: [String]
    /// Empty for every job.
    var jobIDs: [Int]
    var clientURL: String
    var isActive = true
    let createdAt: Date
    var updatedAt: Date

    func wants(_ news: RunNews) -> Bool {
        isActive && eventTypes.contains(news.kind.rawValue) && (jobIDs.isEmpty || jobIDs.contains(news.run.job.id))
    }

    /// - Throws: `FieldError` for what dbt Cloud does not take.
    mutating func apply(_ fields: RequestFields, now: Date) throws(FieldError) {
        name = try fields.string("name") ?? name
        description = try fields.string("description") ?? description
        clientURL = try fields.string("client_url") ?? clientURL
        eventTypes = try fields.strings("event_types") ?? eventTypes
        jobIDs = try fields.integers("job_ids") ?? jobIDs
        isActive = try fields.bool("active") ?? isActive
        guard !name.isEmpty else { throw FieldError(field: "name", reason: "This field is required.") }
        guard clientURL.hasPrefix("http://") || clientURL.hasPrefix("https://") else {
            throw FieldError(field: "client_url", reason: "'\(clientURL)' is no address of the web")
        }
        guard !eventTypes.isEmpty, eventTypes.allSatisfy(Self.eventTypes.contains) else {
            throw FieldError(field: "event_types", reason: "must be some of \(Self.eventTypes.joined(separator: ", "))")
        }
        updatedAt = now
    }
}

/// Something that happened to a run and that subscriptions may be told.
struct RunNews: Sendable, Equatable {
    enum Kind: String, Sendable, CaseIterable {
        case started = "job.run.started"
        /// Success or failure, with the artifacts there.
        case completed = "job.run.completed"
        /// Failure; `completed` follows.
        case errored = "job.run.errored"
    }

    let kind: Kind
    /// As it was then.
    let run: Run

    /// What a change of a run is to be told as; a cancelled run ends without a word.
    static func between(_ old: Run, _ new: Run) -> [RunNews] {
        var kinds: [Kind] = []
        if old.startedAt == nil, new.startedAt != nil { kinds.append(.started) }
        if !old.status.isComplete {
            switch new.status {
            case .success: kinds.append(.completed)
            case .error: kinds += [.errored, .completed]
            case .queued, .starting, .running, .cancelled: break
            }
        }
        return kinds.map { RunNews(kind: $0, run: new) }
    }
}

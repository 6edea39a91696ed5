package import Foundation
package import HTTPTransport

/// A delivery of dbt Cloud's webhooks.
///
/// It names the run but not its commit: read the run.
/// <https://docs.getdbt.com/docs/deploy/webhooks>
package struct DbtCloudWebhook: Hashable, Sendable, Decodable {
    /// Same in every repetition of a delivery.
    package var eventID: String
    package var kind: Kind
    package var accountID: Int?
    package var jobID: Int?
    package var runID: Int?
    package var status: DbtCloudRunStatus?

    /// What the delivery tells.
    package struct Kind: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        package init(rawValue: String) { self.rawValue = rawValue }

        package static let started = Self(rawValue: "job.run.started")
        /// Success or failure, sent when the artifacts are there.
        package static let completed = Self(rawValue: "job.run.completed")
        /// Failure, sent at once; `completed` follows.
        package static let errored = Self(rawValue: "job.run.errored")
    }

    /// Whether `authorization` (the header's value) signs the raw body; check before anything else.
    package static func verify(body: Data, authorization: String, secret: Secret) -> Bool {
        BodySignature.isValid(digits: authorization.trimmingCharacters(in: .whitespaces), of: body, secret: secret)
    }

    /// Reads a delivery.
    ///
    /// - Returns: nil when the body is no delivery of dbt Cloud.
    package static func parse(_ body: Data) -> DbtCloudWebhook? { try? JSONDecoder().decode(Self.self, from: body) }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        eventID = try fields.decode(String.self, forKey: .eventID)
        kind = Kind(rawValue: try fields.decode(String.self, forKey: .eventType))
        accountID = fields.integer(.accountID)
        let data = try? fields.nestedContainer(keyedBy: DataKeys.self, forKey: .data)
        jobID = data?.integer(.jobID)
        runID = data?.integer(.runID)
        status = data?.integer(.status).map { DbtCloudRunStatus(rawValue: $0) }
    }

    private enum CodingKeys: String, CodingKey {
        case data, eventType
        case eventID = "eventId"
        case accountID = "accountId"
    }

    private enum DataKeys: String, CodingKey {
        case jobID = "jobId"
        case runID = "runId"
        case status = "runStatusCode"
    }
}

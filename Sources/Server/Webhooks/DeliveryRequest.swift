import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A delivery as it came over the wire.
struct DeliveryRequest {
    /// GitHub sends at most 25 MB, and nobody more.
    private static let largestBody = 25 << 20

    /// Exactly as sent: signatures are over these bytes.
    let body: Data
    private let headers: HTTPFields

    init(_ request: Request) async throws {
        headers = request.headers
        do {
            let buffer = try await request.body.collect(upTo: Self.largestBody)
            body = Data(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Problem(.contentTooLarge, "The delivery is larger than \(Self.largestBody >> 20) MB.")
        }
    }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

    /// The JSON: the body itself, or of a form (as GitHub can be set to send) the field `payload`.
    var json: Data {
        guard headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true else { return body }
        let fields = String(decoding: body, as: UTF8.self).split(separator: "&")
        guard let payload = fields.first(where: { $0.hasPrefix("payload=") })?.dropFirst("payload=".count) else { return body }
        return Data((payload.replacing("+", with: " ").removingPercentEncoding ?? "").utf8)
    }
}

/// What is told to who delivered; hosts keep it and show it to people.
struct DeliveryAnswer: Encodable {
    let status: String
    let detail: String

    static func accepted(_ detail: String) throws -> Response {
        try JSONReply.response(Self(status: "accepted", detail: detail), status: .accepted)
    }

    static func duplicate(_ detail: String = "This delivery was taken before.") throws -> Response {
        try JSONReply.response(Self(status: "duplicate", detail: detail))
    }

    static func ignored(_ detail: String = "Nothing to do for this event.") throws -> Response {
        try JSONReply.response(Self(status: "ignored", detail: detail))
    }

    static func pong() throws -> Response { try JSONReply.response(Self(status: "pong", detail: "The webhook reaches Plumbline.")) }
}

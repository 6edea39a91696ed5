import HTTPTransport
package import SourceControl

extension GitHubHost {
    /// Largest comment in characters, as GitHub's refusal states it.
    package static let commentLimit = 65_536

    package func writeComment(
        _ markdown: String, marker: CommentMarker, on number: Int, known: String?
    ) async throws(SourceControlError) -> WrittenComment {
        let body = CommentBody(body: marker.appended(to: markdown))
        let length = body.body.unicodeScalars.count
        guard length <= Self.commentLimit else {
            throw SourceControlError(
                .rejected,
                "The comment for pull request \(number) of \(repository) has \(length) characters; GitHub takes \(Self.commentLimit).")
        }
        if let known, let written = try await edit(known, body, on: number) { return written }
        for candidate in try await comments(ending: marker, on: number) where candidate != known {
            if let written = try await edit(candidate, body, on: number) { return written }
        }
        return try await create(body, on: number)
    }

    /// Identifiers of the comments that carry the marker, oldest first.
    private func comments(ending marker: CommentMarker, on number: Int) async throws(SourceControlError) -> [String] {
        try await commentPayloads(on: number).filter { marker.ends($0.body) }.map(\.id)
    }

    func commentPayloads(on number: Int) async throws(SourceControlError) -> [CommentPayload] {
        let attempt = Attempt(
            "list the comments of pull request \(number)", permission: "Pull requests: read", subject: "pull request \(number)")
        return try await exchange.pages(address("issues", String(number), "comments", query: [("per_page", "100")]), attempt).elements
    }

    /// - Returns: nil when the comment is gone, or is somebody else's copy that this token may not edit.
    private func edit(_ id: String, _ body: CommentBody, on number: Int) async throws(SourceControlError) -> WrittenComment? {
        let attempt = Attempt(
            "edit the comment on pull request \(number)", permission: "Pull requests: write", subject: "the comment")
        let call = HTTPCall(.patch, address("issues", "comments", id), isRepeatable: true)
        do throws(SourceControlError) {
            let payload: CommentPayload = try await exchange.value(call, body: body, attempt)
            return payload.written
        } catch {
            guard [.notFound, .forbidden].contains(error.code) else { throw error }
            return nil
        }
    }

    private func create(_ body: CommentBody, on number: Int) async throws(SourceControlError) -> WrittenComment {
        let attempt = Attempt("comment on pull request \(number)", permission: "Pull requests: write", subject: "pull request \(number)")
        let call = HTTPCall(.post, address("issues", String(number), "comments"), isRepeatable: false)
        let payload: CommentPayload = try await exchange.value(call, body: body, attempt)
        return payload.written
    }
}

/// The body that writes a comment.
private struct CommentBody: Encodable {
    var body: String
}

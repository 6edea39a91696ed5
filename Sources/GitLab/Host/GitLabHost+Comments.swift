import HTTPTransport
package import SourceControl

extension GitLabHost {
    /// Largest note in characters.
    ///
    /// <https://docs.gitlab.com/administration/instance_limits/#size-of-comments-and-descriptions-of-issues-merge-requests-and-epics>
    package static let commentLimit = 1_000_000

    package func writeComment(
        _ markdown: String, marker: CommentMarker, on number: Int, known: String?
    ) async throws(SourceControlError) -> WrittenComment {
        let body = NoteBody(body: marker.appended(to: markdown))
        let length = body.body.unicodeScalars.count
        guard length <= Self.commentLimit else {
            throw SourceControlError(
                .rejected,
                "The comment for merge request \(number) of \(project) has \(length) characters; GitLab takes \(Self.commentLimit).")
        }
        let page = try await mergeRequest(number).changeRequest.url
        if let known, try await edit(known, body, on: number) { return written(known, page) }
        for note in try await notes(of: number) where marker.ends(note.body) && String(note.id) != known {
            if try await edit(String(note.id), body, on: number) { return written(String(note.id), page) }
        }
        let call = HTTPCall(.post, address("merge_requests", String(number), "notes"), isRepeatable: false)
        let note: NotePayload = try await exchange.value(call, body: body, Attempt("comment on merge request \(number)"))
        return written(String(note.id), page)
    }

    /// What GitLab itself notes down about a merge request is no comment.
    package func comments(on number: Int) async throws(SourceControlError) -> [ChangeComment] {
        try await notes(of: number).filter { !$0.isSystem }.map { note in
            ChangeComment(number: number, author: note.author, body: note.body, id: String(note.id), association: .none)
        }
    }

    /// An emoji that is there already is what was wanted; GitLab answers it with 404.
    package func react(_ reaction: CommentReaction, to comment: ChangeComment) async throws(SourceControlError) {
        let url = address(
            "merge_requests", String(comment.number), "notes", comment.id, "award_emoji", query: [("name", reaction.gitLabName)])
        do throws(SourceControlError) {
            let attempt = Attempt("react to comment \(comment.id) on merge request \(comment.number)")
            let _: CreatedPayload = try await exchange.value(HTTPCall(.post, url, isRepeatable: true), attempt)
        } catch {
            guard error.code == .notFound, error.message.contains("already been taken") else { throw error }
        }
    }

    /// Oldest first.
    private func notes(of number: Int) async throws(SourceControlError) -> [NotePayload] {
        let query = [("sort", "asc"), ("order_by", "created_at"), ("per_page", "100")]
        return try await exchange.pages(
            address("merge_requests", String(number), "notes", query: query), Attempt("list the comments of merge request \(number)"))
    }

    /// - Returns: false when the note is gone, or is somebody else's copy that this token may not edit.
    private func edit(_ id: String, _ body: NoteBody, on number: Int) async throws(SourceControlError) -> Bool {
        do throws(SourceControlError) {
            let call = HTTPCall(.put, address("merge_requests", String(number), "notes", id))
            let _: NotePayload = try await exchange.value(call, body: body, Attempt("edit the comment on merge request \(number)"))
            return true
        } catch {
            guard [.notFound, .forbidden].contains(error.code) else { throw error }
            return false
        }
    }

    private func written(_ id: String, _ page: String) -> WrittenComment { WrittenComment(id: id, url: "\(page)#note_\(id)") }
}

extension CommentReaction {
    /// The emoji by its name: <https://docs.gitlab.com/api/emoji_reactions/>.
    fileprivate var gitLabName: String {
        switch self {
        case .seen: "eyes"
        case .agreed: "thumbsup"
        case .refused: "thumbsdown"
        case .confused: "confused"
        }
    }
}

/// The body that writes a note.
private struct NoteBody: Encodable {
    var body: String
}

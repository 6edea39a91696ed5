import HTTPTransport
package import SourceControl

extension GitLabHost {
    package func writeComment(
        _ markdown: String, marker: CommentMarker, on number: Int, known: String?
    ) async throws(SourceControlError) -> WrittenComment {
        let body = NoteBody(body: marker.appended(to: markdown))
        guard body.body.unicodeScalars.count <= Self.commentLimit else {
            throw SourceControlError(
                .rejected,
                "The comment for merge request \(number) of \(project) is longer than the \(Self.commentLimit) characters GitLab takes.")
        }
        let page = try await mergeRequest(number).changeRequest.url
        if let known, try await edit(known, body, on: number) { return written(known, page) }
        let notes = address("merge_requests", String(number), "notes", query: [("sort", "asc"), ("per_page", "100")])
        let all: [NotePayload] = try await exchange.pages(notes, "list the comments of merge request \(number)")
        for note in all where marker.ends(note.body) && String(note.id) != known {
            if try await edit(String(note.id), body, on: number) { return written(String(note.id), page) }
        }
        let call = HTTPCall(.post, address("merge_requests", String(number), "notes"), isRepeatable: false)
        let note: NotePayload = try await exchange.value(call, body: body, "comment on merge request \(number)")
        return written(String(note.id), page)
    }

    /// - Returns: false when the note is gone, or is somebody else's copy that this token may not edit.
    private func edit(_ id: String, _ body: NoteBody, on number: Int) async throws(SourceControlError) -> Bool {
        do throws(SourceControlError) {
            let call = HTTPCall(.put, address("merge_requests", String(number), "notes", id))
            let _: NotePayload = try await exchange.value(call, body: body, "edit the comment on merge request \(number)")
            return true
        } catch {
            guard [.notFound, .forbidden].contains(error.code) else { throw error }
            return false
        }
    }

    private func written(_ id: String, _ page: String) -> WrittenComment { WrittenComment(id: id, url: "\(page)#note_\(id)") }
}

/// The body that writes a note.
private struct NoteBody: Encodable {
    var body: String
}

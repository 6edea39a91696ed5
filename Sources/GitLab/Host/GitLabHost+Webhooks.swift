import HTTPTransport
package import SourceControl

extension GitLabHost {
    /// A secret that begins with `whsec_` becomes the webhook's signing token where GitLab has those, any other its secret token.
    ///
    /// GitLab never shows a secret again, so a webhook that is there gets it anew each time.
    /// <https://docs.gitlab.com/api/project_webhooks/>
    package func installWebhook(url: String, secret: String) async throws(SourceControlError) -> WebhookInstallation {
        let attempt = Attempt("set up the webhook", role: "Maintainer")
        do throws(SourceControlError) {
            let hooks: [HookPayload] = try await exchange.pages(address("hooks", query: [("per_page", "100")]), attempt)
            let known = hooks.first { $0.url == url }
            let isSigning = StandardWebhook.isKey(Secret(secret))
            let body = HookBody(url: url, token: isSigning ? nil : secret, signingToken: isSigning ? secret : nil)
            let written = try await write(body, known?.id, attempt)
            if isSigning, !written.hasSigningToken {
                // An older GitLab passes over what it does not know.
                _ = try await write(HookBody(url: url, token: secret, signingToken: nil), written.id, attempt)
            }
            return known?.sendsReviews == true ? .alreadyThere : .installed
        } catch {
            guard error.code == .forbidden else { throw error }
            return .notAllowed(
                "The token may not set up webhooks of \(project): that needs the role Maintainer and the scope api. "
                    + "Add the address and the secret by hand in the project's Settings, Webhooks, "
                    + "with push events, comments and merge request events.")
        }
    }

    private func write(_ body: HookBody, _ id: Int?, _ attempt: Attempt) async throws(SourceControlError) -> HookPayload {
        if let id { return try await exchange.value(HTTPCall(.put, address("hooks", String(id))), body: body, attempt) }
        return try await exchange.value(HTTPCall(.post, address("hooks"), isRepeatable: false), body: body, attempt)
    }
}

/// The body that sets up a webhook; a field that is nil is left as it is.
private struct HookBody: Encodable {
    var url: String
    var name = "Plumbline"
    var token: String?
    var signingToken: String?
    var pushEvents = true
    var mergeRequestsEvents = true
    var noteEvents = true

    private enum CodingKeys: String, CodingKey {
        case url, name, token
        case signingToken = "signing_token"
        case pushEvents = "push_events"
        case mergeRequestsEvents = "merge_requests_events"
        case noteEvents = "note_events"
    }
}

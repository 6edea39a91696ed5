import Foundation
import HTTPTransport
package import SourceControl
package import Store

extension Pipeline {
    /// Asks the host what a repository is called and which rights are missing, and notes both, so that people see it before a review
    /// fails: the test of a connection.
    ///
    /// - Throws: `SourceControlError` of the host, noted as well when trying again will not help.
    @discardableResult
    package func inspect(_ repository: RepositoryRecord) async throws -> RepositoryFacts {
        do {
            let host = try connections.host(repository)
            let facts = try await withDeadline(.seconds(limits.actionSeconds), time) { try await host.facts() }
            let isSame = facts.fullName.lowercased() == repository.name.lowercased()
            let trouble =
                facts.missingRights.isEmpty
                ? nil : "Rights are missing: \(facts.missingRights.joined(separator: ", ")). Give them to the credential on the host."
            try await store.note(currentName: isSame ? nil : facts.fullName, trouble: trouble, of: repository.id)
            return facts
        } catch {
            try await noteTrouble(error, of: repository)
            throw error
        }
    }

    /// Has the host send its deliveries here, signed with the repository's secret, which is made when there is none.
    ///
    /// - Returns: what came of it, with the address and the secret for the case that a person must paste them.
    package func installWebhook(
        of repository: RepositoryRecord
    ) async throws -> (outcome: WebhookInstallation, url: String, secret: String) {
        let secret = try await store.webhookSecretMadeIfNeeded(of: repository)
        let url = "\(publicURL)/webhooks/\(repository.host)"
        let host = try connections.host(repository)
        let outcome = try await withDeadline(.seconds(limits.actionSeconds), time) {
            try await host.installWebhook(url: url, secret: secret.reveal())
        }
        return (outcome, url, secret.reveal())
    }

    /// Notes a refusal that stays until somebody acts, such as a revoked token; nothing else.
    func noteTrouble(_ error: any Error, of repository: RepositoryRecord) async throws {
        guard let error = error as? SourceControlError, [.unauthorized, .forbidden, .notFound].contains(error.code) else { return }
        try await store.note(currentName: repository.currentName, trouble: error.message, of: repository.id)
    }
}

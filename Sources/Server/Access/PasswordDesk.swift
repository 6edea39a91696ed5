import Dispatch
import HTTPTransport
import HTTPTypes
import Store

/// Hashes and checks passwords, off the threads that serve requests and two at a time, as each takes much memory.
struct PasswordDesk: Sendable {
    private let cost: PasswordHash.Cost
    private let queues = [DispatchQueue(label: "passwords 1"), DispatchQueue(label: "passwords 2")]

    init(cost: PasswordHash.Cost = .usual) { self.cost = cost }

    /// Why a new password is not good enough, as a sentence; nil when it is.
    static func objection(to password: Secret, email: String) -> String? {
        let text = password.reveal()
        if text.count < 12 { return "A password needs at least 12 characters; a few words that belong to nobody else are good ones." }
        if text.count > 200 { return "A password has at most 200 characters." }
        if text.lowercased() == email.lowercased() || Set(text).count < 4 { return "This password is too easy to guess." }
        return nil
    }

    /// - Throws: `Problem` 500 when there is not enough memory.
    func hash(_ password: Secret) async throws -> String {
        guard let hash = await onQueue({ PasswordHash.make(password, cost: $0)?.text }) else {
            throw Problem(.internalServerError, "The password could not be hashed.", hint: "The machine may be out of memory.")
        }
        return hash
    }

    /// Takes as long for a stored hash that is absent.
    func matches(_ password: Secret, _ stored: String?) async -> Bool {
        await onQueue { PasswordHash.matches(password, stored, cost: $0) }
    }

    private func onQueue<Value: Sendable>(_ work: @escaping @Sendable (PasswordHash.Cost) -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            (queues.randomElement() ?? queues[0]).async { continuation.resume(returning: work(cost)) }
        }
    }
}

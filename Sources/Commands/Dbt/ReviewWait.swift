import Foundation
import HTTPTransport
import Reports

/// Waits for the end of a commit's review and says what it found.
struct ReviewWait: Sendable {
    let calls: ServerCalls
    let config: Int
    let sha: String
    let minutes: Int

    private struct Listed: Decodable {
        let id: Int
        let status: String
    }

    private struct Run: Decodable {
        struct Report: Decodable {
            let sentence: String
            let verdict: String
            let problems: [String]
        }
        let phase: String
        let url: String
        let report: Report
        let timeline: [Event]
        struct Event: Decodable { let message: String }
    }

    /// - Throws: `CommandOutcome` as `plumbline compare` does; `CommandTrouble` when there is no end in time.
    func end() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        var seen = ""
        while clock.now - start < .seconds(minutes * 60) {
            let query = [("pr_sha", sha), ("limit", "1")]
            let runs = try await calls.call(.get, ["api", "v1", "ci", String(config), "runs"], query: query, as: [Listed].self)
            let status = runs.first?.status ?? "no run yet"
            if status != seen { Terminal.standardError("plumbline: \(runs.first.map { "run \($0.id): " } ?? "")\(status)\n") }
            seen = status
            if let run = runs.first, ["done", "failed", "cancelled", "needs_confirmation"].contains(run.status) {
                return try await tell(run)
            }
            try await clock.sleep(for: .seconds(3))
        }
        throw CommandTrouble(
            "the review of commit \(sha.prefix(7)) had not ended after \(minutes) minutes; it was: \(seen)",
            hint: seen == "no run yet" ? "is there an open pull request with this commit, and does its webhook reach the server?" : nil)
    }

    private func tell(_ listed: Listed) async throws {
        let run = try await calls.call(.get, ["api", "v1", "runs", String(listed.id)], as: Run.self)
        guard listed.status == "done" || listed.status == "failed", run.phase != "skipped" else {
            let last = run.timeline.last?.message ?? ""
            Terminal.standardOutput("\(run.phase): \(last)\n\(run.url)\n")
            throw run.phase == "skipped" ? CommandOutcome.same : CommandOutcome.trouble
        }
        Terminal.standardOutput("\(run.report.sentence)\n\(run.url)\n")
        for problem in run.report.problems { Terminal.standardError("plumbline: \(problem)\n") }
        throw CommandOutcome(ReviewVerdict.Kind(rawValue: run.report.verdict) ?? .error)
    }
}

import Reports
import SourceControl
import Store

extension RunPerformer {
    /// Writes a check run where the host has them, else a commit status.
    func write(_ status: CommitStatus, _ desk: Desk) async throws -> RunEvent {
        let host = try host(desk)
        let sha = desk.state.change.headSHA
        if let check = try await host.writeCheck(try await check(status, desk), on: sha, known: desk.state.checkID) {
            return .statusSet(status, check: check)
        }
        try await host.setStatus(status, on: sha)
        return .statusSet(status)
    }

    /// While the run goes on a check says what its status says; the last one has the report and remarks on files.
    private func check(_ status: CommitStatus, _ desk: Desk) async throws -> CheckReport {
        guard desk.state.phase == .reporting, let plan = desk.state.plan else {
            return CheckReport(status: status, summary: status.description)
        }
        let report = try await report(desk.run, desk.state, desk)
        return CheckReport(
            status: status, summary: connections.texts.comment(report, limit: limits.checkLength),
            annotations: ModelAnnotations(plan: plan, report: report).all)
    }
}

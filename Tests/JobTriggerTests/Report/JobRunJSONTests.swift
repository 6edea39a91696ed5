import Foundation
import JobTrigger
import Testing

@Suite struct JobRunJSONTests {
    private func object(_ report: JobRunReport) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(JobRunJSON(report).text.utf8)) as? [String: Any])
    }

    private let topLevel: Set<String> = [
        "schema_version", "outcome", "exit_code", "run", "superseded_by", "steps", "results", "failed_step", "artifacts", "notes", "error",
        "waited_seconds",
    ]

    @Test("Every key is there for every outcome, absent values as null", arguments: JobRunOutcome.allCases)
    func keys(outcome: JobRunOutcome) throws {
        let object = try object(JobRunReport(outcome: outcome))
        #expect(Set(object.keys) == topLevel)
        #expect(object["outcome"] as? String == outcome.rawValue)
        #expect(object["exit_code"] as? Int == Int(outcome.exitCode))
        for name in ["run", "superseded_by", "failed_step", "error"] { #expect(object[name] is NSNull) }
    }

    @Test("The parts have their fields")
    func parts() throws {
        var report = failedRun()
        report.successor = JobRunReport.Link(runID: 9, url: "https://x.test/9")
        report.error = "why"
        let object = try object(report)
        let run = try #require(object["run"] as? [String: Any])
        #expect(
            Set(run.keys) == [
                "id", "url", "account_id", "job_id", "job_name", "git_branch", "git_sha", "status", "status_message", "duration_seconds",
                "queued_seconds",
            ])
        #expect(run["status_message"] is NSNull)
        #expect(run["git_branch"] as? String == "feature/orders")
        #expect((object["superseded_by"] as? [String: Any])?["run_id"] as? Int == 9)
        #expect((object["error"] as? [String: Any])?["message"] as? String == "why")
        let steps = try #require(object["steps"] as? [[String: Any]])
        #expect(Set(steps[0].keys) == ["index", "name", "status", "duration_seconds"])
        let results = try #require(object["results"] as? [[String: Any]])
        #expect(
            Set(results[0].keys) == [
                "unique_id", "resource_type", "name", "status", "kind", "duration_seconds", "message", "failures", "path", "step",
            ])
        #expect(results.map { $0["kind"] as? String } == ["passed", "failed", "failed", "warned", "skipped", "skipped"])
        let step = try #require(object["failed_step"] as? [String: Any])
        #expect((step["log_tail"] as? [String])?.last == report.failedStep?.logTail.last)
        let artifacts = try #require(object["artifacts"] as? [[String: Any]])
        #expect(artifacts[0]["problem"] is NSNull && artifacts[1]["file"] is NSNull)
    }

    @Test("Signs that something could obey are escapes, and read back as they were")
    func escapes() throws {
        let hostile = "##vso[task.x]\u{9B}2J \\# \u{202E} \u{1B}[0K \"#\""
        let text = try JobRunJSON(hostileRun(hostile)).text
        #expect(!text.unicodeScalars.contains { $0 == "#" || $0 == "\u{9B}" || $0 == "\u{202E}" || $0 == "\u{1B}" })
        #expect(try object(hostileRun(hostile))["notes"] as? [String] == [hostile])
    }
}

import DbtCloud
import Foundation
import JobTrigger
import Testing

struct RunProgressTests {
    static let log = """
        10:00:01  Running with dbt=1.11.16
        10:00:02  1 of 3 START sql view model prod.a ........... [RUN]
        10:00:02  2 of 3 START sql view model prod.b ........... [RUN]
        10:00:03  2 of 3 OK created sql view model prod.b ...... [OK in 0.10s]
        """

    private func run(_ json: String) throws -> DbtCloudRun { try JSONDecoder().decode(DbtCloudRun.self, from: Data(json.utf8)) }

    private func step(_ index: Int, _ name: String, _ status: Int, log: String? = nil) throws -> String {
        let logText = try log.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) } ?? "null"
        let end = status >= 10 ? "\"2026-01-01 10:00:05+00:00\"" : "null"
        return """
            {"id": \(index), "index": \(index), "name": "\(name)", "status": \(status), "logs": \(logText),
             "started_at": "2026-01-01 10:00:00+00:00", "finished_at": \(end)}
            """
    }

    @Test func tellsStepAndNodes() throws {
        let steps = try [
            step(1, "Clone git repository", 10), step(2, "Create profile from connection X", 10),
            step(3, "Invoke dbt with `dbt build --select  +orders`", 3, log: Self.log),
        ].joined(separator: ",")
        let run = try run(
            """
            {"id": 5, "status": 3, "run_steps": [\(steps)],
             "job": {"id": 1, "execute_steps": ["dbt build --select +orders", "dbt test"], "generate_docs": true}}
            """)
        #expect(RunProgress(run).text == "running, step 3 of 5: dbt build --select +orders, 1 of 3 nodes")
    }

    @Test func aLongCommandIsCutBeforeTheCount() throws {
        let long = try step(1, "Invoke dbt with `dbt build --select \(String(repeating: "x", count: 300))`", 3, log: Self.log)
        let progress = RunProgress(try run(#"{"id": 5, "status": 3, "run_steps": [\#(long)]}"#))
        #expect(progress.text(titleLimit: 12) == "running, step 1 of 1: dbt build -…, 1 of 3 nodes")
    }

    @Test func saysNothingItDoesNotKnow() throws {
        #expect(RunProgress(try run(#"{"id": 5, "status": 1}"#)).text == "queued")
        #expect(RunProgress(try run(#"{"id": 5, "status": 7}"#)).text == "status 7")
        let cut = try step(
            1, "Invoke dbt with `dbt build`", 3, log: "10:00:03  12 of 30 OK created x\n10:00:03  14 of 30 START y\nselect 1 of 2")
        #expect(
            RunProgress(try run(#"{"id": 5, "status": 3, "run_steps": [\#(cut)]}"#)).text
                == "running, step 1 of 1: dbt build, 12 of 30 nodes")
    }

    @Test func aStepThatIsOverHasNoNodes() throws {
        let over = try step(1, "Invoke dbt with `dbt build`", 10, log: Self.log)
        #expect(RunProgress(try run(#"{"id": 5, "status": 3, "run_steps": [\#(over)]}"#)).done == nil)
    }

    @Test func onlyNewsIsALine() throws {
        var news = SparseNews()
        let queued = RunProgress(try run(#"{"id": 5, "status": 1}"#))
        let running = RunProgress(try run(#"{"id": 5, "status": 3}"#))
        let lines = [(queued, 0), (queued, 29), (queued, 30), (running, 31), (running, 32)].filter {
            news.isWorthALine($0.0, elapsed: .seconds($0.1))
        }
        #expect(lines.map(\.1) == [0, 30, 31])
    }
}

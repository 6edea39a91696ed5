import Foundation
import Testing

@testable import Sandbox

@Suite("The book of runs")
struct RunBookTests {
    private let now = Date(timeIntervalSince1970: 1_770_000_000)

    private func book() -> (RunBook, production: Job, pullRequest: Job) {
        let jobs = Job.initial(now: now)
        return (RunBook(jobs: jobs), jobs[0], jobs[1])
    }

    private func trigger(pull number: Int?, sha: String = "a") -> RunTrigger {
        var trigger = RunTrigger(cause: "test")
        trigger.gitHubPullRequest = number
        trigger.gitSHA = sha
        return trigger
    }

    @Test("One run has the warehouse, the next waits in the queue")
    func serial() {
        var (book, production, _) = book()
        let (first, begin) = book.enqueue(production, trigger: trigger(pull: nil), now: now)
        let (second, nothing) = book.enqueue(production, trigger: trigger(pull: nil), now: now)
        #expect(begin == [.begin(.run(first.id))])
        #expect(nothing.isEmpty)
        #expect(book.run(first.id)?.status == .starting)
        #expect(book.run(second.id)?.status == .queued)
        book.finish(first.id, status: .success, message: nil, now: now)
        #expect(book.release(.run(first.id), now: now) == [.begin(.run(second.id))])
    }

    @Test("A newer run of the same pull request cancels the older ones, running and queued")
    func superseding() {
        var (book, _, job) = book()
        let running = book.enqueue(job, trigger: trigger(pull: 1, sha: "a"), now: now).run
        let queued = book.enqueue(job, trigger: trigger(pull: 1, sha: "b"), now: now).run
        #expect(book.run(running.id)?.status == .cancelled)
        let (newest, actions) = book.enqueue(job, trigger: trigger(pull: 1, sha: "c"), now: now)
        #expect(book.run(queued.id)?.status == .cancelled)
        // The cancelled run still has the warehouse: nothing begins before its processes have ended.
        #expect(actions.isEmpty)
        #expect(book.release(.run(running.id), now: now) == [.begin(.run(newest.id))])
        #expect(book.run(running.id)?.statusMessage?.contains("\(queued.id)") == true)
    }

    @Test("Other pull requests and other jobs are left alone")
    func noSuperseding() {
        var (book, production, job) = book()
        let one = book.enqueue(job, trigger: trigger(pull: 1), now: now).run
        let two = book.enqueue(job, trigger: trigger(pull: 2), now: now).run
        let other = book.enqueue(production, trigger: trigger(pull: 1), now: now).run
        #expect([one, two, other].allSatisfy { book.run($0.id)?.status.isComplete == false })
    }

    @Test("Cancelling stops a running run once and leaves a finished one as it is")
    func cancel() {
        var (book, production, _) = book()
        let run = book.enqueue(production, trigger: trigger(pull: nil), now: now).run
        #expect(book.cancel(run.id, message: "no", now: now) == [.stop(run.id)])
        #expect(book.cancel(run.id, message: "again", now: now).isEmpty)
        #expect(book.run(run.id)?.statusMessage == "no")
        // What the stopped run still reports does not bring it back.
        book.finish(run.id, status: .error, message: "killed", now: now)
        book.change(run.id, now: now) { $0.status = .running }
        #expect(book.run(run.id)?.status == .cancelled)
    }

    @Test("A schema is dropped after the runs that were asked for before")
    func drop() {
        var (book, _, job) = book()
        let run = book.enqueue(job, trigger: trigger(pull: 1), now: now).run
        #expect(book.enqueueDrop(schema: "s", now: now).isEmpty)
        book.finish(run.id, status: .success, message: nil, now: now)
        #expect(book.release(.run(run.id), now: now) == [.begin(.dropSchema("s"))])
    }

    @Test("Deferral takes the last successful run with artifacts of the job named")
    func deferral() {
        var (book, production, job) = book()
        #expect(book.deferral(of: job) == nil)
        var last: Int?
        for status in [RunStatus.success, .success, .error] {
            let run = book.enqueue(production, trigger: trigger(pull: nil), now: now).run
            let step = book.beginStep(run: run.id, name: "build", command: "dbt build", now: now)
            book.changeStep(run: run.id, index: step) { $0.artifactsFolder = "/artifacts" }
            book.finish(run.id, status: status, message: nil, now: now)
            _ = book.release(.run(run.id), now: now)
            if status == .success { last = run.id }
        }
        #expect(book.deferral(of: job)?.id == last)
        #expect(book.deferral(of: production) == nil)
    }

    @Test("Steps in work end with their run")
    func stepsEnd() {
        var (book, production, _) = book()
        let run = book.enqueue(production, trigger: trigger(pull: nil), now: now).run
        let step = book.beginStep(run: run.id, name: "build", command: "dbt build", now: now)
        book.appendLog(run: run.id, step: step, "line\n")
        _ = book.cancel(run.id, message: nil, now: now)
        #expect(book.run(run.id)?.steps.first?.status == .cancelled)
        #expect(book.run(run.id)?.steps.first?.finishedAt == now)
    }
}

@Suite("What a run does")
struct RunPlanTests {
    private let now = Date(timeIntervalSince1970: 1_770_000_000)

    private func plan(_ change: (inout Job, inout RunTrigger) -> Void) -> [RunPlan.Command] {
        var job = Job.initial(now: now)[0]
        var trigger = RunTrigger(cause: "test")
        change(&job, &trigger)
        let run = Run(
            id: 1, triggerID: 1, job: job, trigger: trigger, retryingRunID: nil, createdAt: now, updatedAt: now)
        return RunPlan(run: run).commands
    }

    @Test("Documentation comes last and does not decide")
    func documentation() {
        #expect(plan { _, _ in } == [.init(text: "dbt build"), .init(text: "dbt docs generate", decides: false)])
        #expect(plan { $1.generateDocsOverride = false } == [.init(text: "dbt build")])
    }

    @Test("Sources come first, overrides replace the job's steps")
    func overrides() {
        let commands = plan { job, trigger in
            job.runGenerateSources = true
            job.generateDocs = false
            trigger.stepsOverride = ["dbt seed", "dbt run"]
        }
        #expect(commands.map(\.text) == ["dbt source freshness", "dbt seed", "dbt run"])
        #expect(commands.map(\.decides) == [false, true, true])
    }

    @Test(
        "Commands are split as a shell would, without a shell",
        arguments: [
            ("dbt build --select state:modified+", ["dbt", "build", "--select", "state:modified+"]),
            (#"dbt run --vars '{"a": "b c"}'"#, ["dbt", "run", "--vars", #"{"a": "b c"}"#]),
            (#"dbt run  --select "a b" c\ d"#, ["dbt", "run", "--select", "a b", "c d"]),
            ("dbt run --vars ''", ["dbt", "run", "--vars", ""]),
            ("dbt run; rm -rf $HOME", ["dbt", "run;", "rm", "-rf", "$HOME"]),
        ])
    func words(command: String, expected: [String]) {
        #expect(RunPlan.words(command) == expected)
    }

    @Test("Pull requests get a schema of their own unless the trigger names one")
    func schema() {
        var trigger = RunTrigger(cause: "test")
        func schema() -> String {
            Run(
                id: 1, triggerID: 1, job: Job.initial(now: now)[1], trigger: trigger, retryingRunID: nil, createdAt: now, updatedAt: now
            ).schema(environmentSchema: "ci")
        }
        #expect(schema() == "ci")
        trigger.gitHubPullRequest = 7
        #expect(schema() == "dbt_cloud_pr_11_7")
        trigger.schemaOverride = "mine"
        #expect(schema() == "mine")
    }

    @Test("Logs are cut to their last lines")
    func tail() {
        let log = (1...1500).map { "line \($0)\n" }.joined()
        let tail = RunStep.tail(log)
        #expect(tail.hasPrefix("line 501\n"))
        #expect(tail.hasSuffix("line 1500\n"))
        #expect(RunStep.tail("a\nb\n") == "a\nb\n")
        #expect(RunStep.tail("a\nb\nc", lines: 2) == "b\nc")
        #expect(RunStep.tail("") == "")
    }
}

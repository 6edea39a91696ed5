import ArgumentParser
import DbtCloud
import Foundation
import HTTPTransport
import JobTrigger

/// `plumbline trigger`: starts a dbt Cloud job from a pipeline and waits for it.
struct TriggerCommand: AsyncParsableCommand, StopsItself {
    static let configuration = CommandConfiguration(
        commandName: "trigger",
        abstract: "Start a dbt Cloud job from any pipeline, and wait for its end.",
        discussion: """
            plumbline trigger --job-url https://ab123.us1.dbt.com/deploy/1/projects/2/jobs/3 --branch main --sha "$GITHUB_SHA"
            plumbline trigger --branch main --timeout 3600 --cancel-on-timeout --artifacts target
            plumbline trigger --attach 123456

            Reads the variables of the script in dbt's guide to continuous integration: DBT_URL, DBT_API_KEY, DBT_ACCOUNT_ID,
            DBT_PROJECT_ID, DBT_PR_JOB_ID (or DBT_JOB_ID), DBT_JOB_CAUSE, DBT_JOB_BRANCH, DBT_JOB_SCHEMA_OVERRIDE. A flag goes before
            its variable; an empty value counts as none.

            An interruption (SIGINT, SIGTERM) cancels the run; a second one ends the program at once.

            Exit code: 0 success, 1 the run failed, 2 usage or API trouble, 3 cancelled, 4 timed out, 5 superseded by a newer run.
            """
    )

    @OptionGroup(title: "Job") var connection: TriggerConnectionFlags
    @OptionGroup(title: "Run") var request: TriggerRequestFlags
    @OptionGroup(title: "Wait") var wait: TriggerWaitFlags
    @Option(help: "text, json or markdown.") var format = OutputFormat.text
    @Option(
        help: ArgumentHelp(
            "File for GitLab's dotenv report; plumbline.env in a GitLab pipeline when nothing is said.", valueName: "file"))
    var dotenv: String?
    @Flag(help: "Tell of every request to dbt Cloud on standard error.") var verbose = false

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let publisher = TriggerPublisher(format: format, dotenv: dotenv, environment: environment)
        let settings: TriggerSettings
        do throws(UsageError) {
            settings = try SettingsReader.read(input, environment: environment)
        } catch {
            try publisher.publish(JobRunReport(outcome: .trouble, error: error.description))
            return
        }
        let report = await report(settings, publisher)
        try publisher.publish(report)
    }

    private var input: TriggerInput {
        var input = TriggerInput()
        connection.fill(&input)
        request.fill(&input)
        wait.fill(&input)
        return input
    }

    /// The session in a task of its own, which the first signal cancels.
    private func report(_ settings: TriggerSettings, _ publisher: TriggerPublisher) async -> JobRunReport {
        let teller = WaitTeller { publisher.announce(run: $0, url: $1) }
        let isVerbose = verbose
        let cancelSwitch = CancelSwitch()
        // Before anything is begun, so that no signal is lost; what is said may go to a reader that the same signal has ended.
        let interruption = Interruption {
            cancelSwitch.turnOn()
            teller.say("Interrupted. Once more ends this program at once.")
        }
        defer { interruption.stop() }
        let work = Task {
            // Every call has a limit of its own; the longest is that of starting a run, on which dbt Cloud may be silent for a while.
            await AsyncHTTPTransport.running(settings: .init(readTimeout: .seconds(120), exchangeTimeout: .seconds(60))) { transport in
                let traced: any HTTPTransport = isVerbose ? TracingTransport(transport) { teller.say("  \($0)") } : transport
                do throws(DbtCloudError) {
                    return await (try TriggerSession(settings, transport: traced, tell: { teller.tell($0) })).perform()
                } catch {
                    return JobRunReport(outcome: .trouble, error: error.message)
                }
            }
        }
        cancelSwitch.attach { work.cancel() }
        let ticking = Task { await teller.tick() }
        let report = await work.value
        ticking.cancel()
        teller.finish()
        return report
    }
}

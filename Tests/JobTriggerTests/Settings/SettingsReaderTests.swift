import DbtCloud
import Foundation
import HTTPTransport
import JobTrigger
import Testing

struct SettingsReaderTests {
    static let script = [
        "DBT_URL": "https://ab123.us1.dbt.com/", "DBT_API_KEY": "hunter2hunter2", "DBT_ACCOUNT_ID": "1", "DBT_PROJECT_ID": "2",
        "DBT_PR_JOB_ID": "3",
    ]

    private func read(
        _ changes: [String: String] = [:], _ change: (inout TriggerInput) -> Void = { _ in }
    ) throws(UsageError) -> TriggerSettings {
        var input = TriggerInput()
        change(&input)
        return try SettingsReader.read(input, environment: Self.script.merging(changes) { $1 })
    }

    private func problems(_ changes: [String: String] = [:], _ change: (inout TriggerInput) -> Void = { _ in }) -> [String] {
        do throws(UsageError) {
            _ = try read(changes, change)
            return []
        } catch {
            return error.problems
        }
    }

    private func job(_ settings: TriggerSettings) throws -> JobStart {
        guard case .job(let start) = settings.start else { throw Missing() }
        return start
    }

    private struct Missing: Error {}

    @Test func theScriptsVariablesAreEnough() throws {
        let settings = try read()
        #expect(settings.accessURL.text == "https://ab123.us1.dbt.com")
        #expect(settings.accountID == 1 && settings.projectID == 2)
        let start = try job(settings)
        #expect(start.jobID == 3 && start.request == .init(cause: "API-triggered job"))
        #expect(settings.waiting?.timeout == .seconds(86_400) && settings.waiting?.interval == .seconds(10))
        #expect(settings.artifacts == nil && settings.notes.isEmpty)
    }

    @Test func theOldHostIsTheDefault() throws {
        #expect(try read(["DBT_URL": ""]).accessURL.text == "https://cloud.getdbt.com")
        let unfilled = try read(["DBT_URL": "$(DBT_URL)"])
        #expect(
            unfilled.accessURL.text == "https://cloud.getdbt.com" && unfilled.notes.contains { $0.contains("DBT_URL was not filled in") })
        #expect(try read(["DBT_URL": "emea.dbt.com///"]).accessURL.text == "https://emea.dbt.com")
    }

    @Test(arguments: [
        ("main", "main" as String?), ("refs/heads/main", "main"), ("refs/heads/refs/heads/odd", "refs/heads/odd"),
        ("feature/refs/heads/x", "feature/refs/heads/x"), ("$(Build.SourceBranch)", nil), ("", nil), ("refs/tags/v1", "refs/tags/v1"),
    ])
    func branches(_ given: String, _ sent: String?) throws {
        #expect(try job(try read(["DBT_JOB_BRANCH": given])).request.gitBranch == sent)
    }

    @Test(arguments: ["refs/pull/12/merge", "12/merge"])
    func aMergeReferenceIsNoBranch(_ given: String) throws {
        let settings = try read(["DBT_JOB_BRANCH": given])
        #expect(try job(settings).request.gitBranch == given)
        #expect(settings.notes.contains { $0.contains("github.head_ref") })
        #expect(try read(["DBT_JOB_BRANCH": "feature/merge"]).notes.isEmpty)
    }

    @Test func causeAndSchema() throws {
        let request = try job(try read(["DBT_JOB_CAUSE": "Merge of #5", "DBT_JOB_SCHEMA_OVERRIDE": "dbt-cloud-pr-my-repo-5"])).request
        #expect(request.cause == "Merge of #5" && request.schema == "dbt_cloud_pr_my_repo_5")
        let unexpanded = try job(try read(["DBT_JOB_CAUSE": "$(cause)", "DBT_JOB_SCHEMA_OVERRIDE": "$(schema)"])).request
        #expect(unexpanded == .init(cause: "API-triggered job"))
    }

    @Test func flagsGoBeforeVariablesAndEmptyOnesSayNothing() throws {
        let settings = try read(["DBT_JOB_CAUSE": "variable", "DBT_JOB_BRANCH": "variable"]) {
            $0.cause = "flag"
            $0.branch = ""
            $0.jobID = "9"
            $0.url = "https://emea.dbt.com"
        }
        let start = try job(settings)
        #expect(start.jobID == 9 && start.request.cause == "flag" && start.request.gitBranch == "variable")
        #expect(settings.accessURL.text == "https://emea.dbt.com")
    }

    @Test func twoJobVariables() throws {
        for empty in ["", "$(JOB)"] { #expect(try job(try read(["DBT_PR_JOB_ID": empty, "DBT_JOB_ID": "7"])).jobID == 7) }
        let both = try read(["DBT_JOB_ID": "7"])
        #expect(try job(both).jobID == 3)
        #expect(both.notes.contains { $0.contains("different jobs") })
    }

    @Test func theJobsAddressFillsTheRest() throws {
        var input = TriggerInput()
        input.jobURL = "https://emea.dbt.com/deploy/11/projects/22/jobs/33"
        let settings = try SettingsReader.read(
            input, environment: ["DBT_API_KEY": "k", "DBT_ACCOUNT_ID": "1", "DBT_URL": "https://old.example"])
        #expect(settings.accessURL.text == "https://emea.dbt.com" && settings.accountID == 11 && settings.projectID == 22)
        #expect(try job(settings).jobID == 33)
        input.jobID = "34"
        #expect(throws: UsageError.self) { try SettingsReader.read(input, environment: ["DBT_API_KEY": "k"]) }
    }

    @Test(arguments: ["DBT_API_KEY", "DBT_ACCOUNT_ID", "DBT_PROJECT_ID", "DBT_PR_JOB_ID"])
    func aRequiredValueThatIsMissingIsNamedWithItsFlag(_ variable: String) throws {
        let flag = [
            "DBT_API_KEY": "--api-key", "DBT_ACCOUNT_ID": "--account-id", "DBT_PROJECT_ID": "--project-id", "DBT_PR_JOB_ID": "--job-id",
        ]
        for value in ["", "   "] {
            let found = problems([variable: value])
            let name = try #require(flag[variable])
            #expect(found.count == 1 && found[0].contains("\(variable) (\(name))"), "\(found)")
        }
    }

    @Test(arguments: [
        ("abc", "not a number"), ("-1", "not a number"), ("1.5", "not a number"), ("00000", "placeholder"),
        ("$(ACCOUNT)", "did not fill in"),
    ])
    func identifiersAreNumbers(_ value: String, _ words: String) {
        let found = problems(["DBT_ACCOUNT_ID": value])
        #expect(found.count == 1 && found[0].contains("DBT_ACCOUNT_ID (--account-id)") && found[0].contains(words), "\(found)")
    }

    @Test func everythingThatIsWrongIsInOneMessage() {
        let found = problems(["DBT_API_KEY": "", "DBT_ACCOUNT_ID": "x"]) { $0.timeout = "soon" }
        #expect(found.count == 3)
        #expect(UsageError(problems: found).description.components(separatedBy: "\n").count == 4)
    }

    @Test(arguments: ["$(DBT_API_KEY)", "Bearer hunter2hunter2", "hunter2\nhunter2", "hünter2"])
    func aKeyThatCannotBeOneIsRefusedWithoutQuotingIt(_ key: String) {
        let found = problems(["DBT_API_KEY": key])
        #expect(found.count == 1 && !found[0].contains("hunter2") && !found[0].contains("nter2"), "\(found)")
    }

    @Test func everyOverride() throws {
        let settings = try read {
            $0.sha = "abc1234"
            $0.gitlabMergeRequest = "12"
            $0.targetNameOverride = "ci"
            $0.threadsOverride = "8"
            $0.stepsOverride = ["dbt seed", "", "dbt build"]
            $0.dbtVersionOverride = "1.11.0"
            $0.generateDocsOverride = "false"
            $0.timeoutSecondsOverride = "600"
        }
        let request = try job(settings).request
        let sent = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(request)) as? [String: Any])
        #expect(sent["git_sha"] as? String == "abc1234" && sent["gitlab_merge_request_id"] as? Int == 12)
        #expect(sent["target_name_override"] as? String == "ci" && sent["threads_override"] as? Int == 8)
        #expect(sent["steps_override"] as? [String] == ["dbt seed", "dbt build"] && sent["dbt_version_override"] as? String == "1.11.0")
        #expect(sent["generate_docs_override"] as? Bool == false && sent["timeout_seconds_override"] as? Int == 600)
    }

    private static func input(_ change: (inout TriggerInput) -> Void) -> TriggerInput {
        var input = TriggerInput()
        change(&input)
        return input
    }

    @Test(arguments: [
        ("--pull-request", input { $0.githubPullRequest = "x" }), ("--threads-override", input { $0.threadsOverride = "0" }),
        ("--generate-docs-override", input { $0.generateDocsOverride = "maybe" }), ("--interval", input { $0.interval = "0" }),
        ("--timeout", input { $0.timeout = "nan" }), ("--timeout", input { $0.timeout = "0" }),
        ("--job-url", input { $0.jobURL = "https://h/jobs/3" }), ("--attach", input { $0.attach = "last" }),
        ("--reuse-same-commit", input { $0.reusesSameCommit = true }),
        ("--no-wait", input { ($0.waits, $0.artifactsFolder) = (false, "target") }),
        ("--artifacts DIR", input { $0.artifactPaths = ["manifest.json"] }),
        ("--artifact", input { ($0.artifactsFolder, $0.artifactPaths) = ("t", ["../manifest.json"]) }),
        ("--keep-running", input { ($0.keepsRunning, $0.cancelsOnTimeout) = (true, true) }),
        ("--pull-request and --azure-pull-request", input { ($0.githubPullRequest, $0.azurePullRequest) = ("1", "2") }),
        ("--attach", input { ($0.attach, $0.retriesFromFailure) = ("5", true) }),
        ("--attach", input { ($0.attach, $0.waits) = ("5", false) }), ("--attach holds no run", input { $0.attach = "" }),
        ("--attach holds no run", input { $0.attach = "$(run_id)" }), ("2592000", input { $0.timeout = "99999999" }),
    ])
    func wrongFlags(_ name: String, _ input: TriggerInput) {
        let found = problems { $0 = input }
        #expect(found.count == 1 && found[0].contains(name), "\(found)")
    }

    @Test func attachingNeedsNoJob() throws {
        for empty in ["", "$(P)"] {
            let settings = try read(["DBT_PROJECT_ID": empty, "DBT_PR_JOB_ID": empty]) { $0.attach = "77" }
            #expect(settings.start == .attach(run: 77))
        }
    }

    @Test func artifacts() throws {
        let standard = try read { $0.artifactsFolder = "target" }.artifacts
        #expect(standard?.paths == ["manifest.json", "run_results.json", "catalog.json"] && standard?.areNamed == false)
        let named = try read {
            $0.artifactsFolder = "target"
            $0.artifactPaths = ["compiled/shop/orders.sql"]
            $0.artifactStep = "4"
        }.artifacts
        #expect(named?.paths == ["compiled/shop/orders.sql"] && named?.step == 4 && named?.areNamed == true)
    }
}

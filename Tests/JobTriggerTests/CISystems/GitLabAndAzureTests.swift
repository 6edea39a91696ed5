import JobTrigger
import Testing

@Suite struct GitLabCITests {
    @Test("A section has GitLab's form, and a name of letters it takes")
    func section() {
        #expect(
            GitLabCI.section(name: "dbt log/é 1", header: "Log", text: "a\nb", time: 12)
                == "\u{1B}[0Ksection_start:12:dbt_log___1[collapsed=true]\r\u{1B}[0KLog\na\nb\n\u{1B}[0Ksection_end:12:dbt_log___1\r\u{1B}[0K\n"
        )
    }

    @Test("Text inside cannot end the section or begin another")
    func hostileText() {
        let inner = "section_end:12:x\r\u{1B}[0K section_start:13:y\r\u{1B}[0K"
        let section = GitLabCI.section(name: "x", header: inner, text: inner, time: 12)
        #expect(section.ranges(of: /section_(start|end):\d+:/).count == 2)
        #expect(section.contains("section_end :12:x"))
    }

    @Test("Dotenv lines are plain; a value that is not known has no line, and nothing in a value is expanded")
    func dotenv() {
        var report = failedRun()
        report.run?.url = "https://cloud.getdbt.com/$CI_JOB_TOKEN\nPLUMBLINE_RUN_STATUS=success"
        report.run?.sha = nil
        #expect(
            GitLabCI.dotenv(report) == """
                PLUMBLINE_RUN_ID=70471823
                PLUMBLINE_RUN_URL=https://cloud.getdbt.com/CI_JOB_TOKENPLUMBLINE_RUN_STATUS=success
                PLUMBLINE_RUN_STATUS=failed

                """)
        #expect(GitLabCI.dotenv(JobRunReport(outcome: .trouble)) == "PLUMBLINE_RUN_STATUS=trouble\n")
    }
}

@Suite struct AzurePipelinesTests {
    @Test("Issues have their type and file, escaped as the task library does")
    func issues() {
        var report = sampleRun(.failed, status: "error")
        report.results = [
            sampleNode("orders", .failed, message: "50 %\nx]y;z", path: "models/a;b]c%.sql"),
            sampleNode("t", .warned, type: "test", message: "Got 1 result"),
        ]
        #expect(
            AzurePipelines.issues(report) == [
                "##vso[task.logissue type=error;sourcepath=models/a%3Bb%5Dc%AZP25.sql]orders (model) failed: 50 %AZP25%0Ax]y;z",
                "##vso[task.logissue type=warning]t (test) warned: Got 1 result",
            ])
        #expect(AzurePipelines.issues(JobRunReport(outcome: .superseded)).first?.hasPrefix("##vso[task.logissue type=warning]") == true)
    }

    @Test("Outputs are output variables")
    func outputs() {
        #expect(
            AzurePipelines.outputs(failedRun()) == [
                "##vso[task.setvariable variable=run_id;isOutput=true]70471823",
                "##vso[task.setvariable variable=run_url;isOutput=true]https://cloud.getdbt.com/deploy/11/projects/22/runs/70471823",
                "##vso[task.setvariable variable=status;isOutput=true]failed",
                "##vso[task.setvariable variable=git_sha;isOutput=true]8f2c1d4e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d",
            ])
    }

    @Test(
        "Guarded text holds no beginning of a command, and otherwise stays as it is",
        arguments: [
            ("##vso[task.x]", "# #vso[task.x]"), ("a ##[section]", "a # #[section]"), ("###[x", "## #[x"), ("##VsO[x", "# #VsO[x"),
            ("#\u{200B}#\u{AD}[x", "#\u{200B} #\u{AD}[x"), ("  ::error::", "  : :error::"), ("a ::b::", "a ::b::"),
            ("x\n::error::", "x\n: :error::"), ("select x::text[]", "select x::text[]"), ("## Heading [link]", "## Heading [link]"),
            ("[0] # [1] #[2]", "[0] # [1] #[2]"), ("section_end:1:x", "section_end :1:x"), ("", ""),
        ])
    func guarded(text: String, safe: String) {
        #expect(AzurePipelines.guarded(text) == safe)
    }
}

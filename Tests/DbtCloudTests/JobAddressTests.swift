import DbtCloud
import HTTPTransport
import Testing

struct JobAddressTests {
    @Test(arguments: [
        ("https://ab123.us1.dbt.com/deploy/1/projects/2/jobs/3", "https://ab123.us1.dbt.com"),
        ("https://ab123.us1.dbt.com/deploy/1/projects/2/jobs/3/", "https://ab123.us1.dbt.com"),
        ("https://cloud.getdbt.com/#/accounts/1/projects/2/jobs/3/", "https://cloud.getdbt.com"),
        ("https://emea.dbt.com/deploy/1/projects/2/jobs/3/settings?tab=runs#top", "https://emea.dbt.com"),
        ("https://dbt.example.com:8443/next/deploy/1/projects/2/jobs/3", "https://dbt.example.com:8443"),
        ("  http://127.0.0.1:9100/deploy/1/projects/2/jobs/3\n", "http://127.0.0.1:9100"),
    ])
    func readsWhatTheBrowserShows(_ text: String, _ base: String) throws {
        let address = try #require(JobAddress(text))
        #expect(address.accessURL.text == base)
        #expect([address.accountID, address.projectID, address.jobID] == [1, 2, 3])
    }

    @Test(arguments: [
        "", "3", "https://ab123.us1.dbt.com", "https://ab123.us1.dbt.com/deploy/1/projects/2/runs/3",
        "ab123.us1.dbt.com/deploy/1/projects/2/jobs/3",
        "https://ab123.us1.dbt.com/deploy/x/projects/2/jobs/3", "https://ab123.us1.dbt.com/deploy/1/projects/2/jobs/0",
        "ftp://h/deploy/1/projects/2/jobs/3",
        "https://user:secret@h/deploy/1/projects/2/jobs",
    ])
    func refusesAnythingElse(_ text: String) {
        #expect(JobAddress(text) == nil)
    }
}

struct SupersessionTests {
    private func run(_ id: Int, _ status: DbtCloudRunStatus, pull: Int? = nil, schema: String? = nil) -> DbtCloudRun {
        DbtCloudRun(id: id, status: status, trigger: DbtCloudRunTrigger(pullRequest: pull, schemaOverride: schema))
    }

    @Test func aNewerRunOfThePullRequestTookThePlace() {
        let others = [run(2, .success, pull: 5), run(4, .running, pull: 6), run(5, .queued, pull: 5), run(6, .running)]
        #expect(Supersession.successor(of: run(3, .cancelled, pull: 5), among: others)?.id == 5)
        #expect(Supersession.successor(of: run(3, .cancelled, pull: 7), among: others) == nil)
        #expect(Supersession.successor(of: run(3, .error, pull: 5), among: others) == nil)
        #expect(Supersession.successor(of: DbtCloudRun(id: 3, status: .cancelled), among: others) == nil)
    }

    @Test func withoutAPullRequestTheSchemaTells() {
        let others = [run(4, .running, schema: "DBT_CLOUD_PR_shop_5"), run(5, .running), run(6, .running, schema: "prod")]
        #expect(Supersession.successor(of: run(3, .cancelled, schema: "DBT_CLOUD_PR_shop_5"), among: others)?.id == 4)
        #expect(Supersession.successor(of: run(3, .cancelled, schema: "prod"), among: others) == nil)
        #expect(Supersession.successor(of: run(3, .cancelled), among: others) == nil)
    }
}

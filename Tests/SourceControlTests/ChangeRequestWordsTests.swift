import SourceControl
import Testing

struct ChangeRequestWordsTests {
    private func request(_ url: String) -> ChangeRequest {
        ChangeRequest(number: 12, title: "T", url: url, baseBranch: "main", baseSHA: "b", headBranch: "x", headSHA: "h")
    }

    @Test(arguments: [
        ("https://github.com/acme/pull/pull/12", "#12", "pull request", "https://github.com/acme/pull/commit/h"),
        ("https://h/lab/acme/data/shop/-/merge_requests/12", "!12", "merge request", "https://h/lab/acme/data/shop/-/commit/h"),
        ("", "#12", "pull request", nil),
    ])
    func words(_ url: String, _ reference: String, _ noun: String, _ commit: String?) {
        let request = request(url)
        #expect(request.reference == reference && request.noun == noun && request.commitURL("h") == commit)
    }
}

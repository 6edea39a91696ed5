import CIPipeline
import SourceControl
import Store
import Testing

/// Which pushes start a job, and with what cause.
@Suite struct MergeGateTests {
    private func settings(_ base: String?, job: Int? = 10) -> CISettings {
        var settings = CISettings()
        settings.triggerOnMerge = job
        settings.baseBranch = base
        return settings
    }

    private func push(_ branch: String, before: String? = "a", after: String? = "b", defaultBranch: String? = "main") -> BranchPush {
        BranchPush(branch: branch, before: before, after: after, defaultBranch: defaultBranch)
    }

    @Test("A push to the base branch starts the job of its head commit, whichever way the branch is known")
    func baseBranch() {
        #expect(MergeGate.decide(push("main"), settings(nil)) == .start(job: 10, sha: "b"))
        #expect(MergeGate.decide(push("main"), settings("")) == .start(job: 10, sha: "b"))
        #expect(MergeGate.decide(push("staging"), settings("staging")) == .start(job: 10, sha: "b"))
        #expect(MergeGate.decide(push("staging", defaultBranch: nil), settings("staging")) == .start(job: 10, sha: "b"))
        #expect(MergeGate.decide(push("main", before: nil), settings(nil)) == .start(job: 10, sha: "b"))
    }

    @Test("Other branches, deletions, and configurations without the key are left alone")
    func nothing() {
        let cases: [(BranchPush, CISettings, String)] = [
            (push("fix"), settings(nil), "main"), (push("main"), settings("staging"), "staging"),
            (push("main", after: String(repeating: "0", count: 40)), settings(nil), "deleted"),
            (push("main"), settings(nil, job: nil), "trigger_on_merge"),
            (push("main", defaultBranch: nil), settings(nil), "base_branch"),
            // Names of branches tell capitals apart.
            (push("Main"), settings(nil), "main"),
        ]
        for (push, settings, word) in cases {
            guard case .ignore(let reason) = MergeGate.decide(push, settings) else { Issue.record("\(push) is taken"); continue }
            #expect(reason.contains(word), "\(reason)")
        }
    }

    @Test("The cause names Plumbline, the configuration, the branch and the commit")
    func cause() {
        let sha = String(repeating: "0123456789", count: 4)
        let request = MergeRequest(job: 10, configuration: "shop", branch: "main", sha: sha)
        let text = MergeCause.text(request)
        for word in ["Plumbline", "shop", "main", sha] { #expect(text.contains(word), "\(text)") }
        #expect(MergeCause.tells(text, of: request))
    }

    @Test("The cause is never longer than dbt Cloud keeps, and is recognised all the same", arguments: [1, 50, 250, 1_000])
    func longNames(length: Int) {
        for character in ["x", "é", "👨‍👩‍👧‍👦", " "] {
            let name = String(repeating: character, count: length)
            let request = MergeRequest(job: 10, configuration: name, branch: name, sha: String(repeating: "a", count: 64))
            let text = MergeCause.text(request)
            #expect(text.unicodeScalars.count <= 255)
            #expect(text.contains(request.sha) && text.last?.isWhitespace == false)
            #expect(MergeCause.tells(text, of: request))
        }
    }

    @Test("The cause of another commit or another configuration is not taken for one's own")
    func otherCauses() {
        let request = MergeWorld.request
        var other = request
        other.sha = "mmmmmmm2"
        #expect(!MergeCause.tells(MergeCause.text(other), of: request))
        other = request
        other.configuration = "shop2"
        #expect(!MergeCause.tells(MergeCause.text(other), of: request))
        #expect(!MergeCause.tells("Kicked off by ann", of: request) && !MergeCause.tells("", of: request))
    }
}

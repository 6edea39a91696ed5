/// What is read of any delivery; every field may be missing.
struct WebhookPayload: Decodable {
    var action: String?
    var repository: RepositoryPayload?
    var pullRequest: PullRequestPayload?
    var label: Label?
    var changes: Changes?
    var ref: String?
    var before: String?
    var after: String?
    var issue: Issue?
    var comment: CommentPayload?
    var sender: Account?
    var checkRun: Check?
    var checkSuite: Check?

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys) -> Value? { (try? fields.decodeIfPresent(Value.self, forKey: key)) ?? nil }
        action = read(.action)
        repository = read(.repository)
        pullRequest = read(.pullRequest)
        label = read(.label)
        changes = read(.changes)
        ref = read(.ref)
        before = read(.before)
        after = read(.after)
        issue = read(.issue)
        comment = read(.comment)
        sender = read(.sender)
        checkRun = read(.checkRun)
        checkSuite = read(.checkSuite)
    }

    private enum CodingKeys: String, CodingKey {
        case action, repository, label, changes, ref, before, after, issue, comment, sender
        case pullRequest = "pull_request"
        case checkRun = "check_run"
        case checkSuite = "check_suite"
    }

    /// A check run or a check suite, which has no name.
    struct Check: Decodable {
        var name: String?
        var headSHA: String

        private enum CodingKeys: String, CodingKey {
            case name
            case headSHA = "head_sha"
        }
    }

    /// What an edit changed; only another base branch, and another name or owner of the repository are of interest.
    struct Changes: Decodable {
        var base: Base?
        var repository: Repository?
        var owner: Owner?

        struct Owner: Decodable {
            struct From: Decodable {
                var user: Account?
                var organization: Account?
            }

            var from: From?
        }

        struct Repository: Decodable {
            var name: Earlier?
        }

        struct Base: Decodable {
            var ref: Earlier?
        }

        struct Earlier: Decodable {
            var from: String?
        }
    }

    /// An issue or, with `pull_request`, a pull request.
    struct Issue: Decodable {
        var number: Int
        var isPullRequest: Bool

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            number = try fields.decode(Int.self, forKey: .number)
            isPullRequest = fields.contains(.pullRequest) && !((try? fields.decodeNil(forKey: .pullRequest)) ?? true)
        }

        private enum CodingKeys: String, CodingKey {
            case number
            case pullRequest = "pull_request"
        }
    }
}

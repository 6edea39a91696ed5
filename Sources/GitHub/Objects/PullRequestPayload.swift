import SourceControl

/// A pull request as the REST API and the webhooks write it; only the number must be there.
struct PullRequestPayload: Decodable {
    let changeRequest: ChangeRequest

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let base = (try? fields.decode(Side.self, forKey: .base)) ?? Side()
        let head = (try? fields.decode(Side.self, forKey: .head)) ?? Side()
        let isMerged = (try? fields.decode(Bool.self, forKey: .merged)) ?? false
        let mergedAt = (try? fields.decodeIfPresent(String.self, forKey: .mergedAt)) ?? nil
        let isClosed = (try? fields.decode(String.self, forKey: .state)) == "closed"
        changeRequest = ChangeRequest(
            number: try fields.decode(Int.self, forKey: .number),
            title: (try? fields.decode(String.self, forKey: .title)) ?? "",
            state: isMerged || mergedAt != nil ? .merged : isClosed ? .closed : .open,
            isDraft: (try? fields.decode(Bool.self, forKey: .draft)) ?? false,
            // A deleted account leaves null.
            author: (try? fields.decode(Account.self, forKey: .user))?.login ?? "",
            url: (try? fields.decode(String.self, forKey: .htmlURL)) ?? "",
            baseBranch: base.ref, baseSHA: base.sha, headBranch: head.ref, headSHA: head.sha,
            // A fork that was deleted is null, and then certainly not this repository.
            isFork: head.isKnown && base.repository != nil && head.repository != base.repository,
            labels: ((try? fields.decode([Label].self, forKey: .labels)) ?? []).map(\.name))
    }

    private enum CodingKeys: String, CodingKey {
        case number, title, state, draft, merged, user, labels, base, head
        case mergedAt = "merged_at"
        case htmlURL = "html_url"
    }

    /// One end of a pull request.
    private struct Side: Decodable {
        var ref = ""
        var sha = ""
        var repository: String?
        var isKnown = false

        init() {}

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            ref = (try? fields.decode(String.self, forKey: .ref)) ?? ""
            sha = (try? fields.decode(String.self, forKey: .sha)) ?? ""
            repository = (try? fields.decode(RepositoryPayload.self, forKey: .repo))?.fullName.lowercased()
            isKnown = fields.contains(.repo)
        }

        private enum CodingKeys: String, CodingKey { case ref, sha, repo }
    }
}

/// A repository, by what is needed of it.
struct RepositoryPayload: Decodable {
    var fullName: String
    /// Absent in some places where GitHub writes repositories.
    var defaultBranch: String?

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        fullName = try fields.decode(String.self, forKey: .fullName)
        defaultBranch = try? fields.decode(String.self, forKey: .defaultBranch)
    }

    private enum CodingKeys: String, CodingKey {
        case fullName = "full_name"
        case defaultBranch = "default_branch"
    }
}

/// A user or app, by its name.
struct Account: Decodable {
    var login: String
}

/// A label, by its name.
struct Label: Decodable {
    var name: String
}

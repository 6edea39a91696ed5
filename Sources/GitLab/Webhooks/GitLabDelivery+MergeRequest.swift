import SourceControl

extension GitLabDelivery {
    /// A merge request as deliveries write it, which differs from the REST API.
    ///
    /// They tell neither the base commit nor the author's name.
    struct MergeRequest: Decodable {
        let changeRequest: ChangeRequest

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            func read<Value: Decodable>(_ key: CodingKeys) -> Value? { (try? fields.decodeIfPresent(Value.self, forKey: key)) ?? nil }
            let state: String? = read(.state)
            let source: Int? = read(.sourceProjectID)
            let target: Int? = read(.targetProjectID)
            changeRequest = ChangeRequest(
                number: try fields.decode(Int.self, forKey: .iid), title: read(.title) ?? "",
                state: state == "merged" ? .merged : state == "closed" ? .closed : .open,
                isDraft: read(.draft) ?? read(.workInProgress) ?? false, url: read(.url) ?? "",
                baseBranch: read(.targetBranch) ?? "", baseSHA: "", headBranch: read(.sourceBranch) ?? "",
                headSHA: (read(.lastCommit) as LastCommit?)?.id ?? "", isFork: target != nil && source != target,
                labels: (read(.labels) as [LabelTitle]?)?.map(\.title) ?? [])
        }

        private enum CodingKeys: String, CodingKey {
            case iid, title, state, draft, url, labels
            case workInProgress = "work_in_progress"
            case targetBranch = "target_branch"
            case sourceBranch = "source_branch"
            case sourceProjectID = "source_project_id"
            case targetProjectID = "target_project_id"
            case lastCommit = "last_commit"
        }

        private struct LastCommit: Decodable {
            var id: String
        }
    }

    /// A label, by its title.
    struct LabelTitle: Decodable {
        var title: String
    }

    /// What an update changed, each with the value before and after.
    struct Changes: Decodable {
        struct Change<Value: Decodable>: Decodable {
            var previous: Value?
            var current: Value?
        }

        var targetBranch: Change<String>?
        var draft: Change<Bool>?
        var labels: Change<[String]>?
        /// Whether the title or the description is another.
        var isEdit = false

        init() {}

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            func read<Value: Decodable>(_ key: CodingKeys) -> Value? { (try? fields.decodeIfPresent(Value.self, forKey: key)) ?? nil }
            targetBranch = read(.targetBranch)
            draft = read(.draft) ?? read(.workInProgress)
            let titles: Change<[LabelTitle]>? = read(.labels)
            labels = titles.map { Change(previous: $0.previous?.map(\.title), current: $0.current?.map(\.title)) }
            isEdit = fields.contains(.title) || fields.contains(.description)
        }

        private enum CodingKeys: String, CodingKey {
            case title, description, draft, labels
            case workInProgress = "work_in_progress"
            case targetBranch = "target_branch"
        }
    }
}

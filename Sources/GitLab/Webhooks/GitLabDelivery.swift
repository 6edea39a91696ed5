import SourceControl

/// What is read of any delivery; every field may be missing.
struct GitLabDelivery: Decodable {
    var project: Project?
    /// The username of whoever did it.
    var user: String?
    var mergeRequest: MergeRequest?
    var note: Note?
    var action: String?
    /// The earlier head commit, only when the head branch has new commits.
    var oldRevision: String?
    var changes: Changes
    var ref: String?
    var before: String?
    var after: String?
    /// Of a system hook: what happened, and the project's path now and before.
    var eventName: String?
    var path: String?
    var oldPath: String?

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys) -> Value? { (try? fields.decodeIfPresent(Value.self, forKey: key)) ?? nil }
        project = read(.project)
        user = (read(.user) as User?)?.username ?? read(.userName)
        changes = read(.changes) ?? Changes()
        ref = read(.ref)
        before = read(.before)
        after = read(.after)
        eventName = read(.eventName)
        path = read(.path)
        oldPath = read(.oldPath)
        let attributes: Attributes? = read(.attributes)
        action = attributes?.action
        oldRevision = attributes?.oldRevision
        let kind: String? = read(.kind)
        mergeRequest = kind == "note" ? read(.mergeRequest) : kind == "merge_request" ? read(.attributes) : nil
        note = kind == "note" ? read(.attributes) : nil
    }

    private enum CodingKeys: String, CodingKey {
        case project, user, changes, ref, before, after
        case kind = "object_kind"
        case eventName = "event_name"
        case path = "path_with_namespace"
        case oldPath = "old_path_with_namespace"
        case userName = "user_username"
        case attributes = "object_attributes"
        case mergeRequest = "merge_request"
    }

    private struct User: Decodable {
        var username: String
    }

    private struct Attributes: Decodable {
        var action: String?
        var oldRevision: String?

        private enum CodingKeys: String, CodingKey {
            case action
            case oldRevision = "oldrev"
        }
    }

    struct Project: Decodable {
        var path: String
        var defaultBranch: String?

        private enum CodingKeys: String, CodingKey {
            case path = "path_with_namespace"
            case defaultBranch = "default_branch"
        }
    }

    struct Note: Decodable {
        var id: Int
        var body: String
        var isOnMergeRequest: Bool
        var isSystem: Bool

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            id = try fields.decode(Int.self, forKey: .id)
            body = (try? fields.decode(String.self, forKey: .note)) ?? ""
            isOnMergeRequest = (try? fields.decode(String.self, forKey: .noteableType)) == "MergeRequest"
            isSystem = (try? fields.decode(Bool.self, forKey: .system)) ?? false
        }

        private enum CodingKeys: String, CodingKey {
            case id, note, system
            case noteableType = "noteable_type"
        }
    }
}

/// A project, with what the asking token may do in it.
struct ProjectPayload: Decodable {
    /// Full path, `group/subgroup/name`.
    var path: String
    var defaultBranch: String?
    var webURL: String
    /// The higher of the memberships in the project and its groups; nil when the answer tells neither.
    var accessLevel: Int?

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        path = try fields.decode(String.self, forKey: .path)
        defaultBranch = try? fields.decode(String.self, forKey: .defaultBranch)
        webURL = (try? fields.decode(String.self, forKey: .webURL)) ?? ""
        let permissions = try? fields.decode(Permissions.self, forKey: .permissions)
        accessLevel = [permissions?.project, permissions?.group].compactMap { $0?.level }.max()
    }

    private enum CodingKeys: String, CodingKey {
        case permissions
        case path = "path_with_namespace"
        case defaultBranch = "default_branch"
        case webURL = "web_url"
    }

    private struct Permissions: Decodable {
        var project: Access?
        var group: Access?

        private enum CodingKeys: String, CodingKey {
            case project = "project_access"
            case group = "group_access"
        }
    }

    private struct Access: Decodable {
        var level: Int

        private enum CodingKeys: String, CodingKey { case level = "access_level" }
    }
}

/// The asking token.
struct TokenPayload: Decodable {
    var scopes: [String]
}

/// Somebody who belongs to the project.
struct MemberPayload: Decodable {
    var username: String
    var accessLevel: Int
    var state: String?

    var isActive: Bool { state == nil || state == "active" }

    private enum CodingKeys: String, CodingKey {
        case username, state
        case accessLevel = "access_level"
    }
}

/// A webhook of the project.
struct HookPayload: Decodable {
    var id: Int
    var url: String
    /// Whether it sends all that reviews need.
    var sendsReviews: Bool
    var hasSigningToken: Bool

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func flag(_ key: CodingKeys) -> Bool { (try? fields.decode(Bool.self, forKey: key)) ?? false }
        id = try fields.decode(Int.self, forKey: .id)
        url = try fields.decode(String.self, forKey: .url)
        sendsReviews = flag(.push) && flag(.mergeRequests) && flag(.notes)
        hasSigningToken = flag(.signingTokenPresent)
    }

    private enum CodingKeys: String, CodingKey {
        case id, url
        case push = "push_events"
        case mergeRequests = "merge_requests_events"
        case notes = "note_events"
        case signingTokenPresent = "signing_token_present"
    }
}

import Foundation

/// The local GitLab's objects as its REST API writes them.
///
/// <https://docs.gitlab.com/api/api_resources/>
struct GitLabAnswers: Sendable {
    let address: SandboxAddress
    let createdAt: Date
    /// What the project is called now, and was called before.
    let names = RepositoryNames()

    /// The instance's own address; a relative one, as self-managed GitLab may have.
    var root: String { address.url + "/gitlab" }
    /// The project's page for people.
    var page: String { "\(root)/\(names.fullName)" }

    func time(_ date: Date) -> String { TimeText.gitHub(date).dropLast() + ".000Z" }

    func user(_ user: GitLabUser) -> NamedParts {
        [
            "id": user.id, "username": user.username, "name": user.username, "state": "active", "locked": false,
            "avatar_url": String?.none, "web_url": "\(root)/\(user.username)",
        ]
    }

    func author(_ username: String) -> NamedParts? { GitLabUser.named(username).map { user($0) } }

    func member(_ member: GitLabUser) -> NamedParts {
        var parts = user(member)
        parts.parts["access_level"] = member.accessLevel
        parts.parts["created_at"] = time(createdAt)
        parts.parts["expires_at"] = String?.none
        parts.parts["membership_state"] = "active"
        return parts
    }

    func project(for caller: GitLabUser, gitPath: String) -> NamedParts {
        [
            "id": GitLabNames.projectID, "name": names.current, "path": names.current, "description": String?.none,
            "name_with_namespace": "\(GitHubNames.owner) / \(names.current)", "path_with_namespace": names.fullName,
            "created_at": time(createdAt), "default_branch": GitLabNames.defaultBranch, "ssh_url_to_repo": gitPath,
            "http_url_to_repo": gitPath, "web_url": page, "visibility": "private", "archived": false, "empty_repo": false,
            "merge_requests_enabled": true, "merge_method": "merge", "only_allow_merge_if_pipeline_succeeds": false,
            "namespace": [
                "id": GitLabNames.groupID, "name": GitHubNames.owner, "path": GitHubNames.owner, "kind": "group",
                "full_path": GitHubNames.owner, "web_url": "\(root)/groups/\(GitHubNames.owner)",
            ] as NamedParts,
            "permissions": [
                "project_access": ["access_level": caller.accessLevel, "notification_level": 3], "group_access": [String: Int]?.none,
            ] as NamedParts,
            "_links": ["self": "\(root)/api/v4/projects/\(GitLabNames.projectID)"],
        ]
    }

    /// A fork, as the project that it is.
    func fork(_ fork: Fork) -> NamedParts {
        let path = "\(fork.owner)/\(names.current)"
        return [
            "id": fork.id, "name": names.current, "path": names.current, "name_with_namespace": "\(fork.owner) / \(names.current)",
            "path_with_namespace": path, "default_branch": GitLabNames.defaultBranch, "ssh_url_to_repo": fork.path,
            "http_url_to_repo": fork.path, "web_url": "\(root)/\(path)", "visibility": "private", "import_status": "finished",
            "forked_from_project": [
                "id": GitLabNames.projectID, "name": names.current, "path_with_namespace": names.fullName, "web_url": page,
            ] as NamedParts,
            "_links": ["self": "\(root)/api/v4/projects/\(fork.id)"],
        ]
    }

    func labelEvent(_ event: LabelEvent) -> NamedParts {
        [
            "id": event.id, "user": author(event.login), "created_at": time(event.at), "resource_type": "MergeRequest",
            "resource_id": event.number, "label": label(event.label), "action": event.isAdded ? "add" : "remove",
        ]
    }

    func label(_ label: Label) -> NamedParts {
        [
            "id": label.id, "name": label.name, "color": "#\(label.color)", "text_color": "#1F1E24", "description": label.description,
            "description_html": label.description ?? "", "is_project_label": true, "priority": Int?.none, "archived": false,
        ]
    }

    func note(_ note: IssueComment) -> NamedParts {
        [
            "id": note.id, "type": String?.none, "body": note.body, "author": author(note.login), "created_at": time(note.createdAt),
            "updated_at": time(note.updatedAt), "system": false, "noteable_type": "MergeRequest", "noteable_iid": note.number,
            "noteable_id": note.number, "project_id": GitLabNames.projectID, "resolvable": false, "confidential": false, "internal": false,
            "imported": false, "imported_from": "none", "commands_changes": [String: String](),
        ]
    }

    func award(_ award: Reaction, on note: IssueComment) -> NamedParts {
        [
            "id": award.id, "name": award.content, "user": author(award.login), "created_at": time(award.createdAt),
            "updated_at": time(award.createdAt), "awardable_id": note.id, "awardable_type": "Note", "url": String?.none,
        ]
    }

    func hook(_ hook: Hook) -> NamedParts {
        var parts: NamedParts = [
            "id": hook.id, "url": hook.url, "name": String?.none, "description": String?.none, "project_id": GitLabNames.projectID,
            "created_at": time(hook.createdAt), "enable_ssl_verification": true, "alert_status": "executable",
            "disabled_until": String?.none, "url_variables": [String](), "custom_headers": [String](), "token_present": hook.secret != nil,
            "signing_token_present": hook.signingToken != nil, "push_events_branch_filter": "", "repository_update_events": false,
        ]
        for flag in GitLabHookRoutes.flags { parts.parts[flag] = hook.wants(flag) }
        return parts
    }

    func pipeline(_ pipeline: Pipeline, status: String) -> NamedParts {
        [
            "id": pipeline.id, "iid": pipeline.id - 6_999, "project_id": GitLabNames.projectID, "sha": pipeline.sha, "ref": pipeline.ref,
            "status": status, "source": pipeline.source, "created_at": time(pipeline.createdAt), "updated_at": time(pipeline.createdAt),
            "web_url": "\(page)/-/pipelines/\(pipeline.id)",
        ]
    }

    func status(_ job: ExternalJob) -> NamedParts {
        [
            "id": job.id, "sha": job.sha, "ref": job.ref, "status": job.status, "name": job.name, "target_url": job.targetURL,
            "description": job.description, "created_at": time(job.createdAt), "started_at": job.startedAt.map(time),
            "finished_at": job.finishedAt.map(time), "allow_failure": false, "coverage": Double?.none, "pipeline_id": job.pipeline,
            "author": author(job.username),
        ]
    }
}

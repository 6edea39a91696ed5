import Foundation

/// The same things as webhooks write them, which is not as the REST API does.
///
/// <https://docs.gitlab.com/user/project/integrations/webhook_events/>
extension GitLabAnswers {
    var hookProject: NamedParts {
        [
            "id": GitLabNames.projectID, "name": names.current, "description": "", "web_url": page, "avatar_url": String?.none,
            "git_ssh_url": page + ".git", "git_http_url": page + ".git", "namespace": GitHubNames.owner, "visibility_level": 0,
            "path_with_namespace": names.fullName, "default_branch": GitLabNames.defaultBranch, "ci_config_path": "",
            "homepage": page, "url": page + ".git", "ssh_url": page + ".git", "http_url": page + ".git",
        ]
    }

    func hookFork(_ fork: Fork) -> NamedParts {
        var parts = hookProject
        parts.parts["id"] = fork.id
        parts.parts["namespace"] = fork.owner
        parts.parts["path_with_namespace"] = "\(fork.owner)/\(names.current)"
        return parts
    }

    var hookRepository: NamedParts {
        ["name": names.current, "url": page + ".git", "description": "", "homepage": page]
    }

    func hookLabel(_ label: Label) -> NamedParts {
        [
            "id": label.id, "title": label.name, "color": "#\(label.color)", "project_id": GitLabNames.projectID, "template": false,
            "description": label.description, "type": "ProjectLabel", "group_id": Int?.none,
        ]
    }

    func hookMergeRequest(_ request: PullRequest, labels: [Label], head: GitCommit?) -> NamedParts {
        [
            "id": request.id, "iid": request.number, "target_branch": request.baseBranch, "source_branch": request.headBranch,
            "source_project_id": request.fork?.id ?? GitLabNames.projectID, "target_project_id": GitLabNames.projectID,
            "author_id": GitLabUser.named(request.author)?.id, "title": request.title, "description": request.body ?? "",
            "created_at": time(request.createdAt), "updated_at": time(request.updatedAt), "state": request.gitLabState,
            "merge_status": "unchecked", "detailed_merge_status": "checking", "work_in_progress": request.isDraft, "draft": request.isDraft,
            "merge_commit_sha": request.merge?.commit, "url": url(of: request), "source": request.fork.map(hookFork) ?? hookProject,
            "target": hookProject,
            "last_commit": head.map { hookCommit($0) }, "labels": labels.map(hookLabel),
        ]
    }

    func hookCommit(_ commit: GitCommit, files: [GitFileChange]? = nil) -> NamedParts {
        var parts: NamedParts = [
            "id": commit.sha, "message": commit.message, "title": commit.message.split(separator: "\n").first.map(String.init) ?? "",
            "timestamp": commit.committer.date, "url": "\(page)/-/commit/\(commit.sha)",
            "author": ["name": commit.author.name, "email": "[REDACTED]"],
        ]
        if let files {
            parts.parts["added"] = files.filter { $0.status == .added }.map(\.path)
            parts.parts["modified"] = files.filter { ![.added, .removed].contains($0.status) }.map(\.path)
            parts.parts["removed"] = files.filter { $0.status == .removed }.map(\.path)
        }
        return parts
    }
}

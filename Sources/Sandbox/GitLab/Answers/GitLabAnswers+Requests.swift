import Foundation

extension GitLabAnswers {
    /// What lists show of a merge request; a single one has more.
    func mergeRequest(_ request: PullRequest, labels: [Label], notes: Int) -> NamedParts {
        let closed = request.merge == nil ? request.closedAt : nil
        return [
            "id": request.id, "iid": request.number, "project_id": GitLabNames.projectID, "title": request.title,
            "description": request.body, "state": request.gitLabState, "created_at": time(request.createdAt),
            "updated_at": time(request.updatedAt), "merged_at": request.merge.map { time($0.at) }, "closed_at": closed.map(time),
            "merge_user": request.merge.flatMap { author($0.login) }, "target_branch": request.baseBranch,
            "source_branch": request.headBranch, "user_notes_count": notes, "upvotes": 0, "downvotes": 0,
            "author": author(request.author), "assignees": [String](), "reviewers": [String](),
            "source_project_id": request.fork?.id ?? GitLabNames.projectID, "target_project_id": GitLabNames.projectID,
            "labels": labels.map(\.name),
            "draft": request.isDraft, "work_in_progress": request.isDraft, "imported": false, "milestone": String?.none,
            "merge_when_pipeline_succeeds": false, "merge_status": "can_be_merged", "detailed_merge_status": "mergeable",
            "sha": request.headSHA, "merge_commit_sha": request.merge?.commit, "squash_commit_sha": String?.none,
            "discussion_locked": Bool?.none, "should_remove_source_branch": Bool?.none, "force_remove_source_branch": false,
            "prepared_at": time(request.createdAt), "reference": "!\(request.number)",
            "references": [
                "short": "!\(request.number)", "relative": "!\(request.number)", "full": "\(names.fullName)!\(request.number)",
            ], "web_url": url(of: request), "squash": false, "has_conflicts": false, "blocking_discussions_resolved": true,
        ]
    }

    func url(of request: PullRequest) -> String { "\(page)/-/merge_requests/\(request.number)" }

    func commit(_ commit: GitCommit) -> NamedParts {
        let title = commit.message.split(separator: "\n").first.map(String.init) ?? ""
        return [
            "id": commit.sha, "short_id": String(commit.sha.prefix(8)), "created_at": Self.date(commit.committer.date),
            "parent_ids": commit.parents, "title": title, "message": commit.message, "author_name": commit.author.name,
            "author_email": commit.author.email, "authored_date": Self.date(commit.author.date), "committer_name": commit.committer.name,
            "committer_email": commit.committer.email, "committed_date": Self.date(commit.committer.date), "trailers": [String: String](),
            "extended_trailers": [String: String](), "web_url": "\(page)/-/commit/\(commit.sha)",
        ]
    }

    /// `2021-09-20T11:50:22.000+00:00`.
    private static func date(_ text: String) -> String {
        text.hasSuffix("Z") ? text.dropLast() + ".000+00:00" : text
    }

    func branch(_ name: String, _ commit: GitCommit) -> NamedParts {
        let isDefault = name == GitLabNames.defaultBranch
        return [
            "name": name, "commit": self.commit(commit), "merged": false, "protected": isDefault, "developers_can_push": false,
            "developers_can_merge": false, "can_push": true, "default": isDefault, "web_url": "\(page)/-/tree/\(name)",
        ]
    }

    func file(_ file: GitFileChange) -> NamedParts {
        [
            "old_path": file.previousPath ?? file.path, "new_path": file.path, "a_mode": file.status == .added ? "0" : "100644",
            "b_mode": file.status == .removed ? "0" : "100644", "new_file": file.status == .added,
            "renamed_file": file.status == .renamed, "deleted_file": file.status == .removed, "generated_file": false,
            "collapsed": false, "too_large": file.patch == nil && file.additions + file.deletions > 0, "diff": file.patch ?? "",
        ]
    }
}

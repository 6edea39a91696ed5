import GitLab
import HTTPTransport
import TestSupport

/// A project in a nested group, and a merge request of it.
enum GitLabPlace {
    static let root = "http://h/api/v4/projects/acme%2Fdata%2Fshop"
    static let request = """
        {"iid": 5, "title": "T", "state": "opened", "draft": false, "author": {"username": "ada"}, "web_url": "http://m/5", "sha": "h1",
         "source_branch": "x", "target_branch": "main", "source_project_id": 2, "target_project_id": 1, "labels": ["data"],
         "diff_refs": {"base_sha": "m", "head_sha": "h1", "start_sha": "b1"}, "changes_count": "1000+"}
        """

    static func host(_ script: ScriptedTransport, token: String = "hunter2") throws -> GitLabHost {
        try GitLabHost(project: "acme/data/shop", apiURL: "http://h/api/v4/", token: Secret(token), transport: script)
    }
}

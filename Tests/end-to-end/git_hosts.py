"""The two local git hosts, asked the same questions: what a play does on GitHub or on GitLab, and what people see there."""

import urllib.parse
from pathlib import Path

from stage_door import demo

READER, TRIAGER = "sandbox-reader-token", "sandbox-triager-token"


class GitHub:
    """The local GitHub, by its REST API."""

    name, noun, webhook, api, options = "github", "pull request", "/webhooks/github", "/github", ()
    refused, confused, seen = "-1", "confused", "eyes"
    statuses_path, comments_path = f"/github/repos/{demo.REPOSITORY}/statuses", f"/github/repos/{demo.REPOSITORY}/issues"
    #: Somebody who may set labels and not write.
    sorter = TRIAGER

    def __init__(self, sandbox: demo.API):
        self.sandbox = sandbox
        self.repository = f"/github/repos/{demo.REPOSITORY}"

    def ask(self, method: str, path: str, body: dict | None = None, token: str = demo.SANDBOX_TOKEN):
        return demo.API(self.sandbox.base, f"Bearer {token}").call(method, self.repository + path, body)

    def open(self, branch: str, title: str) -> int:
        return self.ask("POST", "/pulls", {"title": title, "head": branch, "base": "main"})["number"]

    def change(self, number: int, **fields):
        self.ask("PATCH", f"/pulls/{number}", fields)

    def draft(self, number: int, is_draft: bool):
        self.change(number, draft=is_draft)

    def retarget(self, number: int, branch: str):
        self.change(number, base=branch)

    def close(self, number: int):
        self.change(number, state="closed")

    def reopen(self, number: int):
        self.change(number, state="open")

    def merge(self, number: int):
        self.ask("PUT", f"/pulls/{number}/merge", {})

    def label(self, number: int, name: str, token: str = demo.SANDBOX_TOKEN):
        self.ask("POST", f"/issues/{number}/labels", {"labels": [name]}, token)

    def unlabel(self, number: int, name: str):
        self.ask("DELETE", f"/issues/{number}/labels/{urllib.parse.quote(name)}")

    def make_label(self, name: str):
        self.ask("POST", "/labels", {"name": name})

    def comment(self, number: int, body: str, token: str = demo.SANDBOX_TOKEN) -> int:
        return self.ask("POST", f"/issues/{number}/comments", {"body": body}, token)["id"]

    def reactions(self, number: int, comment: int) -> list:
        return [entry["content"] for entry in self.ask("GET", f"/issues/comments/{comment}/reactions")]

    def comments(self, number: int) -> list:
        """Those that Plumbline wrote."""
        found = self.ask("GET", f"/issues/{number}/comments?per_page=100")
        return [entry for entry in found if "<!-- plumbline:" in entry["body"]]

    def statuses(self, sha: str) -> dict:
        """The newest status of each context, as state and words."""
        newest = {}
        for entry in reversed(self.ask("GET", f"/commits/{sha}/statuses?per_page=100")):
            newest[entry["context"]] = (entry["state"], entry["description"])
        return newest

    def rename(self, name: str):
        self.ask("PATCH", "", {"name": name})
        self.repository = f"/github/repos/{demo.REPOSITORY.split('/')[0]}/{name}"

    def fork(self, token: str) -> Path:
        return Path(self.ask("POST", "/forks", {}, token)["clone_url"])

    def open_from_fork(self, branch: str, token: str) -> int:
        body = {"title": "From a fork", "head": f"sandbox-reader:{branch}", "base": "main"}
        return self.ask("POST", "/pulls", body, token)["number"]


class GitLab(GitHub):
    """The local GitLab, by its REST API."""

    name, noun, webhook, api = "gitlab", "merge request", "/webhooks/gitlab", "/gitlab/api/v4"
    options = ("--git-host", "gitlab")
    refused, confused, seen = "thumbsdown", "confused", "eyes"
    statuses_path = f"/gitlab/api/v4/projects/{demo.REPOSITORY.replace('/', '%2F')}/statuses"
    comments_path = f"/gitlab/api/v4/projects/{demo.REPOSITORY.replace('/', '%2F')}/merge_requests"
    sorter = READER
    states = {"failed": "failure"}

    def __init__(self, sandbox: demo.API):
        super().__init__(sandbox)
        self.repository = f"/gitlab/api/v4/projects/{demo.REPOSITORY.replace('/', '%2F')}"
        self.fork_id = None

    def open(self, branch: str, title: str) -> int:
        return self.ask("POST", "/merge_requests", {"title": title, "source_branch": branch, "target_branch": "main"})["iid"]

    def change(self, number: int, token: str = demo.SANDBOX_TOKEN, **fields):
        return self.ask("PUT", f"/merge_requests/{number}", fields, token)

    def draft(self, number: int, is_draft: bool):
        title = self.ask("GET", f"/merge_requests/{number}")["title"].removeprefix("Draft: ")
        self.change(number, title=("Draft: " if is_draft else "") + title)

    def retarget(self, number: int, branch: str):
        self.change(number, target_branch=branch)

    def close(self, number: int):
        self.change(number, state_event="close")

    def reopen(self, number: int):
        self.change(number, state_event="reopen")

    def merge(self, number: int):
        self.ask("PUT", f"/merge_requests/{number}/merge", {})

    def label(self, number: int, name: str, token: str = demo.SANDBOX_TOKEN):
        self.change(number, token, add_labels=name)

    def unlabel(self, number: int, name: str):
        self.change(number, remove_labels=name)

    def make_label(self, name: str):
        self.ask("POST", "/labels", {"name": name, "color": "#8899aa"})

    def comment(self, number: int, body: str, token: str = demo.SANDBOX_TOKEN) -> int:
        return self.ask("POST", f"/merge_requests/{number}/notes", {"body": body}, token)["id"]

    def reactions(self, number: int, comment: int) -> list:
        return [entry["name"] for entry in self.ask("GET", f"/merge_requests/{number}/notes/{comment}/award_emoji")]

    def comments(self, number: int) -> list:
        found = self.ask("GET", f"/merge_requests/{number}/notes?sort=asc&per_page=100")
        return [entry for entry in found if "<!-- plumbline:" in entry["body"]]

    def statuses(self, sha: str) -> dict:
        newest = {}
        for job in reversed(self.ask("GET", f"/repository/commits/{sha}/statuses?all=true&per_page=100")):
            newest[job["name"]] = (self.states.get(job["status"], job["status"]), job["description"])
        return newest

    def rename(self, name: str):
        self.ask("PUT", "", {"path": name})
        self.repository = f"/gitlab/api/v4/projects/{demo.REPOSITORY.split('/')[0]}%2F{name}"

    def fork(self, token: str) -> Path:
        made = self.ask("POST", "/fork", {}, token)
        self.fork_id = made["id"]
        return Path(made["ssh_url_to_repo"])

    def open_from_fork(self, branch: str, token: str) -> int:
        target = self.ask("GET", "")["id"]
        body = {"title": "From a fork", "source_branch": branch, "target_branch": "main", "target_project_id": target}
        api = demo.API(self.sandbox.base, f"Bearer {token}")
        return api.call("POST", f"/gitlab/api/v4/projects/{self.fork_id}/merge_requests", body)["iid"]


HOSTS = {host.name: host for host in (GitHub, GitLab)}

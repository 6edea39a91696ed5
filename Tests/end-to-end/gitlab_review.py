#!/usr/bin/env python3
"""The same review on GitLab: a merge request from opening to merge, with everything that is different there.

    gitlab_review.py --binaries .build/debug --folder /tmp/somewhere

Real dbt-core, git, DuckDB and server; the sandbox's GitLab. What does not depend on the host (the pages in Chromium, PostgreSQL, a restart
while dbt Cloud builds) is checked by review.py, whose checks run here too.
"""

import json
import sys
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import review  # noqa: E402
import stage_door  # noqa: E402
from stage_door import check, demo  # noqa: E402

GITHUB = 'host: github, api_url: "{sandbox}/github"'
assert GITHUB in demo.CONFIGURATION
demo.CONFIGURATION = demo.CONFIGURATION.replace(GITHUB, 'host: gitlab, api_url: "{sandbox}/gitlab/api/v4"')
STATES = {"failed": "failure"}


class GitLabStage(review.Stage):
    webhook, push_event, sandbox_options = "/webhooks/gitlab", "Push Hook", ("--git-host", "gitlab")
    project = f"/gitlab/api/v4/projects/{demo.REPOSITORY.replace('/', '%2F')}"

    def ask(self, method: str, path: str, body: dict | None = None, token: str = demo.SANDBOX_TOKEN):
        return demo.API(self.sandbox.base, f"Bearer {token}").call(method, self.project + path, body)

    def open(self) -> dict:
        wanted = demo.push_change()
        return self.ask("POST", "/merge_requests", {
            "title": wanted["title"], "source_branch": wanted["branch"], "target_branch": wanted["base"], "description": wanted["body"],
        })

    def statuses(self, sha: str) -> list:
        jobs = self.ask("GET", f"/repository/commits/{sha}/statuses?all=true&per_page=100")
        return [{"context": job["name"], "state": STATES.get(job["status"], job["status"]), "target_url": job["target_url"]} for job in jobs]

    def history(self, sha: str, context: str) -> list:
        """GitLab moves a status on in place; its pipeline webhooks tell what it was."""
        states = []
        for entry in self.sandbox.get("/sandbox/deliveries"):
            if entry["event"] == "Pipeline Hook" and entry["payload"]["object_attributes"]["sha"] == sha:
                states += [build["status"] for build in entry["payload"]["builds"] if build["name"] == context]
        return [STATES.get(state, state) for state in states]

    def comments(self, number: int) -> list:
        return self.ask("GET", f"/merge_requests/{number}/notes?sort=asc&per_page=100")

    def merge(self, number: int) -> str:
        return self.ask("PUT", f"/merge_requests/{number}/merge")["merge_commit_sha"]

    def pull_request_job_runs(self) -> list:
        query = f"job_definition_id={demo.PULL_REQUEST_JOB}&order_by=id&limit=100&include_related=trigger"
        return self.sandbox.get(f"/api/v2/accounts/1/runs/?{query}")["data"]


def check_job(stage: GitLabStage, number: int):
    runs = stage.pull_request_job_runs()
    check([run["trigger"]["gitlab_merge_request_id"] for run in runs] == [number], "dbt Cloud built the merge request once", runs)
    check(runs[0]["trigger"]["github_pull_request_id"] is None, "and knows that it is GitLab's")


def check_bad_input(stage: GitLabStage):
    def status(token: str, project: str) -> int:
        body = json.dumps({"object_kind": "push", "project": {"path_with_namespace": project}, "ref": "refs/heads/x"}).encode()
        headers = {"X-Gitlab-Event": "Push Hook", "Idempotency-Key": "d-1", "X-Gitlab-Token": token}
        return review.refused(urllib.request.Request(stage.server.base + stage.webhook, data=body, headers=headers))

    check(status("wrong", demo.REPOSITORY) == 401, "a wrong token is refused")
    check(status(demo.WEBHOOK_SECRET, "acme/elsewhere") == 404, "a project that is not configured is not found")
    check(status(demo.WEBHOOK_SECRET, demo.REPOSITORY) == 200, "a push to another branch is ignored")


def check_commands(stage: GitLabStage, number: int):
    """A note is a command of whoever may write; the answer is an emoji."""
    def command(token: str) -> str:
        note = stage.ask("POST", f"/merge_requests/{number}/notes", {"body": "/plumbline rerun"}, token)["id"]
        emoji = stage.wait("the reaction", lambda: stage.ask("GET", f"/merge_requests/{number}/notes/{note}/award_emoji") or None)
        check({entry["user"]["username"] for entry in emoji} == {"sandbox"} and len(emoji) == 1, "a command is answered once", emoji)
        return emoji[0]["name"]

    sha = stage.ask("GET", f"/merge_requests/{number}")["sha"]
    check(command("sandbox-reader-token") == "thumbsdown", "a reporter's command is refused")
    check(stage.run_of(sha)["attempt"] == 1, "and nothing is done again", stage.run_of(sha)["attempt"])
    check(command(demo.SANDBOX_TOKEN) == "eyes", "a maintainer's command is taken")
    again = stage.wait("the second review", lambda: run if (run := stage.run_of(sha))["attempt"] == 2 and run.get("finished_at") else None)
    check(again["status"] == "done", "the review was done once more", again["phase"])
    ours = [entry["id"] for entry in stage.comments(number) if "<!-- plumbline:" in entry["body"]]
    check(len(ours) == 1, "in the same comment", ours)


def check_deliveries(stage: GitLabStage):
    answers = {(entry["event"], entry["status_code"]) for entry in stage.sandbox.get("/sandbox/deliveries") if entry["delivered_at"]}
    check({status for _, status in answers} <= {200, 202}, "every delivery of GitLab was answered well", sorted(answers))
    check(("Pipeline Hook", 200) in answers and ("Merge Request Hook", 202) in answers, "what is of no interest is ignored", sorted(answers))


def check_words(stage: GitLabStage, number: int):
    """Whoever uses GitLab reads of merge requests."""
    said = [entry["body"] for entry in stage.comments(number) if "<!-- plumbline:" in entry["body"]]
    for run in stage.runs():
        detail = stage.server.get(f"/api/v1/runs/{run['id']}")
        said += [line["message"] for line in detail["timeline"]] + detail["report"]["notes"] + detail["report"]["problems"]
        said += [job["description"] or "" for job in stage.ask("GET", f"/repository/commits/{run['pull_request']['head_sha']}/statuses?all=true")]
    # The sandbox's job has that name of its own.
    wrong = [text for text in said if "pull request" in text.lower().replace("'pull request'", "")]
    check(wrong == [] and any("merge request" in text for text in said), "comments, statuses and timelines speak of merge requests", wrong[:3])


def play(household):
    stage = GitLabStage(household, review.environment())
    demo.build_production(household, stage.sandbox)
    request = stage.open()
    number, sha = request["iid"], request["sha"]
    stage.wait("the pending status", lambda: True if "pending" in stage.history(sha, demo.STATUS_CONTEXT) else None)
    run = stage.wait(
        "the end of the run",
        lambda: run if (run := stage.run_of(sha) or {}).get("status") in ("done", "failed") else None, demo.REVIEW_SECONDS)
    check(run["status"] == "done", "the run is done", run["phase"])
    check(run["pull_request"]["number"] == number, "it is the merge request's", run["pull_request"])
    report = stage.server.get(f"/api/v1/runs/{run['id']}")["report"]
    review.check_selection(report)
    comment = review.check_comment(stage, number, sha, run)
    review.check_statuses(stage, sha, run)
    check_job(stage, number)
    check_bad_input(stage)
    review.check_pushes(stage, number, comment)
    check_commands(stage, number)
    review.check_merge(stage, number)
    check(stage.ask("GET", f"/merge_requests/{number}")["state"] == "merged", "the merge request is merged")
    check_deliveries(stage)
    check_words(stage, number)
    review.check_no_secret_in_logs()


def main() -> int:
    stage_door.options_of(__doc__)
    return stage_door.perform(stage_door.at_home(play))


if __name__ == "__main__":
    sys.exit(main())

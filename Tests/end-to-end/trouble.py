#!/usr/bin/env python3
"""What goes wrong in the middle of a review, and where people read of it: commit status, comment, page of the run.

    trouble.py --binaries .build/debug --folder /tmp/somewhere

Real git, dbt-core, server and sandbox. One configuration waits for a job of dbt Cloud, the other for uploads. The job's steps are short, as no
table is looked at. Prints one line per check; exit code 1 names the first that fails.
"""

import html
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import git_hosts  # noqa: E402
import life  # noqa: E402
import review  # noqa: E402
import stage_door  # noqa: E402
from stage_door import check, demo  # noqa: E402

JOBS, UPLOADS = "plumbline/jobs", "plumbline/uploads"
CONFIGURATION = """\
server: {{listen: "127.0.0.1:{port}", public_url: "{server}", data_dir: "{folder}/server"}}
api_keys: [{{name: play, role: admin, key: "${{PLUMBLINE_API_KEY}}"}}]
data_sources:
  - {{name: warehouse, type: duckdb, options: {{path: {folder}/none.duckdb}}}}
repositories:
  - {{name: {repository}, host: github, api_url: "{sandbox}/github", token: "${{GITHUB_TOKEN}}", webhook_secret: "${{WEBHOOK_SECRET}}"}}
ci_configs:
  - name: jobs
    repository: {repository}
    data_source: warehouse
    dbt_cloud: {{access_url: "{sandbox}", api_key: "${{DBT_API_KEY}}", account_id: 1, artifacts_job_id: 10, pull_request_job_id: 11}}
  - {{name: uploads, repository: {repository}, data_source: warehouse}}
"""


class Trouble(life.Life):
    """A server whose reviews go wrong."""

    def wait(self, what: str, step, seconds: float = 90):
        return super().wait(what, step, seconds)

    def change_job(self, **fields):
        self.sandbox.call("POST", f"/api/v2/accounts/1/jobs/{demo.PULL_REQUEST_JOB}/", fields)

    def fault(self, path: str, status: int, **more):
        self.sandbox.call("POST", "/sandbox/faults", {"path": path, "status": status, "count": 1000} | more)

    def mend(self):
        self.sandbox.call("DELETE", "/sandbox/faults")

    def begin(self, name: str, context: str) -> tuple[str, int]:
        """Opens a pull request, and waits until its review does."""
        sha = self.push(name, f"models/{name}.sql", base="origin/main")
        number = self.host.open(name, name)
        self.becomes(sha, "pending", "", context, name)
        return sha, number

    def page(self, sha: str, config: str) -> str:
        """What a reader of the run's page sees."""
        return html.unescape(re.sub(r"<[^>]*>", "", self.page_of(self.runs(sha, config))))

    def told(self, sha: str, number: int, config: str, words: str, what: str):
        """Waits for a status that is red, and reads the words in all three places."""
        self.becomes(sha, "failure", words, f"plumbline/{config}", what)

        def comment():
            body = self.ours(number).get(config, {"body": ""})["body"].replace("\\", "")
            return body if words in body else None

        self.wait(f"the comment on {what}", comment)
        check(words in self.page(sha, config), f"{what}: comment and page tell it, too")


def revoked_key(play: Trouble):
    play.change_job(execute_steps=["dbt parse"], triggers={"github_webhook": True})
    sha, number = play.begin("key", JOBS)
    play.fault("/api/v2", 401)
    play.fault("/api/v3", 401)
    play.told(sha, number, "jobs", "expired or revoked", "a key that was revoked while the job ran")
    play.mend()


def nothing_left(play: Trouble):
    play.change_job(execute_steps=["dbt deps"])
    sha, number = play.begin("empty", JOBS)
    play.told(sha, number, "jobs", "left no manifest.json", "a run without artifacts")


def deleted_job(play: Trouble):
    play.change_job(triggers={"github_webhook": False})
    sha, number = play.begin("job", JOBS)
    play.sandbox.call("DELETE", f"/api/v2/accounts/1/jobs/{demo.PULL_REQUEST_JOB}/")
    play.told(sha, number, "jobs", "Choose the job anew", "a job that was deleted while its run was waited for")


def another_project(play: Trouble):
    """The change renames the dbt project, so that no model has a counterpart."""
    file = "dbt_project.yml"
    play.change_job(execute_steps=["dbt parse"])
    play.sandbox.call("POST", f"/api/v2/accounts/1/jobs/{demo.PRODUCTION_JOB}/", {"execute_steps": ["dbt parse"]})
    demo.build_production(play.household, play.sandbox)
    text = demo.git("show", f"origin/main:{file}", folder=play.clone).replace("name: storefront", "name: library")
    sha = play.push("library", file, base="origin/main", text=text + "\n")
    number = play.host.open("library", "Another name")
    play.told(sha, number, "jobs", "Choose two jobs of one project.", "a manifest of another project")


def foreign_uploads(play: Trouble):
    """They do not get in, so the one who uploads reads why."""
    main = demo.git("rev-parse", "origin/main", folder=play.clone)
    play.upload(main, "production", ["uploads"])
    for name, metadata, words in [("project", {"project_name": "library"}, "--new-project"), ("adapter", {"adapter_type": "snowflake"}, "'duckdb'")]:
        try:
            play.upload(main, names=["uploads"], **metadata)
            refusal = ""
        except demo.Trouble as trouble:
            refusal = str(trouble)
        check("422" in refusal and words in refusal, f"an upload for another {name} is refused, with what to do", refusal)


def revoked_token(play: Trouble):
    """Somebody renews the token within the day: nothing stays pending."""
    sha, number = play.begin("token", UPLOADS)
    play.wait("the comment", lambda: play.ours(number).get("uploads"))
    run = play.runs(sha, "uploads")["id"]
    play.fault("/github", 401, body='{"message": "Bad credentials"}')
    play.upload(sha, names=["uploads"])

    def refusal():
        lines = [entry["message"] for entry in play.server.get(f"/api/v1/runs/{run}")["timeline"]]
        return lines if any("tried again" in line for line in lines) else None

    lines = play.wait("the refusal", refusal)
    check(any("not accepted" in line for line in lines), "a token that was revoked is told on the run's page", lines)
    check("not accepted" in play.page(sha, "uploads"), "for people, too")
    trouble = play.wait("the repository's trouble", lambda: play.server.get("/api/v1/repositories")[0]["trouble"])
    check("not accepted" in trouble, "and with the repository", trouble)
    play.mend()
    play.told(sha, number, "uploads", "not expired or revoked", "what could not be read meanwhile, with a token that is accepted again")


def play(household):
    demo.CONFIGURATION = CONFIGURATION
    stage = Trouble(household, git_hosts.GitHub)
    stage.start_server()
    revoked_key(stage)
    nothing_left(stage)
    another_project(stage)
    foreign_uploads(stage)
    revoked_token(stage)
    deleted_job(stage)
    review.check_no_secret_in_logs()


def main() -> int:
    stage_door.options_of(__doc__)
    return stage_door.perform(stage_door.at_home(play))


if __name__ == "__main__":
    sys.exit(main())

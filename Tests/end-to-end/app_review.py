#!/usr/bin/env python3
"""A review by a GitHub App: check run, remarks on changed model files, the button that asks for a rerun, a command.

    app_review.py --binaries .build/debug --folder /tmp/somewhere

Real dbt-core, git, DuckDB and server; the sandbox's GitHub with its App. What does not depend on the credential is checked by review.py.
"""

import sys
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import review  # noqa: E402
import stage_door  # noqa: E402
from stage_door import check, demo  # noqa: E402

TOKEN = 'token: "${{GITHUB_TOKEN}}", webhook_secret: "${{WEBHOOK_SECRET}}"'
assert TOKEN in demo.CONFIGURATION
demo.CONFIGURATION = demo.CONFIGURATION.replace(
    TOKEN, 'app: {{id: 4242, private_key: "${{APP_KEY}}", webhook_secret: "${{WEBHOOK_SECRET}}"}}')
BOT = "plumbline-sandbox[bot]"


class AppStage(review.Stage):
    sandbox_options = ("--webhook-by-app",)

    def start_server(self):
        self.environment["APP_KEY"] = (demo.FOLDER / "sandbox" / "github-app.pem").read_text()
        super().start_server()

    def ask(self, path: str):
        return self.sandbox.get(f"/github/repos/{demo.REPOSITORY}/{path}")

    def checks(self, sha: str) -> list:
        runs = self.ask(f"commits/{sha}/check-runs?filter=all&per_page=100")["check_runs"]
        return [run for run in runs if run["name"] == demo.STATUS_CONTEXT]

    def ended(self, sha: str, count: int):
        """The check runs, newest first, once there are so many and all are completed."""
        return self.wait(
            f"{count} completed check runs",
            lambda: runs if len(runs := self.checks(sha)) == count and all(run["status"] == "completed" for run in runs) else None,
            demo.REVIEW_SECONDS)


def check_webhook(stage: AppStage, sha: str, run: dict):
    """The look at dbt Cloud that was under way would have lasted for half a minute more; the webhook ended it."""
    built = next(line for line in stage.server.get(f"/api/v1/runs/{run['id']}")["timeline"] if "has built" in line["message"])
    told = [entry for entry in stage.sandbox.get("/sandbox/deliveries") if entry["event"].startswith("job.run.")]
    check({entry["status_code"] for entry in told} == {202}, "dbt Cloud's deliveries are taken", told[:1])
    end = next(entry for entry in reversed(told) if entry["event"] == "job.run.completed" and f"run {entry['payload']['data']['runId']} " in built["message"])
    late = (datetime.fromisoformat(built["at"]) - datetime.fromisoformat(end["delivered_at"])).total_seconds()
    check(late < 5, "dbt Cloud's webhook ends the waiting at once", late)


def play(household):
    stage = AppStage(household, review.environment())
    demo.build_production(household, stage.sandbox)
    pull_request = demo.open_pull_request(stage.sandbox)
    number, sha = pull_request["number"], pull_request["head"]["sha"]
    stage.wait("the check run", lambda: True if stage.checks(sha) else None)
    build = stage.wait("dbt Cloud's run", lambda: (stage.server.get(f"/api/v1/runs/{stage.run_of(sha)['id']}").get("dbt_cloud_run") or {}).get("id"))
    stage.sandbox.call("POST", "/sandbox/faults", {"path": f"/api/v2/accounts/1/runs/{build}", "delay_seconds": 120, "count": 1})
    first, = stage.ended(sha, 1)
    run = stage.run_of(sha)
    check_webhook(stage, sha, run)
    check(run["status"] == "done", "the run is done", run["phase"])
    check(first["conclusion"] in ("success", "failure"), "its check run is completed", first["conclusion"])
    check(first["details_url"].startswith(stage.server.base) and first["details_url"].rstrip("/").endswith(f"/{run['id']}"),
          "the check run leads to the run's page", first["details_url"])
    check(not [entry for entry in stage.statuses(sha) if entry["context"] == demo.STATUS_CONTEXT], "no commit status repeats it")
    remarks = stage.ask(f"check-runs/{first['id']}/annotations?per_page=100")
    changed = {entry["filename"] for entry in stage.ask(f"pulls/{number}/files?per_page=100")}
    check(remarks and {remark["path"] for remark in remarks} <= changed, "its remarks are on files of the change", remarks)
    comment, = stage.comments(number)
    check(comment["user"]["login"] == BOT, "the comment is the App's", comment["user"])

    stage.sandbox.call("POST", f"/github/repos/{demo.REPOSITORY}/check-runs/{first['id']}/rerequest")
    second, earlier = stage.ended(sha, 2)
    check(earlier["id"] == first["id"] and second["conclusion"] == first["conclusion"], "Re-run made a check run of its own")
    check(len(stage.comments(number)) == 1, "and kept the one comment")
    again = stage.ask(f"check-runs/{second['id']}/annotations?per_page=100")
    check(len(again) == len(remarks), "with the same remarks, none twice", again)

    facts = stage.server.call("POST", "/api/v1/repositories/1/test")
    check(facts["status"] == "ok" and facts["full_name"] == demo.REPOSITORY, "the test of the connection is content", facts)
    hook = stage.server.call("POST", "/api/v1/repositories/1/webhook")
    check(hook["status"] == "by_app", "the App's webhook serves", hook)
    review.check_no_secret_in_logs()


def main() -> int:
    stage_door.options_of(__doc__)
    return stage_door.perform(stage_door.at_home(play))


if __name__ == "__main__":
    sys.exit(main())

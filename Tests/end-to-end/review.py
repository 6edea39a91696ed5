#!/usr/bin/env python3
"""Plays the demo's pull request and checks everything a person would look at, then what happens to the pull request afterwards.

    review.py --binaries .build/debug --folder /tmp/somewhere [--warehouse postgresql] [--screenshots /tmp/shots]

Real dbt-core, real git, real DuckDB, the real server (killed and started again in the middle), the sandbox, real Chromium.
Prints one line per check; exit code 1 names the first that fails. The expected counts were found without Plumbline
(examples/changes/first-light/expected.json). With PostgreSQL the same counts must come out; pushes, merges and restarts do not depend
on the warehouse and are left to DuckDB.
"""

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import late_orders  # noqa: E402
import postgresql  # noqa: E402
import stage_door  # noqa: E402
from stage_door import ROOT, check, demo  # noqa: E402

# The demo's configuration, and the production job on merges.
demo.CONFIGURATION = demo.CONFIGURATION.rstrip("\n") + f"\n    trigger_on_merge: {demo.PRODUCTION_JOB}\n"
WITHOUT_WEBHOOK = "pull_request_job_id: 11}}"
assert WITHOUT_WEBHOOK in demo.CONFIGURATION
demo.CONFIGURATION = demo.CONFIGURATION.replace(
    WITHOUT_WEBHOOK, 'pull_request_job_id: 11, webhook_secret: "${{DBT_WEBHOOK_SECRET}}"}}')
DUCKDB_SOURCE = "type: duckdb, options: {{path: {folder}/sandbox/warehouse.duckdb}}"
assert DUCKDB_SOURCE in demo.CONFIGURATION
MERGE_CONTEXT = f"{demo.STATUS_CONTEXT}/merge"

EXPECTED = json.loads((demo.CHANGE / "expected.json").read_text())
RENAMED = ("qty_sold", "units_sold")


def short(unique_id: str) -> str:
    return unique_id.rsplit(".", 1)[1]


class Stage:
    """The running demo, and what the checks ask it."""

    webhook, push_event, sandbox_options = "/webhooks/github", "push", ()

    def __init__(self, household, environment, warehouse: str | None = None):
        self.household, self.environment = household, environment
        self.port, self.key = demo.free_port(0), "end-to-end-key"
        self.sandbox = demo.start_sandbox(household, environment, f"http://127.0.0.1:{self.port}{self.webhook}", warehouse, self.sandbox_options)
        self.subscribe()
        self.start_server()

    def subscribe(self):
        """Has dbt Cloud tell what becomes of its runs."""
        made = self.sandbox.call("POST", "/api/v3/accounts/1/webhooks/subscriptions", {
            "name": "Plumbline", "client_url": f"http://127.0.0.1:{self.port}/webhooks/dbt-cloud", "active": True, "job_ids": [],
            "event_types": ["job.run.started", "job.run.completed", "job.run.errored"]})
        self.environment["DBT_WEBHOOK_SECRET"] = made["data"]["hmac_secret"]

    def start_server(self):
        self.server = demo.start_server(self.household, self.environment, self.port, self.sandbox, self.key)

    def kill_server(self):
        process = self.household.processes.pop("server")
        process.kill()
        process.wait()

    def runs(self) -> list:
        return self.server.get("/api/v1/runs")

    def run_of(self, sha: str):
        return next((run for run in self.runs() if run["pull_request"]["head_sha"] == sha), None)

    def merge_run_of(self, sha: str):
        return next((run for run in self.server.get("/api/v1/merge_runs?ci_config_id=1") if run["sha"] == sha), None)

    def production_runs_of(self, sha: str) -> list:
        query = f"job_definition_id={demo.PRODUCTION_JOB}&order_by=-id&limit=100&include_related=trigger"
        runs = self.sandbox.get(f"/api/v2/accounts/1/runs/?{query}")["data"]
        return [run for run in runs if sha in (run["git_sha"], run["trigger"]["git_sha"])]

    def redeliver_push(self, sha: str) -> int:
        """Sends the webhook of a push again; answers the status that Plumbline gave."""
        deliveries = self.sandbox.get("/sandbox/deliveries")
        push = next(entry for entry in deliveries if entry["event"] == self.push_event and entry["payload"]["after"] == sha)
        again = self.sandbox.call("POST", f"/sandbox/deliveries/{push['id']}/redeliver")["id"]
        return self.wait("the repeated delivery", lambda: next(
            entry for entry in self.sandbox.get("/sandbox/deliveries") if entry["id"] == again)["status_code"])

    def statuses(self, sha: str) -> list:
        """The commit's statuses, newest first."""
        return self.sandbox.get(f"/github/repos/{demo.REPOSITORY}/commits/{sha}/statuses")

    def history(self, sha: str, context: str) -> list:
        """The states a status went through."""
        return [status["state"] for status in reversed(self.statuses(sha)) if status["context"] == context]

    def merge(self, number: int) -> str:
        return self.sandbox.call("PUT", f"/github/repos/{demo.REPOSITORY}/pulls/{number}/merge", {"merge_method": "merge"})["sha"]

    def comments(self, number: int) -> list:
        return self.sandbox.get(f"/github/repos/{demo.REPOSITORY}/issues/{number}/comments")

    def wait(self, what: str, step, seconds=300):
        return demo.until(self.household, seconds, what, step)

    def push(self, name: str, text: str) -> str:
        clone = demo.FOLDER / "clone"
        path = clone / "models" / "marts" / name
        path.write_text(text)
        demo.git("add", "-A", folder=clone)
        demo.git("-c", "user.name=Robin Vale", "-c", "user.email=robin.vale@storefront.example", "commit", "-qm", f"Add {name}", folder=clone)
        demo.git("push", "--quiet", "origin", "HEAD", folder=clone)
        return demo.git("rev-parse", "HEAD", folder=clone)


def check_selection(report: dict):
    wanted = EXPECTED["selection"]
    origins = {short(model["unique_id"]): model["origin"] for model in report["models"]}
    expected = {short(node["unique_id"]): node["change"] for node in wanted["modified"]}
    expected |= {short(node): "downstream" for node in wanted["downstream"]}
    check(origins == expected, "the affected models are those that dbt selects, new, modified and downstream", origins)
    reasons = {short(model["unique_id"]): model["reasons"] for model in report["models"] if model["origin"] == "modified"}
    check(all(reasons[short(node["unique_id"])] == node["reasons"] for node in wanted["modified"] if node["change"] == "modified"),
          "each modified model has dbt's reasons", reasons)
    check([short(node) for node in report["removed"]] == [short(node) for node in wanted["removed"]], "the removed model is named")
    check(len(report["exposures"]) == len(wanted["exposures"]), "the affected exposures are named", report["exposures"])


def check_diffs(stage: Stage, report: dict) -> dict:
    ids = {}
    for model in report["models"]:
        name = short(model["unique_id"])
        if model["origin"] == "added":
            check(model.get("datadiff_id") is None, f"{name} is new and has no diff")
            continue
        ids[name] = model["datadiff_id"]
        result, wanted = stage.server.get(f"/api/v1/datadiffs/{ids[name]}/summary_results"), EXPECTED["models"][name]
        pks, values, schema = result["pks"], result["values"], result["schema"]
        seen = {
            "verdict": result["verdict"], "rows": pks["total_rows"], "exclusive_keys": pks["exclusives"],
            "common_keys": values["total_rows"], "column_counts": schema["column_counts"], "removed_columns": schema["exclusive_columns"][0],
            "added_columns": schema["exclusive_columns"][1], "rows_with_differences": values["rows_with_differences"],
            "columns_with_differences": values["columns_with_differences"], "values_with_differences": values["values_with_differences"],
            "values_different": {column["column_name"]: column["values_different"] for column in values["columns_diff_stats"]},
        }
        check(seen == {key: wanted[key] for key in seen}, f"{name}: every count is right", seen)
        check(abs(result["match_score"] - wanted["match_score"]) < 1e-12, f"{name}: the match score is right", result["match_score"])
        check(result["primary_key"]["columns"] == wanted["primary_key"]["columns"], f"{name}: the key is {wanted['primary_key']['columns']}")
    hints = stage.server.get(f"/api/v1/datadiffs/{ids['product_performance']}/summary_results")["schema"]["rename_hints"]
    check(hints == [{"a": RENAMED[0], "b": RENAMED[1], "match": 100}], "the renamed column is recognised", hints)
    return ids


def check_comment(stage: Stage, number: int, sha: str, run: dict):
    comments = stage.comments(number)
    check(len(comments) == 1, "there is one comment", len(comments))
    body = comments[0]["body"]
    check(body.splitlines()[0].endswith("10 of 11 compared models differ; 1 is new; 1 is removed."), "its first line is the verdict", body[:120])
    check(sha[:7] in body and run["url"] in body, "it names the commit and links to the run")
    for name, model in EXPECTED["models"].items():
        row = next((line for line in body.splitlines() if line.startswith("| ") and f"`{name}`" in line.split("<br>")[0]), None)
        check(row is not None, f"it has a row for {name}")
        if "rows" in model and model.get("verdict"):
            check(str(model["rows"][0]) in row and str(model["rows"][1]) in row, f"the row of {name} has its counts", row)
    check("`orders_by_region_legacy`" in body and "Revenue dashboard" in body, "it names the removed model and the exposures")
    check("dim_products" not in body, "a changed description is no change")
    check(len(body) < 65536 and body.rstrip().splitlines()[-1].startswith("<!-- plumbline:"), "it fits, and its last line is the marker")
    return comments[0]["id"]


def check_statuses(stage: Stage, sha: str, run: dict):
    statuses = [status for status in stage.statuses(sha) if status["context"] == demo.STATUS_CONTEXT]
    states = stage.history(sha, demo.STATUS_CONTEXT)
    check(states[0] == "pending" and states[-1] == "success", "the commit status was pending and is success", states)
    check(statuses[0]["target_url"] == run["url"], "the status links to the run")


def check_pages(stage: Stage, run: dict, ids: dict, screenshots: Path):
    chosen = ids["fct_orders"]
    orders = EXPECTED["models"]["fct_orders"]
    texts = {
        f"run/{run['id']}": ["10 of 11 compared models differ", "fct_orders", "Revenue dashboard", "orders_by_region_legacy"],
        f"diff/{chosen}/overview": [f"{orders['rows_with_differences']:,} of {orders['common_keys']:,}", "net_amount", "order_id"],
        f"diff/{ids['product_performance']}/overview": list(RENAMED),
        "runs": ["acme/storefront", "#1"],
    }
    command = [
        sys.executable, ROOT / "Tests" / "browser" / "check_pages.py", "--base-url", stage.server.base, "--run", run["id"],
        "--diff", chosen, "--diff", ids["product_performance"], "--screenshots", screenshots, "--expect", json.dumps(texts),
    ]
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    check(result.returncode == 0, "the pages are right in Chromium: light, dark, narrow, without JavaScript", result.stdout + result.stderr)


def refused(request: urllib.request.Request) -> int:
    try:
        with demo.API.opener.open(request, timeout=30) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


def check_bad_input(stage: Stage):
    url = f"{stage.server.base}/webhooks/github"
    body = b'{"zen": "x"}'
    headers = {"X-GitHub-Event": "ping", "X-GitHub-Delivery": "d-1", "X-Hub-Signature-256": "sha256=" + "0" * 64}
    check(refused(urllib.request.Request(url, data=body, headers=headers)) == 401, "a wrong signature is refused")
    check(refused(urllib.request.Request(f"{stage.server.base}/api/v1/runs")) == 401, "the API without a key is refused")
    check(refused(urllib.request.Request(f"{stage.server.base}/runs/4711")) == 404, "a run that does not exist is not found")


def check_pushes(stage: Stage, number: int, comment: int):
    """Two pushes right after each other: the first one's run gives way, the comment stays one; orders came in meanwhile."""
    late_orders.arrive()
    first = stage.push("review_one.sql", "select 1 as id\n")
    stage.wait("the run of the first push", lambda: stage.run_of(first))
    second = stage.push("review_two.sql", "select 2 as id\n")
    stage.wait("the run of the second push", lambda: stage.run_of(second))
    stage.wait("the end of the second push's run", lambda: True if stage.run_of(second)["status"] in ("done", "failed") else None)
    check(stage.run_of(first)["phase"] == "superseded", "the run of the older commit gave way", stage.run_of(first)["phase"])
    check(stage.run_of(second)["status"] == "done", "the run of the newer commit is done", stage.run_of(second)["phase"])
    left = [status["state"] for status in stage.statuses(first)][:1]
    check(left in ([], ["success"]), "neither pending nor failure is left on the older commit", left)
    comments = stage.comments(number)
    check([entry["id"] for entry in comments] == [comment], "the comment was edited in place", [entry["id"] for entry in comments])
    check(second[:7] in comments[0]["body"] and "`review_two`" in comments[0]["body"], "it tells about the newer commit")
    late_orders.check_window(stage, stage.run_of(second), EXPECTED["models"]["fct_orders"])


def check_requests(stage: Stage, number: int, comment: int):
    """A label extends the review that is there, and a rerun does it once more; both stay in the one run and the one comment."""
    sha = stage.sandbox.get(f"/github/repos/{demo.REPOSITORY}/pulls/{number}")["head"]["sha"]
    before = stage.run_of(sha)
    stage.sandbox.call("POST", f"/github/repos/{demo.REPOSITORY}/issues/{number}/labels", {"labels": ["datafold:diff-all-downstream"]})
    said = "A label asked for diffs of all downstream models."

    def lines():
        return [line["message"] for line in stage.server.get(f"/api/v1/runs/{before['id']}")["timeline"]]

    def ended():
        run = stage.run_of(sha)
        return run if run["status"] in ("done", "failed") else None

    stage.wait("the label's effect", lambda: True if said in lines() else None)
    run = stage.wait("the end of the extended run", ended)
    check(run["status"] == "done" and run["attempt"] == before["attempt"], "a label extends the same run", (run["status"], run["attempt"]))
    stage.server.call("POST", f"/api/v1/runs/{run['id']}/rerun")
    run = stage.wait("the end of the rerun", lambda: run if (run := ended()) and run["attempt"] == before["attempt"] + 1 else None)
    check(run["status"] == "done", "a rerun reviews the same commit once more", run["phase"])
    check([entry["id"] for entry in stage.comments(number)] == [comment], "the comment is still the same one")


def check_merge(stage: Stage, number: int):
    """Merging starts the production job once for the merge commit, over a restart of the server and repeated deliveries."""
    check(stage.server.get("/api/v1/merge_runs") == [], "no push to another branch has started the production job")
    sha = stage.merge(number)
    stage.wait("the start of the production job", lambda: True if (stage.merge_run_of(sha) or {}).get("dbt_cloud_run") else None)
    stage.kill_server()
    print("ok  the server was killed while it waited for the production job", flush=True)
    stage.start_server()
    check(stage.redeliver_push(sha) == 200, "the repeated push is answered")
    run = stage.wait("the end of the production job", lambda: run if (run := stage.merge_run_of(sha)).get("finished_at") else None, 600)
    check(run["status"] == "success" and run["job_id"] == demo.PRODUCTION_JOB, "the production job has succeeded", run)
    check(stage.redeliver_push(sha) == 200, "the push is repeated once more, after the end")
    runs = stage.production_runs_of(sha)
    check(len(runs) == 1, "exactly one run of the production job has the merge commit", [entry["id"] for entry in runs])
    check(runs[0]["id"] == run["dbt_cloud_run"]["id"] and runs[0]["git_sha"] == sha, "it is the one that Plumbline waited for", runs[0]["id"])
    cause = runs[0]["trigger"]["cause"]
    check(all(word in cause for word in ("Plumbline", "main", sha)) and len(cause) <= 255, "its cause names Plumbline, branch and commit", cause)
    statuses = [status for status in stage.statuses(sha) if status["context"] == MERGE_CONTEXT]
    states = stage.history(sha, MERGE_CONTEXT)
    check(states[0] == "pending" and states[-1] == "success", "the merge commit's status was pending and is success", states)
    check(all(status["target_url"] == run["dbt_cloud_run"]["url"] for status in statuses), "it links to the dbt Cloud run", statuses)


def check_no_secret_in_logs():
    text = "".join(path.read_text(errors="replace") for path in demo.FOLDER.glob("server.log*"))
    for secret in (demo.SANDBOX_TOKEN, demo.WEBHOOK_SECRET, "end-to-end-key"):
        check(secret not in text, f"the server's log does not hold a secret ({secret[:4]}…)")
    check(re.search(r"@(example|mail|post)\.", text) is None, "nor an e-mail address out of the data")


def check_passwords(server: postgresql.Server):
    """Neither in logs nor in what dbt, the sandbox and the server keep; the server's store has its own encrypted."""
    texts = [text for password in server.passwords.values() for text in (password, postgresql.quote(password, safe=""))]
    files = [path for path in demo.FOLDER.rglob("*") if path.is_file()]
    check(any(path.name == "profiles.yml" for path in files), "the profiles of the runs are there to look into")
    found = [str(path) for path in files if any(text.encode() in path.read_bytes() for text in texts)]
    check(found == [], "no file holds a password of the warehouse", found)


def check_close(stage: Stage, server: postgresql.Server, number: int):
    schema = f"dbt_cloud_pr_{demo.PULL_REQUEST_JOB}_{number}"
    check(schema in server.schemas(), "the pull request has a schema", server.schemas())
    stage.sandbox.call("PATCH", f"/github/repos/{demo.REPOSITORY}/pulls/{number}", {"state": "closed"})
    stage.wait("dropping the schema", lambda: True if server.schemas() == ["prod", "raw"] else None)
    print("ok  the schema went with the pull request, and nothing else", flush=True)


def environment() -> dict:
    venv = Path(os.environ.get("PLUMBLINE_VENV", ROOT / ".venv"))
    return os.environ | {"PLUMBLINE_VENV": str(venv), "PATH": f"{venv / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def play_postgresql(household, server: postgresql.Server, screenshots: Path):
    server.start(household)
    place = f"host: 127.0.0.1, port: {server.port}, database: {server.database}, user: plumbline"
    source = "type: postgresql, options: {{" + place + ', password: "${{WAREHOUSE_PASSWORD}}"}}'
    demo.CONFIGURATION = demo.CONFIGURATION.replace(DUCKDB_SOURCE, source)
    stage = Stage(household, environment() | {"WAREHOUSE_PASSWORD": server.passwords["plumbline"]}, server.uri("dbt"))
    demo.build_production(household, stage.sandbox)
    pull_request = demo.open_pull_request(stage.sandbox)
    number, sha = pull_request["number"], pull_request["head"]["sha"]
    demo.watch(household, stage.server, stage.sandbox, sha)
    run = stage.wait("the end of the run", lambda: run if (run := stage.run_of(sha))["status"] in ("done", "failed") else None)
    check(run["status"] == "done", "the run is done", run["phase"])
    report = stage.server.get(f"/api/v1/runs/{run['id']}")["report"]
    check_selection(report)
    ids = check_diffs(stage, report)
    check_comment(stage, number, sha, run)
    check_statuses(stage, sha, run)
    check_pages(stage, run, ids, screenshots)
    check_close(stage, server, number)
    check_no_secret_in_logs()
    check_passwords(server)


def play_duckdb(household, screenshots: Path):
    stage = Stage(household, environment())
    demo.build_production(household, stage.sandbox)
    pull_request = demo.open_pull_request(stage.sandbox)
    number, sha = pull_request["number"], pull_request["head"]["sha"]
    stage.wait("the wait for dbt Cloud", lambda: True if (stage.run_of(sha) or {}).get("status") == "waiting" else None)
    stage.kill_server()
    print("ok  the server was killed while it waited", flush=True)
    stage.start_server()
    demo.watch(household, stage.server, stage.sandbox, sha)
    run = stage.wait("the end of the run", lambda: run if (run := stage.run_of(sha))["status"] in ("done", "failed") else None)
    check(run["status"] == "done", "the run went on after the restart and is done", run["phase"])
    report = stage.server.get(f"/api/v1/runs/{run['id']}")["report"]
    check_selection(report)
    ids = check_diffs(stage, report)
    comment = check_comment(stage, number, sha, run)
    check_statuses(stage, sha, run)
    check_pages(stage, run, ids, screenshots)
    check_bad_input(stage)
    check_pushes(stage, number, comment)
    check_requests(stage, number, comment)
    check_merge(stage, number)
    check_no_secret_in_logs()


def more_options(parser):
    parser.add_argument("--warehouse", choices=["duckdb", "postgresql"], default="duckdb")
    stage_door.with_screenshots(parser)


def main() -> int:
    options = stage_door.options_of(__doc__, more_options)
    screenshots = stage_door.screenshots_of(options)

    def play():
        if options.warehouse == "postgresql":
            # Around the household, which ends the server before the folder goes.
            with postgresql.Server(demo) as server, demo.Household() as household:
                play_postgresql(household, server, screenshots)
        else:
            with demo.Household() as household:
                play_duckdb(household, screenshots)

    return stage_door.perform(play)


if __name__ == "__main__":
    sys.exit(main())

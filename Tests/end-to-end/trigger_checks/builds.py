"""Runs that really build: drop-in, failure in every form, artifacts, retry, a run without an end, a terminal."""

import json
import re
import signal
from pathlib import Path

from . import project, systems
from .stage import CANCELLED, ERROR, PRODUCTION, RUNNING, SUCCESS, Sandbox, attach, check, trigger, verdict, wait


def check_drop_in(sandbox: Sandbox) -> int:
    """Nothing but the script's variables, against a job that also generates documentation."""
    call = trigger("script", sandbox, PRODUCTION, DBT_URL=sandbox.base + "/", DBT_JOB_CAUSE="Pipeline 12 by Robin",
                   DBT_JOB_BRANCH="refs/heads/main", DBT_JOB_SCHEMA_OVERRIDE="dbt-cloud-pr-7").ends(0, seconds=150)
    run = sandbox.run(call.run())
    asked = {name: value for name, value in run["trigger"].items() if value and name not in ("id", "created_at")}
    check(asked == {
        "cause": "Pipeline 12 by Robin", "cause_category": "api", "job_definition_id": PRODUCTION, "git_branch": "main",
        "schema_override": "dbt_cloud_pr_7",
    }, "the script's variables reach dbt Cloud as the script sent them, and nothing else", asked)
    check(run["status"] == SUCCESS and call.out.startswith(f"✓ Run {run['id']} succeeded in "), "exit code 0 and the verdict first", call)
    check("2 models, 3 tests (1 warned)" in call.out and run["href"] in call.out, "it counts models and tests, and links to the run", call)
    check("Warned" in call.out and "models/shop.yml" in call.out, "the warned test has its file", call)
    check(f"Run {run['id']} started {run['href']}" in call.err and "dbt build" in call.err,
          "the log told of the start and of the step", call)
    return run["id"]


def check_artifacts(sandbox: Sandbox, run: int):
    before = len(sandbox.runs(PRODUCTION))
    call = attach("artifacts", sandbox, run, "--artifacts", "target").ends(0)
    files = {path.name: json.loads(path.read_text()) for path in (call.place / "target").iterdir()}
    check(sorted(files) == ["catalog.json", "manifest.json", "run_results.json"], "--artifacts brings the usual three", sorted(files))
    check(files["run_results.json"]["args"]["which"] == "build", "the results are those of the build, not of the documentation")
    check({node["schema"] for node in files["manifest.json"]["nodes"].values() if node["resource_type"] == "model"} == {"dbt_cloud_pr_7"},
          "the models were built into the schema that was asked for")
    check(len(sandbox.runs(PRODUCTION)) == before, "--attach to a finished run starts nothing")
    compiled = "compiled/shop/models/orders.sql"
    call = attach("named-artifacts", sandbox, run, "--artifacts", "out", "--artifact", compiled, "--artifact", "nothing.json",
                  "--format", "json").ends(0)
    artifacts = {entry["path"]: entry for entry in call.json()["artifacts"]}
    check("customers" in (call.place / "out" / compiled).read_text(), "--artifact brings a file by its path", call)
    check(artifacts["nothing.json"]["file"] is None and "not found" in artifacts["nothing.json"]["problem"],
          "an artifact that is not there is told, and the exit code stays 0", call)
    plain = attach("missing-artifact", sandbox, run, "--artifacts", "out", "--artifact", "nothing.json").ends(0)
    check("nothing.json could not be had" in plain.out, "as text too", plain)
    call = attach("step-artifact", sandbox, run, "--artifacts", "out", "--artifact", "run_results.json", "--step", 4).ends(0)
    results = json.loads((call.place / "out" / "run_results.json").read_text())
    check(results["args"]["which"] == "generate", "--step brings the file of that step", results["args"]["which"])


def check_failure(sandbox: Sandbox) -> int:
    job = sandbox.job("Broken", project.FAILURE)
    call = trigger("failing", sandbox, job, "--verbose", "--artifacts", "target", "--artifact", "manifest.json").ends(1, seconds=150)
    run = sandbox.run(call.run())
    check(run["status"] == ERROR and call.out.startswith(f"✗ Run {run['id']} failed after "), "exit code 1 and the verdict first", call)
    check("at step 3 of 3: dbt build" in call.out.splitlines()[0], "the first line names step and command", call)
    for name, kind, file in (("broken", "model", "broken.sql"), ("unique_doubled_id", "test", "trouble.yml")):
        check(f"✗ {name} ({kind})  models/trouble/{file}" in call.out, f"the failed {kind} is named with its file", call)
    check("nonsense" in call.out.partition("The end of the log")[0], "with what the warehouse said", call)
    check("Done. PASS=" in call.out.partition("The end of the log of step 3 (dbt build")[2], "the end of the log is there", call)
    check(call.out.rstrip().splitlines()[-1] == run["href"], "the last line is the link", call)
    check((call.place / "target" / "manifest.json").exists(), "artifacts come also after a failure", call)
    check(call.err.count("GET ") > 3, "--verbose tells of the requests", call)
    return run["id"]


def check_retry(sandbox: Sandbox):
    """The model works as soon as the account has a variable for it, so a real `dbt retry` can succeed."""
    job = sandbox.job("Worth", project.WORTH)
    failed = trigger("before-retry", sandbox, job).ends(1, seconds=150).run()
    sandbox.call("POST", "/api/v3/accounts/1/projects/1/environment-variables/", {"name": "DBT_WORTH", "type": "project", "raw_value": "5"})
    call = trigger("retry", sandbox, job, "--retry-from-failure", "--format", "json").ends(0, seconds=150)
    document = call.json()
    run = sandbox.run(document["run"]["id"])
    check(run["retrying_run_id"] == failed and f"retries run {failed}" in call.err, "--retry-from-failure takes up the failed run", call)
    check([result["unique_id"] for result in document["results"]] == ["model.shop.worth"]
          and document["steps"][-1]["name"] == "Invoke dbt with `dbt retry`", "a real `dbt retry` did what had failed", call)
    again = trigger("nothing-to-retry", sandbox, job, "--retry-from-failure", "--no-wait").ends(0)
    check("Nothing to retry" in again.err and sandbox.run(again.run())["retrying_run_id"] is None,
          "with nothing to retry a new run is started, and the log says why", again)
    sandbox.cancel(again.run())


def check_endless(sandbox: Sandbox):
    job = sandbox.job("Endless", project.SUCCESS)
    run = trigger("endless", sandbox, job, "--steps-override", project.ENDLESS, "--no-wait").ends(0).run()
    sandbox.at_work(run, "endless")
    call = attach("endless-timeout", sandbox, run, "--timeout", "1").ends(4)
    check("still running" in call.out and "at step 3" in call.out and sandbox.status(run) == RUNNING,
          "a run without an end: --timeout gives up, names the step, and the run goes on", call)
    call = attach("endless-signal", sandbox, run)
    call.says("running, step 3")
    call.signal(signal.SIGTERM)
    call.ends(3, seconds=30)
    check(sandbox.status(run) == CANCELLED and "The run was cancelled." in call.out, "--attach and SIGTERM: it is cancelled", call)
    runs = str(sandbox.folder / "data" / "runs" / str(run))
    wait("dbt has gone", lambda: not [place for place in Path("/proc").glob("[0-9]*/cwd") if is_below(place, runs)])
    verdict.ok("and no dbt of it is left")


def is_below(place: Path, folder: str) -> bool:
    try:
        return str(place.readlink()).startswith(folder)
    except OSError:
        return False


def check_terminal(sandbox: Sandbox):
    gate = sandbox.folder / "terminal-gate"
    job = sandbox.job("Terminal", project.SUCCESS)
    call = trigger("terminal", sandbox, job, "--steps-override", project.gated(gate), terminal=True)
    call.says("1 of 2 nodes", seconds=150)
    live = [line for line in call.out.split("\r\x1b[2K") if "1 of 2 nodes" in line][-1]
    check(re.fullmatch(r"━+┄+ running, step 3 of 3: dbt run .*…, 1 of 2 nodes · \d+ s", live.strip()) and len(live.strip()) < 80,
          "on a terminal the line shows bar, step, nodes and time, however long the command", live)
    gate.touch()
    call.ends(0)
    lines = call.out.replace("\r\n", "\n").split("\n")
    shown = [line.rpartition("\r\x1b[2K")[2] for line in lines]
    check(not any("━" in line or " nodes" in line for line in shown) and any("succeeded" in line for line in shown),
          "at the end the line is wiped, and the verdict stands there", call.out[-2000:])
    check("\x1b[" in next(line for line in shown if "succeeded" in line), "the verdict has its colour")


def play_first(sandbox: Sandbox):
    run = check_drop_in(sandbox)
    check_artifacts(sandbox, run)
    systems.check_success(sandbox, run)
    systems.check_failure(sandbox, check_failure(sandbox))


def play_second(sandbox: Sandbox):
    check_terminal(sandbox)
    check_endless(sandbox)
    check_retry(sandbox)

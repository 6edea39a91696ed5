#!/usr/bin/env python3
"""A pull request of a project that runs dbt Core in its own pipeline: no dbt Cloud, artifacts come by upload; then the catalogue.

    dbt_core.py --binaries .build/debug --folder /tmp/somewhere [--screenshots /tmp/shots]

Real dbt-core builds production and the pull request into DuckDB, `plumbline dbt upload` and Datafold's real SDK bring the artifacts, and
the review must be the one that dbt Cloud gives (examples/changes/first-light/expected.json). Prints one line per check.
"""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))
import review  # noqa: E402
import stage_door  # noqa: E402
from stage_door import check, demo  # noqa: E402

lines = demo.CONFIGURATION.splitlines()
lines = [line for line in lines if "dbt_cloud:" not in line and "trigger_on_merge:" not in line]
demo.CONFIGURATION = "\n".join(lines).replace("/sandbox/warehouse.duckdb", "/warehouse.duckdb") + """
    sync_metadata_on_push: true
    pull_request_job_timeout_minutes: 10
"""


class Pipeline:
    """What a project's pipeline runs, in a checkout of its own."""

    def __init__(self, stage, binaries: Path, clone: Path, schema: str):
        self.stage, self.binaries, self.clone = stage, binaries, clone
        self.environment = stage.environment | {
            "PLUMBLINE_WAREHOUSE_PATH": str(demo.FOLDER / "warehouse.duckdb"), "PLUMBLINE_SCHEMA": schema,
            "DBT_PROFILES_DIR": str(clone), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "PLUMBLINE_HOST": stage.server.base, "PLUMBLINE_API_KEY": stage.key,
            "DATAFOLD_HOST": stage.server.base, "DATAFOLD_API_KEY": stage.key,
        }
        for name in ("GITHUB_EVENT_PATH", "GITHUB_SHA", "CI_COMMIT_SHA", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"):
            self.environment.pop(name, None)

    def run(self, *command) -> subprocess.CompletedProcess:
        return subprocess.run(list(map(str, command)), cwd=self.clone, env=self.environment, capture_output=True, text=True, timeout=900)

    def dbt(self, *arguments):
        result = self.run("dbt", *arguments)
        check(result.returncode == 0, f"dbt {' '.join(map(str, arguments[:2]))} in {self.clone.name}", result.stdout[-3000:])

    def plumbline(self, *arguments) -> subprocess.CompletedProcess:
        return self.run(self.binaries / "plumbline", "dbt", *arguments)


def clone_main() -> Path:
    clone = demo.FOLDER / "main"
    repository = demo.FOLDER / "sandbox" / "git" / f"{demo.REPOSITORY}.git"
    demo.git("clone", "--quiet", "--branch", "main", str(repository), str(clone), folder=demo.FOLDER)
    return clone


def check_bad_uploads(pipeline: Pipeline, sha: str):
    """What cannot be used is refused with a sentence that says what to do."""
    def post(entries: dict, **fields) -> tuple[int, str]:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, text in entries.items():
                packed.writestr(name, text)
        return post_bytes(archive.getvalue(), **fields)

    def post_bytes(data: bytes, **fields) -> tuple[int, str]:
        import requests

        answer = requests.post(
            f"{pipeline.stage.server.base}/api/v1/dbt/submit_artifacts/1", files={"artifacts": data},
            data={"commit_sha": sha, "run_type": "pull_request"} | fields,
            headers={"Authorization": f"Key {pipeline.stage.key}"})
        return answer.status_code, answer.text

    manifest = json.loads((pipeline.clone / "target" / "manifest.json").read_text())
    other = manifest | {"metadata": manifest["metadata"] | {"project_name": "elsewhere"}}
    snowflake = manifest | {"metadata": manifest["metadata"] | {"adapter_type": "snowflake"}}
    for what, (status, text), wanted, words in [
        ("an archive without manifest.json", post({"run_results.json": "{}"}), 422, "no manifest.json"),
        ("bad JSON", post({"manifest.json": "{"}), 422, "manifest.json is not JSON"),
        ("another artifact", post({"manifest.json": '{"metadata": {"dbt_schema_version": "x/run-results/v6.json"}}'}), 422, "run results"),
        ("another project", post({"manifest.json": json.dumps(other)}), 422, "elsewhere"),
        ("another adapter", post({"manifest.json": json.dumps(snowflake)}), 422, "snowflake"),
        ("a path that leads outside", post({"../manifest.json": "{}"}), 422, "leads out"),
        ("what is no archive", post_bytes(b"hello"), 422, "not a zip archive"),
        ("a bomb", post({"manifest.json": "0" * (60 << 20)}), 422, "MB when unpacked"),
        ("too large an upload", post_bytes(os.urandom(6 << 20)), 413, "larger than 5 MB"),
        ("a short commit", post({"manifest.json": "{}"}, commit_sha="abc"), 400, "whole commit SHA"),
        ("an unknown run type", post({"manifest.json": "{}"}, run_type="staging"), 400, "run_type"),
    ]:
        check(status == wanted and words in text and "/tmp" not in text, f"{what} is refused in words", (status, text))


def check_sdk(pipeline: Pipeline, sha: str):
    """Datafold's own client: its calls are answered as it expects."""
    sdk = Path(sys.executable).parent / "datafold"

    def datafold(*arguments):
        result = pipeline.run(sdk, "--host", pipeline.stage.server.base, "dbt", *arguments)
        return result.returncode, result.stdout + result.stderr

    code, text = datafold("check-post-upload-dbt-artifacts", "--ci-config-id", 1, "--run-type", "pull_request", "--branch", "x", "--commit-sha", sha)
    check(code == 0 and "artifacts exist" in text.lower(), "the SDK finds the artifacts", text)
    code, text = datafold("check-post-upload-dbt-artifacts", "--ci-config-id", 1, "--run-type", "pull_request", "--branch", "x", "--commit-sha", "f" * 40)
    check("Cannot find dbt artifacts" in text, "and does not find those of another commit", text)
    code, text = datafold("check-primary-keys", "--ci-config-id", 1, "target/manifest.json")
    check(code == 0 and "uniqueness_test" in text and "order_id" in text, "the SDK shows the primary keys", text[-2000:])
    code, text = datafold("upload-and-wait", "--ci-config-id", 1, "--run-type", "pull_request", "--target-folder", "target", "--commit-sha", sha, "--timeout", 5)
    check(code == 0, "the SDK uploads the whole target folder and sees the finished run", text[-2000:])


def check_trigger(stage, change: Pipeline, number: int, sha: str, run: dict):
    answer = stage.server.call("POST", "/api/v1/ci/1/trigger", {
        "pr_number": number, "pr_sha": sha, "base_branch": "main", "base_sha": "x", "pr_branch": "y"})
    check(answer == {"ci_run_id": run["id"]}, "a trigger for a commit that has a run answers that run", answer)
    command = ["ci", "trigger", "--ci-config", "storefront", "--pull-request", number, "--wait"]
    asked = change.run(change.binaries / "plumbline", *command)
    check(asked.returncode == 1 and f"run {run['id']} reviews commit {sha[:7]}" in asked.stderr, "plumbline ci trigger finds the commit and waits", asked.stderr)
    check("10 of 11 compared models differ" in asked.stdout, "and says what the review found", asked.stdout)
    result = change.run(Path(sys.executable).parent / "datafold", "--host", stage.server.base, "ci", "trigger", "--ci-config-id", 1,
                        "--pr-num", number, "--base-branch", "main", "--base-sha", "x", "--pr-branch", "y", "--pr-sha", sha)
    check(result.returncode == 0, "so does Datafold's SDK", result.stdout + result.stderr)


def check_commit_lookup(pipeline: Pipeline, sha: str):
    """The commit is the pull request's head, whatever is checked out."""
    event = demo.FOLDER / "event.json"
    event.write_text(json.dumps({"pull_request": {"head": {"sha": sha}}}))
    other = "e" * 40
    for variables, said in [
        ({"GITHUB_EVENT_PATH": str(event), "GITHUB_SHA": other}, "GITHUB_EVENT_PATH"),
        ({"CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": sha, "CI_COMMIT_SHA": other}, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"),
        ({"CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": "", "CI_COMMIT_SHA": sha}, "CI_COMMIT_SHA"),
    ]:
        before = dict(pipeline.environment)
        pipeline.environment.update(variables)
        result = pipeline.plumbline("upload", "--ci-config", "storefront", "--run-type", "pull_request")
        pipeline.environment = before
        check(result.returncode == 0 and said in result.stderr and sha[:7] in result.stderr, f"the commit is found by {said}", result.stderr)


def synced(stage, sha: str) -> dict:
    def look():
        last = stage.server.get("/api/v1/ci_configs/1/syncs")["syncs"]
        return last[0] if last and last[0]["status"] != "waiting" and last[0]["sha"] == sha else None

    return stage.wait("the metadata sync", look)


def node(stage, unique_id: str) -> dict:
    return stage.server.get(f"/api/v1/catalogue/1/{unique_id}")


def check_catalogue(stage, production: Pipeline, number: int, screenshots: Path):
    """A sync by hand, then one by the push of a merge, whose history says what the pull request did to the metadata."""
    head = demo.git("rev-parse", "HEAD", folder=production.clone)
    stage.server.call("POST", "/api/v1/ci_configs/1/sync", {})
    first = synced(stage, head)
    check(first["status"] == "done" and first["changes"] == 0 and first["nodes"] > 20, "the first sync reads production", first)
    orders = node(stage, "model.storefront.fct_orders")["node"]
    check(any(column["type"] for column in orders["columns"]) and orders["upstream"], "a model has columns with types, and lineage", orders)
    merge = stage.sandbox.call("PUT", f"/github/repos/{demo.REPOSITORY}/pulls/{number}/merge", {"merge_method": "merge"})["sha"]
    waiting = stage.wait("the sync of the push", lambda: next(
        (sync for sync in stage.server.get("/api/v1/ci_configs/1/syncs")["syncs"] if sync["cause"] == "push"), None))
    check(waiting["status"] == "waiting" and waiting["sha"] == merge, "the push waits for its production run", waiting)
    stage.kill_server()
    stage.start_server()
    demo.git("pull", "--quiet", folder=production.clone)
    production.dbt("build")
    production.dbt("docs", "generate", "--no-compile")
    uploaded = production.plumbline("upload", "--ci-config", "storefront", "--run-type", "production")
    check(uploaded.returncode == 0, "production's artifacts of the merge are uploaded", uploaded.stderr)
    second = synced(stage, merge)
    check(second["status"] == "done" and second["changes"] > 0, "the sync went on after a restart and found changes", second)
    kinds = [(change["kind"], change.get("column")) for change in node(stage, "model.storefront.product_performance")["history"]]
    check({("column_removed", "qty_sold"), ("column_added", "units_sold")} <= set(kinds), "history tells of the renamed column", kinds)
    described = [change["kind"] for change in node(stage, "model.storefront.dim_products")["history"]]
    check(any("description" in kind for kind in described), "history tells of the new description", described)
    gone = node(stage, "model.storefront.orders_by_region_legacy")
    check(gone.get("node") is None and gone["history"][0]["kind"] == "node_removed", "a removed model keeps its history", gone)
    stage.server.call("POST", "/api/v1/ci_configs/1/sync", {})
    again = stage.wait("the sync by hand", lambda: next(
        (sync for sync in stage.server.get("/api/v1/ci_configs/1/syncs")["syncs"] if sync["id"] > second["id"] and sync["status"] == "done"), None))
    check(again["changes"] == 0, "the same artifacts change nothing", again)
    pages = {
        "catalogue": "/catalogue", "catalogue-filtered": "/catalogue?type=model&text=orders", "catalogue-none": "/catalogue?text=nowhere",
        "catalogue-node": "/catalogue/1/model.storefront.product_performance",
        "catalogue-source": "/catalogue/1/model.storefront.fct_orders",
        "catalogue-gone": "/catalogue/1/model.storefront.orders_by_region_legacy",
    }
    texts = {
        "catalogue": ["fct_orders", "Metadata syncs", "Synced"], "catalogue-filtered": ["fct_orders"], "catalogue-none": ["Nothing matches"],
        "catalogue-node": ["Column removed qty_sold", "Column added units_sold", "Recent diffs", "#1"],
        "catalogue-source": ["order_id", "Read by"], "catalogue-gone": ["no longer in the project"],
    }
    command = [sys.executable, HERE.parent / "browser" / "check_pages.py", "--base-url", stage.server.base, "--screenshots", screenshots,
               "--expect", json.dumps(texts)]
    for name, path in pages.items():
        command += ["--page", f"{name}={path}"]
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    check(result.returncode == 0, "the catalogue's pages are right in Chromium", result.stdout + result.stderr)


def play(household, binaries: Path, screenshots: Path):
    demo.CONFIGURATION = demo.CONFIGURATION.replace('data_dir: "{folder}/server"', 'data_dir: "{folder}/server", max_upload_mb: 5')
    stage = review.Stage(household, review.environment())
    production = Pipeline(stage, binaries, clone_main(), "prod")
    production.dbt("build")
    production.dbt("docs", "generate", "--no-compile")
    missing = production.plumbline("upload", "--ci-config", "shop", "--run-type", "production")
    check(missing.returncode == 2 and "storefront" in missing.stderr, "an unknown configuration is refused, the known ones are named", missing.stderr)
    uploaded = production.plumbline("upload", "--ci-config", "storefront", "--run-type", "production")
    check(uploaded.returncode == 0, "production's artifacts are uploaded", uploaded.stderr)

    opened = demo.open_pull_request(stage.sandbox)
    number, sha = opened["number"], opened["head"]["sha"]
    stage.wait("the run", lambda: True if (stage.run_of(sha) or {}).get("status") == "waiting" else None)
    comment = stage.wait("the first comment", lambda: stage.comments(number) or None)[0]["body"]
    check("upload of this pull request" in comment, "the comment says that an upload is waited for", comment)
    change = Pipeline(stage, binaries, demo.FOLDER / "clone", "pr_1")
    state = production.clone / "target"
    change.dbt("build", "--select", "state:modified+", "--defer", "--state", state)
    uploaded = change.plumbline("upload", "--ci-config", "1", "--run-type", "pull_request", "--wait")
    check(uploaded.returncode == 1 and "10 of 11 compared models differ" in uploaded.stdout, "--wait says that data differs", uploaded.stdout + uploaded.stderr)

    run = stage.run_of(sha)
    check(run["status"] == "done", "the run is done", run["phase"])
    report = stage.server.get(f"/api/v1/runs/{run['id']}")["report"]
    review.check_selection(report)
    ids = review.check_diffs(stage, report)
    review.check_comment(stage, number, sha, run)
    review.check_statuses(stage, sha, run)
    check_bad_uploads(change, sha)
    check_sdk(change, sha)
    check_trigger(stage, change, number, sha, run)
    keys = change.plumbline("check", "--target-folder", "target")
    check(keys.returncode in (0, 1) and "order_id" in keys.stdout, "dbt check shows keys", keys.stdout)
    check_commit_lookup(change, sha)
    check_catalogue(stage, production, number, screenshots)
    review.check_no_secret_in_logs()


def main() -> int:
    screenshots = stage_door.screenshots_of(stage_door.options_of(__doc__, stage_door.with_screenshots))
    return stage_door.perform(stage_door.at_home(lambda household: play(household, demo.BINARIES, screenshots)))


if __name__ == "__main__":
    sys.exit(main())

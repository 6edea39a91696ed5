#!/usr/bin/env python3
"""The life of a pull request on GitHub, or of a merge request on GitLab: everything that can happen to one, as people see it on the host.

    life.py --host github|gitlab --binaries .build/debug --folder /tmp/somewhere

Real git, the real server, the sandbox's host with its webhooks. Artifacts come by upload and affect no model, so no dbt and no warehouse are
waited for; what reviews find is checked by review.py. Three configurations look at the one repository: one is for every change, one wants a
label, and one is for another folder. Prints one line per check; exit code 1 names the first that fails.
"""

import http.server
import io
import json
import re
import sys
import threading
import urllib.request
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import git_hosts  # noqa: E402
import review  # noqa: E402
import stage_door  # noqa: E402
from stage_door import check, demo  # noqa: E402

demo.POLL_SECONDS = 0.1
FIRST, SECOND, THIRD = "plumbline/storefront", "second review", "plumbline/elsewhere"
LABEL = "look here"
CONFIGURATION = """\
server: {{listen: "127.0.0.1:{port}", public_url: "{server}", data_dir: "{folder}/server"}}
api_keys: [{{name: play, role: admin, key: "${{PLUMBLINE_API_KEY}}"}}]
data_sources:
  - {{name: warehouse, type: duckdb, options: {{path: {folder}/none.duckdb}}}}
repositories:
  - {{name: {repository}, host: @HOST@, api_url: "{sandbox}@API@", token: "${{GITHUB_TOKEN}}", webhook_secret: "${{WEBHOOK_SECRET}}"}}
ci_configs:
  - {{name: storefront, repository: {repository}, data_source: warehouse}}
  - {{name: second, repository: {repository}, data_source: warehouse, status_context: "second review", require_label: true, label: "look here",
     base_branch: main}}
  - name: elsewhere
    repository: {repository}
    data_source: warehouse
    files_to_ignore: |
      *
      !elsewhere/*
"""


class DeafListener:
    """Takes the server's port and the deliveries to it before there is a server; they are lost."""

    def __init__(self, port: int):
        class Answer(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.send_response(503)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Answer)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def archive(**metadata) -> bytes:
    """A manifest whose only model is the same on both sides.

    `metadata` replaces what the manifest says of its project and adapter.
    """
    model = {
        "unique_id": "model.shop.m", "resource_type": "model", "name": "m", "alias": "m", "package_name": "shop", "database": "d",
        "schema": "s", "relation_name": "d.s.m", "fqn": ["shop", "m"], "original_file_path": "models/m.sql", "path": "m.sql",
        "checksum": {"name": "sha256", "checksum": "x"}, "raw_code": "select 1 as id", "config": {"materialized": "table", "enabled": True},
        "unrendered_config": {}, "depends_on": {"nodes": [], "macros": []}, "columns": {},
    }
    manifest = {
        "metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "dbt_version": "1.11.0",
                     "adapter_type": "duckdb", "project_name": "shop"} | metadata,
        "nodes": {model["unique_id"]: model}, "disabled": {}, "macros": {}, "sources": {}, "exposures": {},
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("manifest.json", json.dumps(manifest))
    return packed.getvalue()


class Life:
    """A running server between the artifacts and the host."""

    def __init__(self, household, kind: type):
        self.household, self.environment, self.key = household, review.environment(), "end-to-end-key"
        self.port = demo.free_port(0)
        self.listener = DeafListener(self.port)
        self.sandbox = demo.start_sandbox(
            household, self.environment, f"http://127.0.0.1:{self.port}{kind.webhook}", None, kind.options)
        # dbt Cloud has no part in this play.
        self.sandbox.call("POST", "/api/v2/accounts/1/jobs/11/", {"triggers": {"github_webhook": False, "git_provider_webhook": False}})
        self.host = kind(self.sandbox)
        self.clone = demo.FOLDER / "clone"
        self.origin = demo.FOLDER / "sandbox" / "git" / f"{demo.REPOSITORY}.git"
        demo.git("clone", "--quiet", str(self.origin), str(self.clone), folder=demo.FOLDER)
        self.said = []

    def start_server(self):
        self.listener.close()
        self.server = demo.start_server(self.household, self.environment, self.port, self.sandbox, self.key)
        self.configs = {config["name"]: config["id"] for config in self.server.get("/api/v1/ci_configs")}

    def wait(self, what: str, step, seconds: float = 30):
        return demo.until(self.household, seconds, what, step)

    def push(self, branch: str, file: str, remote: str = "origin", base: str | None = None, force: bool = False,
             text: str | None = None) -> str:
        """Commits a file on a branch, or in place of the branch's last commit, and pushes it."""
        if base:
            demo.git("checkout", "--quiet", "-B", branch, base, folder=self.clone)
        (self.clone / file).parent.mkdir(parents=True, exist_ok=True)
        (self.clone / file).write_text(text or f"select '{branch}' as name\n")
        demo.git("add", "--all", folder=self.clone)
        amend = ["--amend"] if force else []
        demo.git("-c", "user.name=Robin Vale", "-c", "user.email=robin.vale@storefront.example", "commit", "--quiet", *amend, "-m", file,
                 folder=self.clone)
        demo.git("push", "--quiet", *(["--force"] if force else []), remote, f"HEAD:refs/heads/{branch}", folder=self.clone)
        return demo.git("rev-parse", "HEAD", folder=self.clone)

    def upload(self, sha: str, run_type: str = "pull_request", names=("storefront", "second"), **metadata):
        import requests

        for name in names:
            answer = requests.post(
                f"{self.server.base}/api/v1/dbt/submit_artifacts/{self.configs[name]}", files={"artifacts": archive(**metadata)},
                data={"commit_sha": sha, "run_type": run_type}, headers={"Authorization": f"Key {self.key}"})
            if answer.status_code >= 300:
                raise demo.Trouble(f"the upload was refused: {answer.status_code} {answer.text}")

    def status(self, sha: str, context: str = FIRST):
        return self.host.statuses(sha).get(context, (None, ""))

    def becomes(self, sha: str, state: str, words: str = "", context: str = FIRST, what: str = ""):
        """Waits for a status and keeps its words for the last check."""
        def step():
            seen = self.status(sha, context)
            return seen if seen[0] == state and words in seen[1] else None

        try:
            seen = self.wait(f"{context} {state}", step)
        except demo.Trouble as trouble:
            raise stage_door.Failed(f"{what}: {context} does not become {state} '{words}'\n  seen: {self.host.statuses(sha)}\n  {trouble}")
        self.said.append(seen[1])
        check(True, f"{what}: {context} is {state}" + (f", '{words}'" if words else ""))

    def runs(self, sha: str, config: str = "storefront"):
        return next((run for run in self.server.get("/api/v1/runs?limit=100")
                     if run["pull_request"]["head_sha"] == sha and run["ci_config"] == config), None)

    def page_of(self, run: dict) -> str:
        """The HTML of a run's page."""
        request = urllib.request.Request(f"{self.server.base}/runs/{run['id']}", headers={"Authorization": f"Key {self.key}"})
        with demo.API.opener.open(request, timeout=30) as page:
            return page.read().decode()

    def ours(self, number: int) -> dict:
        """Our comments by the configuration that they name."""
        found = {}
        for comment in self.host.comments(number):
            found[re.search(r"<!-- plumbline:(.*) -->", comment["body"])[1]] = comment
        return found

    def react(self, number: int, body: str, wanted: str, token: str = demo.SANDBOX_TOKEN):
        comment = self.host.comment(number, body, token)
        seen = self.wait(f"the answer to {body}", lambda: self.host.reactions(number, comment) or None)
        check(seen == [wanted], f"the comment '{body}' is answered with {wanted}", seen)


def caught_up(life: Life) -> tuple[int, str]:
    """Opened while no server was there: found at its start. One change, three configurations."""
    life.host.make_label(LABEL)
    demo.git("push", "--quiet", "origin", "HEAD:refs/heads/release", folder=life.clone)
    sha = life.push("work", "models/work.sql", base="origin/main")
    number = life.host.open("work", "Some work")
    life.wait("the lost delivery", lambda: True if [
        entry for entry in life.sandbox.get("/sandbox/deliveries")
        if entry["event"] in ("pull_request", "Merge Request Hook") and entry["status_code"] == 503] else None)
    life.start_server()
    life.becomes(sha, "pending", f"upload of this {life.host.noun}", what="opened and missed, caught up at the start")
    life.becomes(sha, "success", "ignored by 'files to ignore'", THIRD, "of another folder")
    check(life.status(sha, SECOND)[0] is None, "without its label the second configuration says nothing")
    ours = life.wait("the first comment", lambda: life.ours(number) or None)
    check(list(ours) == ["storefront"], "one comment, of the one that reviews", list(ours))
    return number, sha


def labels(life: Life, number: int, sha: str):
    life.host.label(number, LABEL)
    life.becomes(sha, "pending", "", SECOND, "the label is set")
    life.wait("two comments", lambda: True if sorted(life.ours(number)) == ["second", "storefront"] else None)
    check(True, "two configurations have two statuses and one named comment each")
    life.host.unlabel(number, LABEL)
    life.becomes(sha, "success", "withdrawn", SECOND, "the label is taken away")
    check(life.status(sha)[0] == "pending", "the other configuration goes on")
    life.host.label(number, LABEL)
    life.becomes(sha, "pending", "", SECOND, "the label is set again")
    main = demo.git("rev-parse", "origin/main", folder=life.clone)
    life.upload(main, "production")
    life.upload(sha)
    for context in (FIRST, SECOND):
        life.becomes(sha, "success", "affects no model", context, "artifacts are there")
    ours = life.ours(number)
    for name in ("storefront", "second"):
        check(f"`{name}`" in ours[name]["body"] and sha[:7] in ours[name]["body"], f"the comment of {name} names it and the commit")


def pushes(life: Life, number: int, old: str) -> str:
    before = {name: comment["id"] for name, comment in life.ours(number).items()}
    forced = life.push("work", "models/work_again.sql", force=True)
    life.becomes(forced, "pending", "", what="force-pushed")
    newer = life.push("work", "models/more.sql")
    life.becomes(forced, "success", "Superseded", what="pushed to")
    life.becomes(newer, "pending", "", what="pushed to")
    life.upload(newer)
    life.becomes(newer, "success", "affects no model", what="the newest commit")
    check(life.status(old)[0] == "success", "nothing pending is left on the first commit")
    after = {name: comment["id"] for name, comment in life.ours(number).items()}
    check(after == before, "the comments were edited in place", (before, after))
    return newer


def drafts_and_targets(life: Life, number: int) -> str:
    sha = life.push("work", "models/draft.sql")
    life.becomes(sha, "pending", "", what="pushed to")
    life.host.draft(number, True)
    life.becomes(sha, "success", "is a draft", what="converted to draft")
    life.wait("the comment of the draft", lambda: True if "draft" in life.ours(number)["storefront"]["body"] else None)
    life.host.draft(number, False)
    for context in (FIRST, SECOND):
        life.becomes(sha, "pending", "", context, "ready again")
    life.host.retarget(number, "release")
    life.becomes(sha, "success", "goes into release", SECOND, "retargeted")
    life.wait("the new beginning", lambda: True if life.runs(sha)["attempt"] == 3 else None)
    life.becomes(sha, "pending", "", what="retargeted, where every base branch is reviewed")
    life.host.retarget(number, "main")
    life.becomes(sha, "pending", "", SECOND, "and back")
    life.wait("the next beginning", lambda: True if life.runs(sha)["attempt"] == 4 else None)
    return sha


def commands(life: Life, number: int, sha: str):
    life.becomes(sha, "pending", "", what="before the commands")
    life.react(number, "/plumbline cancel", life.host.refused, git_hosts.READER)
    life.react(number, "/plumbline cancel", life.host.seen)
    life.becomes(sha, "success", "cancelled by sandbox", what="cancelled by a comment")
    life.react(number, "/plumbline diff downstream", life.host.confused)
    life.react(number, "/plumbline rerun", life.host.seen)
    life.becomes(sha, "pending", "", what="begun again by a comment")
    life.react(number, "/plumbline confirm", life.host.confused)
    life.react(number, "/datafold diff fct_*", life.host.seen)
    life.react(number, "/plumbline remap old new", life.host.seen)
    life.react(number, "/plumbline dance", life.host.confused)
    life.react(number, "/plumbline help", life.host.seen)
    answer = life.ours(number)["%2f;answers"]["body"]
    check("/plumbline rerun" in answer, "what there is stands in a comment of its own", answer)
    life.upload(sha)
    life.becomes(sha, "success", "affects no model", what="after the commands")
    body = life.ours(number)["storefront"]["body"]
    check("fct\\_" in body or "fct_" in body, "what was asked for and fits nothing is told in the comment", body)


def ends(life: Life, number: int):
    sha = life.push("work", "models/close.sql")
    life.becomes(sha, "pending", "", what="pushed to")
    life.host.close(number)
    life.becomes(sha, "success", f"The {life.host.noun} was closed", what="closed in the middle")
    life.wait("the comment of the end", lambda: True if "was closed" in life.ours(number)["storefront"]["body"] else None)
    life.react(number, "/plumbline rerun", life.host.confused)
    life.host.reopen(number)
    life.becomes(sha, "pending", "", what="reopened")
    life.host.merge(number)
    life.becomes(sha, "success", f"The {life.host.noun} was merged", what="merged in the middle")
    demo.git("fetch", "--quiet", "origin", folder=life.clone)


def forks(life: Life):
    """Nothing of a fork runs before somebody who may write has set the label."""
    path = life.host.fork(git_hosts.READER)
    sha = life.push("theirs", "models/theirs.sql", remote=str(path), base="origin/main")
    number = life.host.open_from_fork("theirs", git_hosts.READER)
    run = life.wait("the run of the fork", lambda: run if (run := life.runs(sha)) and run["phase"] == "skipped" else None)
    check(life.host.statuses(sha) == {} and life.host.comments(number) == [], "a fork without a label gets no word")
    life.host.label(number, "datafold", life.host.sorter)
    told = "counts only when somebody with write access sets it"
    life.wait("the run after the label", lambda: True if any(
        told in line["message"] for line in life.server.get(f"/api/v1/runs/{run['id']}")["timeline"]) else None)
    check(life.host.comments(number) == [], "the label of somebody who may not write changes nothing")
    check(not life.server.get(f"/api/v1/runs/{run['id']}").get("build"), "and nothing was built or read")
    life.host.unlabel(number, "datafold")
    life.host.label(number, "datafold")
    comment = life.wait("the comment on the fork", lambda: life.ours(number).get("storefront"))
    check("Waiting for the upload" in comment["body"], "with a maintainer's label the review begins", comment["body"])
    life.host.unlabel(number, "datafold")
    life.wait("the end of the fork's review", lambda: True if "withdrawn" in life.ours(number)["storefront"]["body"] else None)
    check(True, "without the label it ends again")


def rights(life: Life):
    """Rights lost in the middle: the comment tells of the status, the status of the comment."""
    def fault(path: str, method: str):
        life.sandbox.call("POST", "/sandbox/faults", {"path": path, "method": method, "status": 403, "count": 50})

    for branch, path, method in [("no-status", life.host.statuses_path, "POST"), ("no-comment", life.host.comments_path, "")]:
        sha = life.push(branch, f"models/{branch}.sql", base="origin/main")
        number = life.host.open(branch, branch)
        life.becomes(sha, "pending", "", what=branch)
        life.wait("the comment", lambda: life.ours(number) or None)
        for verb in ([method] if method else ["POST", "PUT", "PATCH"]):
            fault(path, verb)
        life.upload(sha)
        if branch == "no-status":
            body = life.wait("the comment about the status", lambda: (
                body if "Could not set the status" in (body := life.ours(number)["storefront"]["body"]) else None))
            check("It needs the" in body, "a status that may no longer be set is told in the comment, with what to do", body)
        else:
            life.becomes(sha, "failure", "It needs the", what="a comment that may no longer be written is told in the status")
        # Read at once: the next look at the repository may find that all is well again.
        trouble = life.server.get("/api/v1/repositories")[0]["trouble"]
        life.sandbox.call("DELETE", "/sandbox/faults")
    check(trouble and "It needs the" in trouble, "and it is noted with the repository", trouble)


def renamed(life: Life):
    """A renamed repository keeps its runs, and the next review says so."""
    before = len(life.server.get("/api/v1/runs?limit=100"))
    life.host.rename("shop")
    life.wait("the new name", lambda: True if life.server.get("/api/v1/repositories")[0]["current_name"] == "acme/shop" else None)
    check(True, "the new name is known")
    sha = life.push("after", "models/after.sql", base="origin/main")
    number = life.host.open("after", "After the new name")
    life.becomes(sha, "pending", "", what="opened under the new name")
    life.upload(sha)
    life.becomes(sha, "success", "called acme/shop now", what="reviewed under the new name")
    body = life.ours(number)["storefront"]["body"]
    check("is called acme/shop on its host now" in body, "the comment tells the new name", body)
    check(len(life.server.get("/api/v1/runs?limit=100")) > before, "the runs from before are all there")


def words(life: Life):
    """What people read speaks of what their host has."""
    other = "pull request" if life.host.noun == "merge request" else "merge request"
    for run in life.server.get("/api/v1/runs?limit=100"):
        detail = life.server.get(f"/api/v1/runs/{run['id']}")
        life.said += [line["message"] for line in detail["timeline"]]
        life.said += detail["report"].get("problems", []) + detail["report"].get("notes", [])
        life.said.append(re.sub(r"<head>.*?</head>", "", life.page_of(run), flags=re.DOTALL))
        life.said += [comment["body"] for comment in life.host.comments(run["pull_request"]["number"])]
    wrong = [text[max(0, at - 80):at + 80] for text in life.said for at in [text.lower().find(other)] if at >= 0]
    check(wrong == [], f"nobody reads of a {other}", wrong[:5])
    check(any(life.host.noun in text for text in life.said), f"but of a {life.host.noun}")


def play(household, kind: type):
    demo.CONFIGURATION = CONFIGURATION.replace("@HOST@", kind.name).replace("@API@", kind.api)
    life = Life(household, kind)
    number, first = caught_up(life)
    labels(life, number, first)
    pushes(life, number, first)
    sha = drafts_and_targets(life, number)
    commands(life, number, sha)
    ends(life, number)
    forks(life)
    rights(life)
    renamed(life)
    words(life)
    review.check_no_secret_in_logs()


def main() -> int:
    options = stage_door.options_of(__doc__, lambda parser: parser.add_argument("--host", choices=list(git_hosts.HOSTS), required=True))
    return stage_door.perform(stage_door.at_home(lambda household: play(household, git_hosts.HOSTS[options.host])))


if __name__ == "__main__":
    sys.exit(main())

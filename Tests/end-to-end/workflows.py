#!/usr/bin/env python3
"""Runs the pipelines that docs/dbt-core.md shows, as they stand there, so that the document cannot lie.

    workflows.py --binaries .build/debug --folder /tmp/somewhere

The GitHub Actions workflow runs for a push and for a pull request, the GitLab jobs for both, then the two without a server: conditions,
variables and expressions are the document's own, commands run in bash with real dbt, git and DuckDB against a real server and the sandbox.
Not run are steps that only install things. Prints one line per check.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import review  # noqa: E402
import stage_door  # noqa: E402
from stage_door import ROOT, check, demo  # noqa: E402

DOCUMENT = ROOT / "docs" / "dbt-core.md"
# The names of the document: a configuration and a profile called shop.
lines = [line for line in demo.CONFIGURATION.splitlines() if "dbt_cloud:" not in line and "trigger_on_merge:" not in line]
demo.CONFIGURATION = "\n".join(lines).replace("name: storefront", "name: shop").replace("/sandbox/warehouse.duckdb", "/warehouse.duckdb") + "\n"
PROFILES = """\
shop:
  target: ci
  outputs:
    ci: {type: duckdb, path: "%s", schema: "{{ env_var('DBT_SCHEMA') }}", threads: 4}
"""


def blocks() -> list:
    """The YAML of the document's pipelines, in order."""
    found = []
    for text in re.findall(r"```yaml\n(.*?)```", DOCUMENT.read_text(), re.DOTALL):
        indent = min(len(line) - len(line.lstrip()) for line in text.splitlines() if line.strip() and not line.startswith("#"))
        found.append(yaml.load("\n".join(line[indent:] if not line.startswith("#") else line for line in text.splitlines()), Words))
    return found


class Words(yaml.SafeLoader):
    """YAML 1.2's booleans, as GitHub reads it: `on` is a word."""


Words.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}


class Context(dict):
    """A context of GitHub's expressions, in which what is missing is null."""

    def __getattr__(self, name):
        value = self.get(name)
        return Context(value) if isinstance(value, dict) else value if value is not None else Context() if name in ("event", "pull_request", "head") else None


def evaluate(expression: str, contexts: dict):
    """An expression of GitHub Actions, as far as the document has them."""
    python = expression.replace("&&", " and ").replace("||", " or ")
    return eval(python, {"__builtins__": {}}, contexts | {"format": lambda text, *values: text.format(*values)})


def filled(text, contexts: dict) -> str:
    return re.sub(r"\$\{\{(.*?)\}\}", lambda match: str(evaluate(match[1].strip(), contexts) or ""), str(text))


class Runner:
    """A checkout that commands of a pipeline run in."""

    def __init__(self, stage, name: str, binaries: Path, sha: str):
        self.stage, self.clone = stage, demo.FOLDER / name
        repository = demo.FOLDER / "sandbox" / "git" / f"{demo.REPOSITORY}.git"
        demo.git("clone", "--quiet", str(repository), str(self.clone), folder=demo.FOLDER)
        demo.git("checkout", "--quiet", sha, folder=self.clone)
        project = self.clone / "dbt_project.yml"
        project.write_text(project.read_text().replace("profile: storefront", "profile: shop"))
        (self.clone / "profiles.yml").write_text(PROFILES % (demo.FOLDER / "warehouse.duckdb"))
        tools = demo.FOLDER / "tools"
        tools.mkdir(exist_ok=True)
        if not (tools / "plumbline").exists():
            (tools / "plumbline").symlink_to(binaries / "plumbline")
            # Where a person's pipeline has GitHub's own: it keeps what it was asked.
            (tools / "gh").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {demo.FOLDER}/gh.arguments\n')
            (tools / "gh").chmod(0o755)
        self.environment = {name: value for name, value in stage.environment.items() if not name.startswith(("GITHUB_", "CI", "PLUMBLINE_", "DBT_"))}
        self.environment |= {
            "PATH": f"{tools}{os.pathsep}{stage.environment['PATH']}", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "HOME": os.environ.get("HOME", "/tmp")}

    def run(self, script: str, environment: dict) -> subprocess.CompletedProcess:
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        return subprocess.run(command, cwd=self.clone, env=self.environment | environment, capture_output=True, text=True, timeout=900)


def github(runner: Runner, workflow: dict, event_name: str, event: dict, sha: str) -> str:
    """Runs the steps of a workflow for an event; answers what they said."""
    check(event_name in workflow["on"], f"the workflow runs for a {event_name}")
    contexts = {
        "github": Context(event_name=event_name, event=event, sha=sha, token="job-token"),
        "secrets": Context(PLUMBLINE_API_KEY=runner.stage.key)}
    (demo.FOLDER / f"event-{event_name}.json").write_text(json.dumps(event))
    given = {"GITHUB_EVENT_PATH": str(demo.FOLDER / f"event-{event_name}.json"), "GITHUB_SHA": sha, "GITHUB_EVENT_NAME": event_name}
    said = ""
    for job in workflow["jobs"].values():
        given |= {name: filled(value, contexts) for name, value in job.get("env", {}).items()}
        # The document's server is an example; the key is the secret of that name.
        check(given["PLUMBLINE_API_KEY"] == runner.stage.key, "the key comes from a secret")
        given["PLUMBLINE_HOST"] = runner.stage.server.base
        for step in job["steps"]:
            if uses := step.get("uses"):
                check(uses.startswith("actions/checkout@"), f"a known action is used, {uses}")
                wanted = filled(step["with"]["ref"], contexts)
                check(wanted == demo.git("rev-parse", "HEAD", folder=runner.clone), f"{event_name}: what is checked out is what is reviewed", wanted)
            elif "if" in step and not evaluate(step["if"], contexts):
                continue
            elif not step["run"].startswith("pip install "):
                result = runner.run(filled(step["run"], contexts), given)
                check(result.returncode == 0, f"{event_name}: a step of the workflow runs", result.stdout[-2000:] + result.stderr[-2000:])
                said += result.stdout + result.stderr
    return said


def gitlab(runner: Runner, job: dict, variables: dict) -> str:
    """Runs a job of GitLab's if its rules say so; answers what it said."""
    def value(word: str) -> str:
        return variables.get(word[1:], "") if word.startswith("$") else word.strip('"')

    for rule in job.get("rules", []):
        left, right = (value(word.strip()) for word in rule["if"].split("=="))
        check(left == right, f"GitLab: the rule {rule['if']} holds", variables)
    own = {name: re.sub(r"\$(\w+)", lambda match: variables[match[1]], text) for name, text in job.get("variables", {}).items()}
    said = ""
    for line in job["script"]:
        result = runner.run(line, variables | own | {"PLUMBLINE_HOST": runner.stage.server.base, "PLUMBLINE_API_KEY": runner.stage.key})
        check(result.returncode == 0, f"GitLab: {line[:70]}", result.stdout[-2000:] + result.stderr[-2000:])
        said += result.stdout + result.stderr
    return said


def play(household, binaries: Path):
    configuration, workflow, pipeline, step, fragment = found = [block for block in blocks()]
    check(len(found) == 5 and configuration["ci_configs"][0]["name"] == "shop", "the document has the pipelines that are run here", found)
    check("dbt_cloud" not in configuration["ci_configs"][0], "and a configuration without dbt Cloud")
    stage = review.Stage(household, review.environment())
    repository = demo.FOLDER / "sandbox" / "git" / f"{demo.REPOSITORY}.git"
    main = demo.git("rev-parse", "main", folder=repository)
    production = Runner(stage, "production", binaries, main)
    said = github(production, workflow, "push", {"ref": "refs/heads/main"}, main)
    check(f"The production artifacts of commit {main[:7]} are kept." in said, "a push to main uploads production's artifacts", said[-500:])

    opened = demo.open_pull_request(stage.sandbox)
    number, sha = opened["number"], opened["head"]["sha"]
    change = Runner(stage, "change", binaries, sha)
    said = github(change, workflow, "pull_request", {"number": number, "pull_request": {"head": {"sha": sha}}}, "e" * 40)
    check(f"The pull request artifacts of commit {sha[:7]} are kept." in said, "a pull request uploads its own", said[-500:])
    run = stage.wait("the review", lambda: next((run for run in stage.runs() if run["pull_request"]["head_sha"] == sha and run["status"] == "done"), None))
    report = stage.server.get(f"/api/v1/runs/{run['id']}")["report"]
    check("10 of 11 compared models differ" in report["sentence"], "the review is the one that dbt Cloud gives", report["sentence"])

    common = {"CI_DEFAULT_BRANCH": "main"}
    said = gitlab(production, pipeline["dbt-production"], common | {"CI_COMMIT_BRANCH": "main", "CI_COMMIT_SHA": main})
    check(f"artifacts of commit {main[:7]} are kept. The commit is that of CI_COMMIT_SHA." in said, "GitLab's production job uploads", said[-500:])
    said = gitlab(change, pipeline["dbt-merge-request"], common | {
        "CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_IID": str(number), "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": sha,
        "CI_COMMIT_SHA": "e" * 40})
    check(f"artifacts of commit {sha[:7]} are kept. The commit is that of CI_MERGE" in said, "GitLab's merge request job uploads", said[-500:])

    without_server(change, production, step, fragment, number)
    review.check_no_secret_in_logs()


def without_server(change: Runner, production: Runner, step: list, fragment: dict, number: int):
    shutil.copytree(production.clone / "target", change.clone / "prod-target")
    contexts = {"github": Context(event={"number": number}, token="job-token")}
    given = {name: filled(value, contexts) for name, value in step[0]["env"].items()}
    check(given == {"GH_TOKEN": "job-token"}, "gh gets the job's token", given)
    comments = []
    for what, script in [("GitHub", filled(step[0]["run"], contexts)), ("GitLab", "\n".join(fragment["script"]))]:
        result = change.run(script, given | {"DBT_SCHEMA": f"pr_{number}"})
        check(result.returncode == 0, f"{what}: a review without a server", result.stdout[-2000:] + result.stderr[-2000:])
        comments.append((change.clone / "review.md").read_text())
        (change.clone / "review.md").unlink()
    check(all("10 of 11 compared models differ" in text for text in comments), "the comment is the same as the server's", comments[0][:500])
    asked = (demo.FOLDER / "gh.arguments").read_text().split("\n")[:-1]
    check(asked == ["pr", "comment", str(number), "--body-file", "review.md", "--edit-last", "--create-if-none"], "gh writes one comment", asked)
    check(fragment["artifacts"]["paths"] == ["review.md"], "GitLab keeps the review")


def main() -> int:
    stage_door.options_of(__doc__)
    return stage_door.perform(stage_door.at_home(lambda household: play(household, demo.BINARIES)))


if __name__ == "__main__":
    sys.exit(main())

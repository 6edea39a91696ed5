"""What GitHub Actions, GitLab CI and Azure Pipelines get to read, each read as the system itself reads it."""

import re

from .project import HOSTILE
from .stage import Call, Sandbox, attach, check, verdict

FAILED = {"broken (model)": "models/trouble/broken.sql", "unique_doubled_id (test)": "models/trouble/trouble.yml"}


def github_commands(text: str) -> list[str]:
    """The commands that the runner would obey: lines that begin with `::`, unless they are stopped, and `##[` of old."""
    commands, token = [], None
    for line in text.splitlines():
        line = line.strip()
        if token:
            token = None if line == f"::{token}::" else token
        elif found := re.fullmatch(r"::stop-commands::(\w{16,})", line):
            token = found[1]
        elif line.startswith("::") or "##[" in line:
            commands.append(line)
    if token:
        raise verdict.fail("commands are stopped and never begun again")
    return commands


def github(call: Call) -> tuple[list[str], dict, str]:
    """Commands, outputs and step summary of a call with the runner's files."""
    outputs = dict(line.split("=", 1) for line in (call.place / "output").read_text().splitlines())
    return github_commands(call.out) + github_commands(call.err), outputs, (call.place / "summary").read_text()


def in_github(name: str, sandbox: Sandbox, run: int, *arguments, **more) -> Call:
    files = {"GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": "output", "GITHUB_STEP_SUMMARY": "summary"}
    return attach(name, sandbox, run, *arguments, **files | more)


def outputs_of(run: dict, status: str) -> dict:
    return {"run_id": str(run["id"]), "run_url": run["href"], "status": status, "git_sha": run["git_sha"]}


def check_success(sandbox: Sandbox, number: int):
    run = sandbox.run(number)
    call = in_github("github-success", sandbox, number).ends(0)
    commands, outputs, summary = github(call)
    check(outputs == outputs_of(run, "success"), "GitHub: the outputs of a success", outputs)
    away = in_github("github-no-folder", sandbox, number, GITHUB_OUTPUT="not/there").ends(0)
    check("Could not append to not/there" in away.err, "GitHub: a file that cannot be written changes nothing", away)
    check(len(commands) == 1 and commands[0].startswith("::warning file=models/shop.yml,title=accepted_values_orders_amount"),
          "GitHub: the warned test is annotated at its file", commands)
    check(summary.startswith(f"### ✅ [Run {number}]({run['href']}) succeeded") and "| ⚠️ warn |" in summary,
          "GitHub: the summary has verdict and table", summary)
    document = attach("json-success", sandbox, number, "--format", "json").ends(0).json()
    kinds = sorted(result["kind"] for result in document["results"])
    check(document["outcome"] == "success" and kinds == ["passed"] * 4 + ["warned"] and document["run"]["git_sha"] == run["git_sha"],
          "JSON of a success", document)


def check_failure(sandbox: Sandbox, number: int):
    run = sandbox.run(number)
    check(all(words in run["run_steps"][-1]["logs"] for words in HOSTILE.values()), "the log holds what nobody may obey")
    check_github(sandbox, run)
    check_gitlab(sandbox, run)
    check_azure(sandbox, run)
    document = attach("json-failure", sandbox, number, "--format", "json").ends(1).json()
    results = {result["name"]: result for result in document["results"]}
    check(document["outcome"] == "failed" and results["broken"]["kind"] == "failed"
          and results["broken"]["path"] == FAILED["broken (model)"]
          and results["after_broken"]["kind"] == "skipped" and results["unique_doubled_id"]["failures"] == 1, "JSON of a failure", results)
    check(document["failed_step"]["index"] == 3 and any("Done. PASS=" in line for line in document["failed_step"]["log_tail"]),
          "JSON: the failed step with the end of its log", document["failed_step"])
    page = attach("markdown-failure", sandbox, number, "--format", "markdown").ends(1)
    check(page.out.startswith(f"### ❌ [Run {number}]({run['href']}) failed after") and "| ❌ error | `broken` | model |" in page.out
          and page.out == (sandbox.folder / "summary-of-failure").read_text(), "Markdown is what the step summary shows", page)


def check_github(sandbox: Sandbox, run: dict):
    call = in_github("github-failure", sandbox, run["id"], "--verbose").ends(1)
    commands, outputs, summary = github(call)
    check(outputs == outputs_of(run, "failed"), "GitHub: the outputs of a failure", outputs)
    for title, file in FAILED.items():
        check(any(line.startswith(f"::error file={file},title={title} failed::") for line in commands),
              f"GitHub: {title} is annotated at its file", commands)
    kinds = {"::error", "::warning"}
    check(all(line.split(" ")[0] in kinds for line in commands) and not any("forged.sql" in line.split("::")[1] for line in commands),
          "GitHub: nothing in the log is obeyed", commands)
    unguarded = "\n".join(line for line in call.out.splitlines() if not line.startswith("::stop-commands::"))
    check(HOSTILE["github"] in github_commands(unguarded), "GitHub: without the guard it would be", call)
    check("| ❌ error | `broken` | model |" in summary and "`models/trouble/broken.sql`" in summary,
          "GitHub: the table in the summary", summary)
    (sandbox.folder / "summary-of-failure").write_text(summary)
    document = in_github("github-json", sandbox, run["id"], "--format", "json").ends(1)
    check(document.json()["outcome"] == "failed" and not github_commands(document.out) and github_commands(document.err),
          "GitHub: with JSON the annotations are on standard error", document)


def check_gitlab(sandbox: Sandbox, run: dict):
    call = attach("gitlab", sandbox, run["id"], GITLAB_CI="true").ends(1)
    marks = re.findall(r"section_(start|end):\d+:([\w.-]+)", call.out + call.err)
    name = f"plumbline_log_{run['id']}"
    check(marks == [("start", name), ("end", name)], "GitLab: one section, which the log cannot end", marks)
    section = call.out.partition("section_start:")[2].partition("section_end:")[0]
    check("[collapsed=true]\r" in section and "Done. PASS=" in section, "GitLab: the section folds the log", section)
    lines = dict(line.split("=", 1) for line in (call.place / "plumbline.env").read_text().splitlines())
    check(lines == {
        "PLUMBLINE_RUN_ID": str(run["id"]), "PLUMBLINE_RUN_URL": run["href"], "PLUMBLINE_RUN_STATUS": "failed",
        "PLUMBLINE_GIT_SHA": run["git_sha"],
    }, "GitLab: plumbline.env", lines)
    other = attach("gitlab-dotenv", sandbox, run["id"], "--dotenv", "other.env", GITLAB_CI="true").ends(1)
    check((other.place / "other.env").exists() and not (other.place / "plumbline.env").exists(), "GitLab: --dotenv names the file", other)


def check_azure(sandbox: Sandbox, run: dict):
    call = attach("azure", sandbox, run["id"], TF_BUILD="True").ends(1)
    commands = re.findall(r"##vso\[(.*)", call.out + call.err)
    for title, file in FAILED.items():
        check(any(line.startswith(f"task.logissue type=error;sourcepath={file}]{title} failed: ") for line in commands),
              f"Azure: {title} is an issue at its file", commands)
    variables = dict(re.findall(r"task\.setvariable variable=(\w+);isOutput=true\](.*)", "\n".join(commands)))
    check(variables == outputs_of(run, "failed"), "Azure: the output variables", variables)
    check(all(line.startswith(("task.logissue ", "task.setvariable ")) for line in commands) and "forged by the log" in call.out,
          "Azure: nothing in the log is obeyed", commands)

"""Runs scripts/action-trigger as action.yml does, with a stand-in for `plumbline` that records how it was called.

    check_action.py PLUMBLINE

PLUMBLINE is the real executable; its flags are compared with the inputs of action.yml.
"""

import contextlib
import functools
import hashlib
import http.server
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import threading
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
STEP = ACTION["runs"]["steps"][0]
INPUTS = list(ACTION["inputs"])
SWITCHES = {"no-wait", "keep-running", "cancel-on-timeout", "retry-from-failure", "reuse-same-commit", "verbose"}
LISTS = {"steps-override", "artifact"}
# Inputs that become no flag, and where they go instead.
NO_FLAG = {
    "api-key": "travels as DBT_API_KEY, because everybody on the machine can read the flags of a program",
    "version": "chooses the release to download",
    "plumbline-path": "chooses the program",
}
# Flags of `plumbline trigger` that have no input.
NO_INPUT = {
    "api-key": "see above",
    "dotenv": "is for GitLab",
    "help": "belongs to every command",
    "version": "belongs to the program",
}
OUTPUTS = ["run_id", "run_url", "status", "git_sha"]
HOSTILE = [
    "two words", "  blanks around  ", "it's \"quoted\"", "$(touch hostile) `touch hostile` ${HOME}", "a\nb\n\nc\n", "--looks-like-a-flag",
    "; touch hostile #", "* ? [a]", "\\n \\", "${{ github.token }}", "Grüße, 数据", "%0A::error::no", "=",
]
STAND_IN = """#!{python}
import json, os, sys
if sys.argv[1:] == ["--version"]:
    print("{version}")
    sys.exit()
record = {{"program": os.path.realpath(sys.argv[0]), "arguments": sys.argv[1:], "environment": dict(os.environ), "pid": os.getpid()}}
with open({record!r}, "w") as file:
    json.dump(record, file)
sys.exit(7)
"""
STAND_IN_EXIT_CODE = 7


class Bench:
    """A folder with a stand-in, and what it recorded."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.record = folder / "record.json"
        self.workspace = folder / "workspace"
        self.workspace.mkdir()
        self.program = self.stand_in(folder / "bin" / "plumbline", "9.9.9")

    def stand_in(self, path: Path, version: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(STAND_IN.format(python=sys.executable, version=version, record=str(self.record)))
        path.chmod(0o755)
        return path

    def command(self) -> list:
        """What the runner starts for a step with `shell: bash`."""
        script = self.folder / "step.sh"
        script.write_text(STEP["run"])
        return ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script]

    def environment(self, inputs: dict, others: dict | None = None, path: str | None = None) -> dict:
        """The environment of the step: `env:` of action.yml, with the inputs put in."""
        environment = {
            "PATH": f"{self.program.parent}:{os.environ['PATH']}" if path is None else path,
            "HOME": str(self.folder), "GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(self.folder),
        }
        environment |= others or {}
        unknown = set(inputs) - set(INPUTS)
        assert not unknown, f"action.yml has no input {unknown}"
        for name, expression in STEP["env"].items():
            wanted = re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", expression)
            assert wanted, f"{name} is {expression}"
            environment[name] = inputs.get(wanted.group(1), "")
        return environment

    def run(self, inputs: dict, others: dict | None = None, path: str | None = None):
        """The finished step, and the record of the stand-in; None when it was not called."""
        self.record.unlink(missing_ok=True)
        environment = self.environment(inputs, others, path)
        done = subprocess.run(
            self.command(), env=environment, cwd=self.workspace, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        assert not list(self.workspace.iterdir()), f"a value was run as a command: {list(self.workspace.iterdir())}"
        return done, json.loads(self.record.read_text()) if self.record.exists() else None

    def called(self, inputs: dict, others: dict | None = None, path: str | None = None) -> dict:
        """The record, when the stand-in must have been called; its exit code must be the step's."""
        done, record = self.run(inputs, others, path)
        assert record, f"plumbline was not called: {done.stdout}{done.stderr}"
        assert done.returncode == STAND_IN_EXIT_CODE, f"the step ended with {done.returncode}: {done.stderr}"
        return record

    def refused(self, inputs: dict, *words: str, others: dict | None = None, path: str | None = None):
        """The step must end with 2 and a message with these words, and plumbline must not be called."""
        done, record = self.run(inputs, others, path)
        assert record is None, f"plumbline was called: {record}"
        assert done.returncode == 2, f"the step ended with {done.returncode}: {done.stdout}{done.stderr}"
        for word in words:
            assert word in done.stderr, f"no \"{word}\" in {done.stderr}"
        return done


def check_description(bench: Bench):
    names = {name.removeprefix("INPUT_").lower().replace("_", "-") for name in STEP["env"]}
    assert names == set(INPUTS), f"env: and inputs: differ in {names ^ set(INPUTS)}"
    assert "${{" not in STEP["run"], "an expression in run: lets an input become a command"
    for name, variable in ((name, f"INPUT_{name.upper().replace('-', '_')}") for name in INPUTS):
        assert STEP["env"][variable] == f"${{{{ inputs.{name} }}}}", f"{variable} is {STEP['env'][variable]}"
        assert ACTION["inputs"][name].keys() <= {"description", "required", "default"}
    assert list(ACTION["outputs"]) == OUTPUTS
    for name in OUTPUTS:
        assert ACTION["outputs"][name]["value"] == f"${{{{ steps.{STEP['id']}.outputs.{name} }}}}"


def check_flags(plumbline: Path):
    """The inputs are the flags of the real program, but for those with a reason."""
    dump = subprocess.run([plumbline, "--experimental-dump-help"], capture_output=True, text=True, check=True, timeout=60)
    commands = json.loads(dump.stdout)["command"]["subcommands"]
    trigger = next(command for command in commands if command["commandName"] == "trigger")
    flags = {}
    for argument in trigger["arguments"]:
        # A flag may have further names; its first long one counts.
        names = [name["name"] for name in argument.get("names", []) if name["kind"] == "long"]
        if names:
            flags[names[0]] = argument
    inputs = set(INPUTS) - set(NO_FLAG)
    wanted = set(flags) - set(NO_INPUT)
    assert inputs == wanted, f"inputs without a flag: {sorted(inputs - wanted)}; flags without an input: {sorted(wanted - inputs)}"
    assert {name for name in inputs if flags[name]["kind"] == "flag"} == SWITCHES
    assert {name for name in inputs if flags[name]["isRepeating"]} == LISTS


def check_documentation(bench: Bench):
    """The examples can be read, and use inputs and flags that exist; every flag is in the table."""
    text = (ROOT / "docs" / "trigger.md").read_text()
    examples = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]
    steps = [step for example in examples for job in example.get("jobs", {}).values() for step in job["steps"]]
    used = [step["with"] for step in steps if "/plumbline@" in step.get("uses", "")]
    assert used, "no example uses the action"
    for inputs in used:
        assert set(inputs) <= set(INPUTS), f"no inputs of the action: {set(inputs) - set(INPUTS)}"
    flags = set(INPUTS) - set(NO_FLAG) | {"api-key", "dotenv"}
    table = set(re.findall(r"^\| `--([a-z-]+)", text, re.MULTILINE))
    assert table == flags, f"the table of flags and the flags differ in {table ^ flags}"
    calls = re.findall(r"plumbline\"? trigger((?:[^\n]|(?<=\\)\n)*)", text)
    unknown = {flag for call in calls for flag in re.findall(r" --([a-z-]+)", call)} - flags
    assert not unknown, f"no flags of plumbline trigger: {unknown}"


def check_every_input(bench: Bench):
    assert bench.called({})["arguments"] == ["trigger"], "empty inputs gave flags"
    for name in INPUTS:
        if name in NO_FLAG:
            continue
        value = "true" if name in SWITCHES else "value 1"
        expected = f"--{name}" if name in SWITCHES else f"--{name}=value 1"
        record = bench.called({name: value})
        assert record["arguments"] == ["trigger", expected], record["arguments"]
        left = [variable for variable in record["environment"] if variable.startswith("INPUT_")]
        assert not left, f"{left} reached the program"
    together = bench.called({name: "true" if name in SWITCHES else "1" for name in INPUTS if name not in NO_FLAG})["arguments"]
    assert len(together) == 1 + len(INPUTS) - len(NO_FLAG) and len(set(together)) == len(together), together


def check_values(bench: Bench):
    for text in HOSTILE:
        assert bench.called({"cause": text})["arguments"] == ["trigger", f"--cause={text}"]
        assert bench.called({"api-key": text})["environment"]["DBT_API_KEY"] == text
        bench.refused({"no-wait": text}, "no-wait", "true or false")
    lines = [text for text in HOSTILE if "\n" not in text]
    for name in sorted(LISTS):
        expected = ["trigger"] + [f"--{name}={line}" for line in lines]
        assert bench.called({name: "\n\n" + "\n".join(lines) + "\n  \n"})["arguments"] == expected
        assert bench.called({name: "\r\n".join(lines)})["arguments"] == expected, "line ends of Windows are part of a value"


def check_switches(bench: Bench):
    for name in sorted(SWITCHES):
        for text in ("false", "False", "FALSE", ""):
            assert bench.called({name: text})["arguments"] == ["trigger"]
        for text in ("True", "TRUE"):
            assert bench.called({name: text})["arguments"] == ["trigger", f"--{name}"]
    done = bench.refused({"verbose": "50%\nyes"}, "verbose", others={"GITHUB_ACTIONS": "true"})
    assert "::error title=Plumbline::" in done.stdout and "50%25%0Ayes" in done.stdout, done.stdout


def check_key(bench: Bench):
    record = bench.called({"api-key": "secret-key"}, {"DBT_API_KEY": "of the workflow"})
    assert record["environment"]["DBT_API_KEY"] == "secret-key"
    assert not any("secret-key" in argument for argument in record["arguments"])
    assert bench.called({}, {"DBT_API_KEY": "of the workflow"})["environment"]["DBT_API_KEY"] == "of the workflow"
    assert "DBT_API_KEY" not in bench.called({})["environment"]
    old = {"DBT_URL": "https://emea.dbt.com", "DBT_ACCOUNT_ID": "1", "DBT_PR_JOB_ID": "3"}
    assert old.items() <= bench.called({}, old)["environment"].items(), "the old script's variables do not arrive"


def check_program(bench: Bench):
    assert bench.called({})["program"] == str(bench.program.resolve())
    other = bench.stand_in(bench.folder / "with blank" / "plumbline", "8.8.8")
    assert bench.called({"plumbline-path": str(other)})["program"] == str(other.resolve())
    relative = os.path.relpath(other, bench.workspace)
    assert bench.called({"plumbline-path": relative, "version": "1.2.3"})["program"] == str(other.resolve())
    for wanted in ("9.9.9", "v9.9.9"):
        assert bench.called({"version": wanted})["program"] == str(bench.program.resolve())
    bench.refused({"plumbline-path": str(bench.folder)}, "no executable file")
    bench.refused({"plumbline-path": "/nowhere/plumbline"}, "/nowhere/plumbline", "no executable file")
    for version in ("../../evil", "1.0 && touch hostile", "$(touch hostile)", "latest"):
        bench.refused({"version": version}, "give one such as")


def hearing_signals():
    """A test runner may ignore or block signals; its children would too, and bash cannot undo that."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def check_signals(bench: Bench):
    """plumbline has the process id of the step's shell, the only one that the runner signals."""
    step = subprocess.Popen(
        bench.command(), env=bench.environment({}), cwd=bench.workspace, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    step.wait(timeout=60)
    assert json.loads(bench.record.read_text())["pid"] == step.pid, "a shell stands between the runner and plumbline"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serving(folder: Path, handler=Quiet):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def make_release(bench: Bench, site: Path, repository: str, version: str) -> Path:
    """A release as scripts/release makes it, with a stand-in in it. Returns the folder with the archive and SHA256SUMS."""
    name = f"plumbline-{version}-linux-{platform.machine()}"
    program = bench.stand_in(bench.folder / "release" / "plumbline", version)
    folder = site / repository / "releases" / "download" / f"v{version}"
    folder.mkdir(parents=True)
    archive = folder / f"{name}.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(program, f"{name}/plumbline")
    (folder / "SHA256SUMS").write_text(f"{'0' * 64}  plumbline-{version}-linux-other.tar.gz\n{digest(archive)}  {archive.name}\n")
    return folder


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def path_without_plumbline(folder: Path) -> str:
    """A PATH with what the script needs and no plumbline in it."""
    folder.mkdir()
    for tool in ("bash", "curl", "cut", "dirname", "env", "grep", "gzip", "mktemp", "sed", "sha256sum", "tar", "tr", "uname"):
        (folder / tool).symlink_to(shutil.which(tool))
    return str(folder)


def check_download(bench: Bench):
    path = path_without_plumbline(bench.folder / "tools")
    site = bench.folder / "site"
    folder = make_release(bench, site, "acme/plumbline", "1.2.3")
    own = re.search(r'text = "(.*)"', (ROOT / "Sources/Commands/PlumblineCommand.swift").read_text()).group(1)
    make_release(bench, site, "acme/shop", own)
    with serving(site) as address:
        others = {"GITHUB_SERVER_URL": address, "GITHUB_REPOSITORY": "acme/shop"}
        # In a workflow of its own repository (`uses: ./`) the action has no folder under _actions.
        assert f"linux-{platform.machine()}" in bench.called({}, others, path)["program"], "not the release of the action's own version"

        # The step as it is for an action that the runner downloaded.
        actions = bench.folder / "_actions" / "acme" / "plumbline" / "v1.2.3"
        (actions / "scripts").mkdir(parents=True)
        shutil.copy(ROOT / "scripts" / "action-trigger", actions / "scripts")
        (actions / "Sources" / "Commands").mkdir(parents=True)
        source = actions / "Sources" / "Commands" / "PlumblineCommand.swift"
        source.write_text((ROOT / "Sources/Commands/PlumblineCommand.swift").read_text().replace(f'"{own}"', '"1.2.3"'))
        others |= {"GITHUB_ACTION_PATH": str(actions)}
        assert "plumbline-1.2.3-linux" in bench.called({}, others, path)["program"]
        assert "plumbline-1.2.3-linux" in bench.called({"version": "v1.2.3"}, others, path)["program"]
        # One of another version in PATH is not what was asked for.
        both = f"{bench.program.parent}:{path}"
        assert "plumbline-1.2.3-linux" in bench.called({"version": "1.2.3"}, others, both)["program"]
        bench.refused({"version": "4.5.6"}, "could not download", "v4.5.6", others=others, path=path)

        sums = (folder / "SHA256SUMS").read_text()
        archive = next(folder.glob("*.tar.gz"))
        for wrong in ("", sums.replace(digest(archive), "f" * 64), sums.replace(archive.name, "x" + archive.name)):
            (folder / "SHA256SUMS").write_text(wrong)
            bench.refused({}, "is not the file that SHA256SUMS", others=others, path=path)
        (folder / "SHA256SUMS").unlink()
        bench.refused({}, "could not download", "SHA256SUMS", others=others, path=path)
        (folder / "SHA256SUMS").write_text(sums)
        archive.write_bytes(archive.read_bytes() + b"\0")
        bench.refused({}, "is not the file that SHA256SUMS", others=others, path=path)


def check_cancelled_download(bench: Bench):
    """A workflow that is cancelled during the download starts no run."""
    path = path_without_plumbline(bench.folder / "tools2")
    site = bench.folder / "site2"
    make_release(bench, site, "acme/shop", "1.2.3")
    asked, go_on = threading.Event(), threading.Event()

    class Slow(Quiet):
        def do_GET(self):
            asked.set()
            go_on.wait(30)
            super().do_GET()

    for number in (signal.SIGINT, signal.SIGTERM):
        asked.clear()
        go_on.clear()
        bench.record.unlink(missing_ok=True)
        with serving(site, Slow) as address:
            others = {"GITHUB_SERVER_URL": address, "GITHUB_REPOSITORY": "acme/shop"}
            environment = bench.environment({"version": "1.2.3"}, others, path)
            step = subprocess.Popen(bench.command(), env=environment, cwd=bench.workspace, stdin=subprocess.DEVNULL,
                                    preexec_fn=hearing_signals)
            try:
                assert asked.wait(30), "nothing was downloaded"
                step.send_signal(number)
            finally:
                go_on.set()
                step.wait(timeout=60)
        assert step.returncode == 3 and not bench.record.exists(), f"the step went on after {number.name}: {step.returncode}"


CHECKS = [
    check_description, check_documentation, check_every_input, check_values, check_switches, check_key, check_program, check_signals,
    check_download, check_cancelled_download,
]


def main():
    for check in CHECKS:
        with tempfile.TemporaryDirectory(prefix="plumbline-action-") as folder:
            check(Bench(Path(folder)))
        print(f"{check.__name__.removeprefix('check_').replace('_', ' ')}: holds")
    check_flags(Path(sys.argv[1]))
    print("all checks hold")


if __name__ == "__main__":
    main()

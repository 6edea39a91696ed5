"""Compares `plumbline select` with real dbt over many changed projects.

usage: python mutations.py PROJECT [--plumbline BINARY] [--jobs N] [--only TEXT]

A copy of PROJECT, with the files of `overlay/` added, is changed in one way at a time (changes.py). dbt parses it before and after, and
`dbt ls --select state:modified` and `state:modified+` are compared with what `plumbline select` says about the same two manifests. Needs
dbt-core and an adapter that PROJECT's profiles.yml names; no warehouse is touched. The binary may also come from PLUMBLINE_BIN. Exits 1
when any answer differs.
"""

import argparse
import contextlib
import io
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from changes import CHANGES, Change, Copy

OVERLAY = Path(__file__).parent / "overlay"
SUB_SELECTORS = ["body", "configs", "relation", "macros", "persisted_descriptions", "contract"]
DATA = ("model.", "seed.", "snapshot.")


def prepare(project: Path, copy: Path) -> None:
    """Copies the project and adds the overlay, and a seed above dbt's size limit for comparing contents."""
    ignored = shutil.ignore_patterns("target", "logs", ".git", "*.duckdb", "*.duckdb.wal")
    shutil.copytree(project, copy, ignore=ignored)
    shutil.copytree(OVERLAY, copy, dirs_exist_ok=True)
    rows = "".join(f"{number},row {number}\n" for number in range(120_000))
    (copy / "seeds/zz_state/zz_big_seed.csv").write_text("id,label\n" + rows)


def dbt(arguments: list[str], project: Path, target: Path, manifest=None):
    from dbt.cli.main import dbtRunner

    common = ["--quiet", "--project-dir", str(project), "--profiles-dir", str(project), "--target-path", str(target)]
    # `dbt ls` prints what it also returns.
    with contextlib.redirect_stdout(io.StringIO()):
        result = dbtRunner(manifest=manifest).invoke(
            [*arguments, *common, "--log-path", str(target / "logs"), "--log-level-file", "none", "--no-send-anonymous-usage-stats"]
        )
    if not result.success:
        raise RuntimeError(f"dbt {arguments[0]}: {result.exception}")
    return result.result


def parse(project: Path, target: Path, parsed: Path | None = None):
    """Parses the project; with the target of an earlier parse only what has changed since, as dbt does by default."""
    if parsed is None:
        return dbt(["parse", "--no-partial-parse"], project, target)
    target.mkdir(parents=True)
    shutil.copy(parsed / "partial_parse.msgpack", target)
    return dbt(["parse", "--partial-parse"], project, target)


class Listing:
    """What dbt selects in a head manifest against a base."""

    def __init__(self, project: Path, target: Path, manifest, base: Path):
        self.project, self.target, self.manifest, self.base = project, target, manifest, base

    def sub_selected(self, names: list[str]) -> dict[str, set[str]]:
        """The answers of `state:<name>`, before the graph and the kind of node are looked at."""
        from dbt.contracts.state import PreviousState
        from dbt.graph.selector_methods import StateSelectorMethod

        state = PreviousState(self.base, self.target, self.project)
        graph = self.manifest
        ids = {key for part in (graph.nodes, graph.sources, graph.exposures, graph.unit_tests) for key in part}
        return {name: set(StateSelectorMethod(graph, state, []).search(ids, name)) for name in names}

    def ids(self, selector: str, *options: str) -> set[str]:
        lines = dbt(
            ["ls", "--select", selector, "--state", str(self.base), "--output", "json", "--output-keys", "unique_id", *options],
            self.project, self.target, self.manifest,
        )
        return {json.loads(line)["unique_id"] for line in lines}


def differences(report: dict, listing: Listing, base: dict, head: dict) -> list[str]:
    modified = {node["unique_id"] for node in report["modified"]}
    downstream = {node["unique_id"] for node in report["downstream"]}
    # By default dbt adds the tests of selected nodes; to plumbline they are downstream.
    attached = {
        node["unique_id"] for node in report["downstream"]
        if node["distance"] == 1 and node["resource_type"] in ("test", "unit_test")
    }
    removed = ("removed", {node["unique_id"] for node in report["removed"]}, listed(base) - listed(head))
    everything = listing.ids("state:modified+")
    if not (everything or modified or downstream):
        # Every other selection is a part of this one.
        return disagreements([removed])
    compared = [
        ("state:modified", modified, listing.ids("state:modified", "--indirect-selection", "empty")),
        ("state:modified with tests", modified | attached, listing.ids("state:modified")),
        ("state:modified+", modified | downstream, everything),
        removed,
        ("exposures", {node["unique_id"] for node in report["exposures"]},
         {unique_id for unique_id in everything if unique_id.startswith("exposure.")}),
    ]
    theirs = listing.sub_selected(["new", *(f"modified.{name}" for name in SUB_SELECTORS)])
    for name in SUB_SELECTORS:
        ours = {node["unique_id"] for node in report["modified"] if name in node["reasons"]}
        # To dbt every part of a new node but its macros is modified; plumbline calls it new.
        expected = theirs[f"modified.{name}"] - (set() if name == "macros" else theirs["new"])
        compared.append((f"state:modified.{name}", only_data(ours), only_data(expected)))
    return disagreements(compared)


def disagreements(compared: list[tuple[str, set[str], set[str]]]) -> list[str]:
    return [
        f"{name}: plumbline also has {sorted(ours - theirs)}, dbt also has {sorted(theirs - ours)}"
        for name, ours, theirs in compared if ours != theirs
    ]


def only_data(ids: set[str]) -> set[str]:
    return {unique_id for unique_id in ids if unique_id.startswith(DATA)}


def listed(manifest: dict) -> set[str]:
    sections = ["nodes", "sources", "exposures", "metrics", "semantic_models", "saved_queries", "unit_tests", "functions"]
    ids = {unique_id for section in sections for unique_id in manifest.get(section, {})}
    return {unique_id for unique_id in ids if not unique_id.startswith(("analysis.", "operation."))}


def select(binary: str, base: Path, head: Path) -> dict:
    command = [binary, "select", "--base", str(base / "manifest.json"), "--head", str(head / "manifest.json"), "--format", "json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout)


class Workplace:
    """A worker's copy of the project, and what dbt made of it before any change."""

    def __init__(self, project: Path, scratch: Path):
        self.scratch, self.pristine, self.root, self.base = scratch, scratch / "pristine", scratch / "project", scratch / "base"
        prepare(project, self.pristine)
        shutil.copytree(self.pristine, self.root)
        parse(self.root, self.base)

    def try_change(self, change: Change, binary: str) -> tuple[str, list[str]]:
        """What happened in one line, and the differences."""
        shutil.rmtree(self.root)
        shutil.copytree(self.pristine, self.root)
        head, base = self.scratch / "head", self.base
        shutil.rmtree(head, ignore_errors=True)
        copy = Copy(self.root, json.loads((self.base / "manifest.json").read_text()))
        if change.both:
            change.both(copy)
            base = self.scratch / "changed-base"
            shutil.rmtree(base, ignore_errors=True)
            parse(self.root, base, self.base)
        change.edit(copy)
        before = dict(os.environ)
        os.environ.update(change.environment)
        try:
            listing = Listing(self.root, head, parse(self.root, head, None if change.parse_all else base), base)
            report = select(binary, base, head)
            if change.refused:
                return "dbt refuses to list", refusal_differences(change.refused, report, listing)
            manifests = [json.loads((target / "manifest.json").read_text()) for target in (base, head)]
            found = differences(report, listing, *manifests)
        finally:
            os.environ.clear()
            os.environ.update(before)
        counts = ", ".join(f"{len(report[name])} {name}" for name in ("modified", "removed", "downstream", "exposures"))
        return counts, found


def refusal_differences(name: str, report: dict, listing: Listing) -> list[str]:
    modified = [node for node in report["modified"] if node["unique_id"].endswith(name)]
    found = [] if modified and "contract" in modified[0]["reasons"] else [f"plumbline does not give {name} for its contract"]
    try:
        listing.ids("state:modified")
    except RuntimeError:
        return found
    return [*found, "dbt was expected to refuse and did not"]


workplace: Workplace | None = None
plumbline: str = ""
trouble: str = ""


def set_up(project: Path, scratch: str, binary: str) -> None:
    """Prepares a worker; it must not raise, or the pool would start workers for ever."""
    global workplace, plumbline, trouble
    directory = Path(tempfile.mkdtemp(dir=scratch))
    os.environ.setdefault("PLUMBLINE_WAREHOUSE_PATH", str(directory / "warehouse.duckdb"))
    plumbline = binary
    try:
        workplace = Workplace(project, directory)
    except Exception as error:
        trouble = f"{type(error).__name__}: {error}"


def work(number: int) -> tuple[str, str, list[str]]:
    change = CHANGES[number]
    if workplace is None:
        return change.name, "not tried", [trouble]
    try:
        return (change.name, *workplace.try_change(change, plumbline))
    except subprocess.CalledProcessError as error:
        return change.name, "failed", [f"{error.cmd[0]} exited with {error.returncode}: {error.stderr.strip()}"]
    except Exception as error:
        return change.name, "failed", [f"{type(error).__name__}: {error}"]


def main() -> int:
    parser = argparse.ArgumentParser(description="Compares plumbline select with real dbt over many changed projects.")
    parser.add_argument("project", type=Path)
    parser.add_argument("--plumbline", default=os.environ.get("PLUMBLINE_BIN", "plumbline"))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", default="", help="only changes whose name contains this")
    options = parser.parse_args()
    numbers = [number for number, change in enumerate(CHANGES) if options.only in change.name]
    mismatches = 0
    with tempfile.TemporaryDirectory(prefix="dbt-state-") as scratch:
        arguments = (options.project, scratch, options.plumbline)
        with multiprocessing.get_context("spawn").Pool(options.jobs, set_up, arguments) as pool:
            for name, summary, found in pool.imap(work, numbers):
                print(f"{'DIFFERENT' if found else 'same'}  {name}: {summary}", flush=True)
                for difference in found:
                    print(f"    {difference}", flush=True)
                mismatches += bool(found)
    print(f"{len(numbers)} mutations, {mismatches} mismatches")
    return 1 if mismatches else 0


if __name__ == "__main__":
    sys.exit(main())

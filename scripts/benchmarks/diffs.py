"""The data diff benchmark: every contender on the same tables in one run, each answer compared with the truth."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from .answers import Answer, truth
from .contenders import Hand, Limit, Plumbline, Run
from .duckdb_data import DuckDBData
from .measure import PLUMBLINE
from .peers import Peer, peers
from .postgresql_data import PostgreSQLData
from .report import Line, report
from .tables import TABLES
from .works import WORKS, Work

# Where anybody but a peer takes longer than this, all of them run fewer times: what is compared ran at the same time.
SLOW, RUNS, SLOW_RUNS = 5, 5, 3

# plumbline's default of --scratch-memory.
SCRATCH_MEGABYTES = 512


def add_options(parser: argparse.ArgumentParser):
    parser.add_argument("--work", nargs="+", choices=[work.name for work in WORKS], metavar="NAME", help="only these: %(choices)s")
    parser.add_argument("--peers", action=argparse.BooleanOptionalAction, default=True, help="run data-diff and reladiff too")
    parser.add_argument("--timeout", type=float, default=180, help="seconds a peer may take (default: 180)")
    parser.add_argument("--large", action="store_true", help="also ten times the rows of orders")
    parser.add_argument("--scale", type=float, default=1, help="of TPC-H; limits mean something from 1 on (default: 1)")
    parser.add_argument("--index", action="store_true", help="give PostgreSQL's tables an index on the key, which dbt does not")
    parser.add_argument("--data", type=Path, help="folder that keeps the tables between runs")
    parser.add_argument("--executable", type=Path, help="of plumbline; otherwise the release build, built first")
    parser.add_argument("--memory-limit", type=float, metavar="MB", help="of DuckDB in plumbline (default: what plumbline sets)", default=2048)


def run(options: argparse.Namespace) -> bool:
    """Prints the tables; false if plumbline said something wrong."""
    works = [work for work in WORKS if (work.name in options.work if options.work else options.large or not work.large)]
    folder = options.data or Path(tempfile.gettempdir()) / "plumbline-benchmarks"
    databases = Databases(folder.resolve() / f"scale-{options.scale:g}" if not options.data else folder.resolve(), options)
    try:
        lines = [line_of(work, databases, options) for work in works]
    finally:
        databases.close()
    print(report(lines))
    return not any(line.failed() for line in lines)


class Databases:
    """Opened when a work asks for them."""

    def __init__(self, folder: Path, options: argparse.Namespace):
        folder.mkdir(parents=True, exist_ok=True)
        # The server's user has to reach its own folder below.
        folder.chmod(0o755)
        kept = folder / "scale"
        if kept.exists() and float(kept.read_text()) != options.scale:
            sys.exit(f"bench: {folder} holds tables of scale {kept.read_text()}; give another --data, or that --scale")
        kept.write_text(f"{options.scale:g}")
        self.folder, self.index = folder, options.index
        self.duckdb = DuckDBData(folder, options.scale)
        self.postgresql: PostgreSQLData | None = None

    def sides(self, work: Work) -> tuple:
        """Sides a and b with their tables made."""
        table = TABLES[work.table]
        if work.engine != "duckdb" and self.postgresql is None:
            self.postgresql = PostgreSQLData(self.folder, self.duckdb, self.index)
        a = self.postgresql if work.engine == "postgresql" else self.duckdb
        b = self.duckdb if work.engine == "duckdb" else self.postgresql
        a.ensure(table)
        b.ensure(table, work.variant)
        return a, b

    def close(self):
        if self.postgresql is not None:
            self.postgresql.close()


def line_of(work: Work, databases: Databases, options: argparse.Namespace) -> Line:
    a, b = databases.sides(work)
    true = truth(a, TABLES[work.table], work.variant)
    contenders = [Limit(), Hand(), Plumbline(options.executable or PLUMBLINE, 1800), *(peers(options.timeout) if options.peers else [])]
    runs = {contender.name: [] for contender in contenders}
    for index in range(RUNS):
        if index >= SLOW_RUNS and is_slow(runs, contenders):
            break
        # Whoever comes after another finds its traces in the caches, so each round begins with the next one.
        for contender in contenders[index % len(contenders):] + contenders[:index % len(contenders)]:
            if wants_another(contender, runs[contender.name], index):
                once(contender, work, a, b, runs[contender.name])
    mistakes = {name: mistakes_of(found, true) for name, found in runs.items()}
    if mistakes["hand"]:
        sys.exit(f"bench: {work.name}: the tables are not what they should be ({', '.join(mistakes['hand'])}); remove {databases.folder}")
    seconds = {name: statistics.median(run.seconds for run in found) for name, found in runs.items() if found}
    # Across two databases there are two engines in the process: the scratch database, and the one that reads the DuckDB file.
    allowed = {"postgresql": None, "duckdb": options.memory_limit, "across": SCRATCH_MEGABYTES + options.memory_limit}[work.engine]
    return Line(work, seconds, {name: found[-1].trouble for name, found in runs.items() if found}, mistakes, numbers_of(runs["plumbline"]), allowed)


def is_slow(runs: dict[str, list[Run]], contenders: list) -> bool:
    return any(run.seconds > SLOW for contender in contenders if not isinstance(contender, Peer) for run in runs[contender.name])


def wants_another(contender, runs: list[Run], index: int) -> bool:
    """Peers run once, and nobody tries again what failed or does not exist."""
    return index == 0 or bool(runs) and not isinstance(contender, Peer) and not runs[0].trouble


def once(contender, work: Work, a, b, runs: list[Run]):
    run = contender.run(work, a, b)
    if run is None:
        return
    runs.append(run)
    print(f"{work.name}: {contender.name} {run.seconds:.3f} s{f' ({run.trouble})' if run.trouble else ''}", file=sys.stderr)


def mistakes_of(runs: list[Run], true: Answer) -> list[str]:
    """Of all runs, each once; plumbline without an answer is also wrong, but of that the report speaks."""
    found = [mistake for run in runs if run.answer for mistake in run.answer.mistakes(true)]
    return list(dict.fromkeys(found))


def numbers_of(runs: list[Run]) -> dict[str, int]:
    """The most of any run."""
    return {name: max(run.numbers.get(name, 0) for run in runs) for name in ("memory", "queries", "fetched")}

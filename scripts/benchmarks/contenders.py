"""Who is measured: the least work there is, the obvious join, and plumbline itself."""

import json
import os
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from .answers import Answer, of_plumbline
from .measure import ROOT
from .statements import hashing, join, of_join
from .tables import TABLES
from .works import Work


@dataclass
class Run:
    """One run; `trouble` instead of an answer says why there is none, and seconds are then how long it was waited for."""

    seconds: float
    answer: Answer | None = None
    trouble: str | None = None
    # Of plumbline: peak resident memory in kilobytes, statements sent, bytes fetched.
    numbers: dict[str, int] = field(default_factory=dict)


class Limit:
    """Both tables hashed by the engine; across two engines, both streamed in Arrow's format at the same time."""

    name = "limit"

    def run(self, work: Work, a, b) -> Run:
        table = TABLES[work.table]
        started = time.monotonic()
        if a is b:
            with a.connect() as connection:
                for statement in hashing(a.name, table, work.variant, list(a.columns(table))):
                    connection.execute(statement).fetchall()
        else:
            self.stream([(a, f"a.{table.name}"), (b, f"b_{work.variant}.{table.name}")])
        return Run(time.monotonic() - started)

    def stream(self, tables: list[tuple]):
        counts = {}
        threads = [threading.Thread(target=lambda data=data, name=name: counts.update({name: data.stream(name)})) for data, name in tables]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(counts) == len(tables), "a table could not be streamed"


class Hand:
    """The full outer join that anybody would write; there is none across two engines."""

    name = "hand"

    def run(self, work: Work, a, b) -> Run | None:
        if a is not b:
            return None
        table, columns = TABLES[work.table], list(a.columns(TABLES[work.table]))
        statement = join(table, work.variant, columns)
        started = time.monotonic()
        with a.connect() as connection:
            row = connection.execute(statement).fetchone()
        return Run(time.monotonic() - started, of_join(table, columns, row))


@dataclass
class Plumbline:
    """The executable as a user runs it: start, connections and all."""

    executable: Path
    timeout: float
    name: str = "plumbline"

    def run(self, work: Work, a, b) -> Run:
        table = TABLES[work.table]
        operands = [a.uri, f"a.{table.name}", *([] if a is b else [b.uri]), f"b_{work.variant}.{table.name}"]
        keys = [word for name in table.key for word in ("--key", name)]
        with tempfile.NamedTemporaryFile() as file:
            time_command = ["/usr/bin/time", "--quiet", "--format", "%M", "--output", file.name]
            seconds, code, output, errors = timed([*time_command, self.executable, "diff", *operands, *keys, "--format", "json"], self.timeout)
            memory = int(Path(file.name).read_text() or 0) if code is not None else 0
        if code not in (0, 1):
            return Run(seconds, trouble=f"> {self.timeout:.0f}" if code is None else f"failed: {' '.join(errors.split())[:200]}")
        result = json.loads(output)
        statistics = result["statistics"]
        numbers = {"memory": memory, "queries": statistics["queries"], "fetched": statistics["bytes_fetched"]}
        return Run(seconds, of_plumbline(result), numbers=numbers)


def timed(command: list, timeout: float, environment: dict | None = None) -> tuple[float, int | None, str, str]:
    """Seconds, exit code, standard output and error; without a code when it took too long, and then everything it started is ended."""
    words = list(map(str, command))
    started = time.monotonic()
    # A name by which the server's side of a command that was ended can be found.
    environment = {**os.environ, **(environment or {}), "PGAPPNAME": "plumbline-bench"}
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment,
                               start_new_session=True, text=True)
    try:
        output, errors = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return time.monotonic() - started, None, "", ""
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    return time.monotonic() - started, process.returncode, output, errors

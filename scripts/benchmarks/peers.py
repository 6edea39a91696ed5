"""The open source tools that diff tables by key, as their users run them."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from .answers import of_peer
from .contenders import Run, timed
from .measure import ROOT
from .tables import TABLES
from .works import Work


@dataclass
class Peer:
    """Within a database it joins there, as plumbline does; across two it compares checksums and fetches what differs."""

    name: str
    program: Path
    options: tuple[str, ...]
    timeout: float

    def run(self, work: Work, a, b) -> Run:
        table = TABLES[work.table]
        operands = [peer_uri(a), f"a.{table.name}", *([] if a is b else [peer_uri(b)]), f"b_{work.variant}.{table.name}"]
        keys = [word for name in table.key for word in ("-k", name)]
        algorithm = "joindiff" if a is b else "hashdiff"
        options = ["-c", "%", "-a", algorithm, "-j", str(os.cpu_count()), "--stats", "--json", *self.options]
        # Their output is folded to the terminal's width, in the midst of JSON.
        seconds, code, output, errors = timed([self.program, *operands, *keys, *options], self.timeout, {"COLUMNS": "1000000"})
        if code is None:
            b.end_statements("plumbline-bench")
            return Run(seconds, trouble=f"> {self.timeout:.0f}")
        line = next((line for line in output.splitlines() if line.startswith('{"rows_A"')), None)
        if line is None:
            words = " ".join((errors or output).split())[-120:]
            return Run(seconds, trouble=f"failed ({code}): {words}")
        return Run(seconds, of_peer(json.loads(line)))


def peers(timeout: float) -> list[Peer]:
    return [
        Peer("data-diff", ROOT / ".venv-data-diff" / "bin" / "data-diff", ("--no-tracking",), timeout),
        Peer("reladiff", ROOT / ".venv-reladiff" / "bin" / "reladiff", (), timeout),
    ]


def peer_uri(data) -> str:
    """They want a slash more before a path, and a password even where none is asked for."""
    return data.uri.replace("duckdb:///", "duckdb:////").replace("postgres@", "postgres:none@")

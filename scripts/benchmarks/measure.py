"""How a command is measured: wall time, and peak resident memory of the whole process."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PLUMBLINE = ROOT / ".build" / "release" / "plumbline"
PYTHON = ROOT / ".venv" / "bin" / "python"
REPEATS = 5
MEGABYTE = 1024 * 1024


def measure(command: list, repeats: int = REPEATS, expected: int = 0, environment: dict = None) -> tuple[float, float]:
    """Wall time in seconds and peak resident memory in megabytes; the medians of several runs."""
    times = []
    for _ in range(repeats):
        started = time.monotonic()
        perform(command, expected, environment)
        times.append(time.monotonic() - started)
    return statistics.median(times), statistics.median(peak(command, expected, environment) for _ in range(REPEATS))


def perform(command: list, expected: int, environment: dict):
    words = list(map(str, command))
    done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    if done.returncode != expected:
        sys.exit(f"bench: {' '.join(words)} failed with {done.returncode}: {done.stderr.decode(errors='replace')}")


def peak(command: list, expected: int, environment: dict) -> float:
    """By GNU time, whose own memory is small: a child of this program would begin with this program's peak."""
    with tempfile.NamedTemporaryFile() as file:
        perform(["/usr/bin/time", "--quiet", "--format", "%M", "--output", file.name, *command], expected, environment)
        return int(Path(file.name).read_text()) * 1024 / MEGABYTE

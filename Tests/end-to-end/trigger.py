#!/usr/bin/env python3
"""Plays `plumbline trigger` as pipelines use it, against local dbt Clouds that really run dbt.

    trigger.py --binaries .build/debug --folder /tmp/somewhere

The real binary, real dbt-core, real git, real DuckDB, real signals, a real pseudo-terminal. Three sandboxes at a time, because DuckDB
has one writer: one whose queue stands still, and two that build. Prints one line per check; exit code 1 names the first that fails.
"""

import argparse
import importlib.machinery
import importlib.util
import os
import signal
import sys
import threading
import time
import traceback
from pathlib import Path

sys.dont_write_bytecode = True

from trigger_checks import builds, project, queue_checks, usage  # noqa: E402
from trigger_checks.stage import Aborted, Call, Failed, Sandbox, verdict, wait  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
loader = importlib.machinery.SourceFileLoader("demo", str(ROOT / "scripts" / "demo"))
demo = importlib.util.module_from_spec(importlib.util.spec_from_loader("demo", loader))
loader.exec_module(demo)


def start_sandbox(household, name: str, environment: dict) -> Sandbox:
    folder = demo.FOLDER / name
    folder.mkdir()
    log = household.start(name, [
        demo.BINARIES / "plumbline-sandbox", "serve", "--port", 0, "--data-dir", folder / "data", "--project", demo.FOLDER / "project",
    ], environment)

    def address():
        household.check()
        return next((line.split()[1] for line in log.read_text().splitlines() if line.startswith("ready http")), None)

    return Sandbox(wait(f"the sandbox {name} serves", address), folder)


def in_thread(step) -> threading.Thread:
    def run():
        try:
            step()
        except (Failed, Aborted):
            pass
        except Exception:
            verdict.fail(traceback.format_exc())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def play(household):
    venv = Path(os.environ.get("PLUMBLINE_VENV", ROOT / ".venv"))
    environment = os.environ | {"PLUMBLINE_VENV": str(venv)}
    project.write(demo.FOLDER / "project")
    # Here and not in the threads: a process ends with the thread that started it.
    queue, first, second = (start_sandbox(household, name, environment) for name in ("queue", "first", "second"))
    threads = [
        in_thread(step) for step in (
            usage.play, queue_checks.Queue(queue).play, lambda: builds.play_first(first), lambda: builds.play_second(second),
        )
    ]
    while any(thread.is_alive() for thread in threads) and not verdict.stop.is_set():
        household.check()
        threads[0].join(0.2) if threads[0].is_alive() else time.sleep(0.2)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binaries", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    demo.BINARIES, demo.FOLDER, demo.TERMINAL = options.binaries.resolve(), options.folder.resolve(), False
    demo.FOLDER.mkdir(parents=True)
    Call.binary, Call.folder = demo.BINARIES / "plumbline", demo.FOLDER / "calls"
    for number in demo.STOP_SIGNALS:
        signal.signal(number, demo.stop)
    started = time.monotonic()
    try:
        with demo.Household() as household:
            play(household)
    except demo.Trouble as trouble:
        verdict.fail(str(trouble))
    except demo.Stopped:
        return 130
    if verdict.failure:
        print(f"FAILED  {verdict.failure}")
        return 1
    print(f"all checks hold, {verdict.count} of them, {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What stands around every play: the demo as a module, checks, options, signals and the verdict."""

import argparse
import json
import importlib.machinery
import importlib.util
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Tests" / "openapi"))
from check_answers import Description  # noqa: E402

sys.dont_write_bytecode = True
loader = importlib.machinery.SourceFileLoader("demo", str(ROOT / "scripts" / "demo"))
demo = importlib.util.module_from_spec(importlib.util.spec_from_loader("demo", loader))
loader.exec_module(demo)


class Failed(Exception):
    """A check does not hold."""


class Witness:
    """Remembers what the server's API answered during a play, to be judged by its own description."""

    def __init__(self):
        self.document, self.answers, self.call = None, [], demo.API.call
        demo.API.call = lambda api, *question: self.hear(api, *question)

    def hear(self, api, method: str, path: str, body=None):
        answer = self.call(api, method, path, body)
        if api.authorization.startswith("Key ") and path.startswith("/api/v1/"):
            self.document = self.document or self.call(api, "GET", "/api/v1/openapi.json")
            self.answers.append({"method": method, "path": path, "status": None, "body": json.dumps(answer)})
        return answer

    def judge(self):
        if self.document is None:
            return
        description = Description(self.document)
        problems = sorted({problem for answer in self.answers for problem in description.problems(answer)})
        check(not problems, f"{len(self.answers)} answers of the API are as it describes itself", problems[:10])


witness = Witness()


def check(holds: bool, what: str, seen=None):
    if not holds:
        raise Failed(what + ("" if seen is None else f"\n  seen: {seen!r}"))
    print(f"ok  {what}", flush=True)


def options_of(description: str, extend: Callable = lambda parser: None) -> argparse.Namespace:
    """The command line, from which the demo gets its folder and binaries."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--binaries", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    extend(parser)
    options = parser.parse_args()
    demo.BINARIES, demo.FOLDER, demo.TERMINAL = options.binaries.resolve(), options.folder.resolve(), False
    demo.FOLDER.mkdir(parents=True, exist_ok=True)
    return options


def with_screenshots(parser: argparse.ArgumentParser):
    parser.add_argument("--screenshots", type=Path)


def screenshots_of(options: argparse.Namespace) -> Path:
    return options.screenshots or demo.FOLDER / "screenshots"


def perform(play: Callable, also: tuple[type[Exception], ...] = ()) -> int:
    """Plays, and says how it went; `also` are exceptions that are failures of the play, too."""
    for number in demo.STOP_SIGNALS:
        signal.signal(number, demo.stop)
    started = time.monotonic()
    try:
        play()
        witness.judge()
    except (Failed, demo.Trouble, *also) as trouble:
        print(f"FAILED  {trouble}")
        return 1
    except demo.Stopped:
        return 130
    print(f"all checks hold, {time.monotonic() - started:.0f} s")
    return 0


def at_home(play: Callable) -> Callable:
    """A play that needs the demo's sandbox and server."""
    def played():
        with demo.Household() as household:
            play(household)
    return played

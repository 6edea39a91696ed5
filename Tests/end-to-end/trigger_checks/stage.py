"""What the checks stand on: sandboxes, calls of the real binary as a pipeline makes them, and waiting."""

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

KEY = "sandbox-token"
ACCOUNT = "/api/v2/accounts/1"
PRODUCTION = 10
QUEUED, STARTING, RUNNING, SUCCESS, ERROR, CANCELLED = 1, 2, 3, 10, 20, 30


class Failed(Exception):
    """A check does not hold, or something was waited for in vain."""


class Aborted(Exception):
    """Another check has failed."""


class Verdict:
    """Prints the checks of all threads, and keeps the first that fails."""

    def __init__(self):
        self.lock, self.failure, self.count, self.stop = threading.Lock(), None, 0, threading.Event()

    def ok(self, what: str):
        with self.lock:
            self.count += 1
            print(f"ok  {what}", flush=True)

    def fail(self, what: str) -> Failed:
        with self.lock:
            self.failure = self.failure or what
        self.stop.set()
        return Failed(what)


verdict = Verdict()


def check(holds: bool, what: str, seen=None):
    if not holds:
        raise verdict.fail(what + ("" if seen is None else f"\n  seen: {seen if isinstance(seen, Call) else repr(seen)}"))
    verdict.ok(what)


def wait(what: str, step, seconds: float = 90):
    """Calls `step` until it answers something."""
    deadline = time.monotonic() + seconds
    while not (answer := step()):
        if verdict.stop.is_set():
            raise Aborted
        if time.monotonic() > deadline:
            raise verdict.fail(f"{what}: waited {seconds:.0f} s in vain")
        time.sleep(0.05)
    return answer


class Sandbox:
    """A local dbt Cloud with a queue of its own."""

    # A proxy of the environment has no business with addresses of this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def __init__(self, base: str, folder: Path):
        self.base, self.folder = base, folder

    def call(self, method: str, path: str, body=None):
        headers = {"Authorization": f"Token {KEY}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, method=method, headers=headers)
        with self.opener.open(request, timeout=30) as response:
            text = response.read()
        return json.loads(text) if text else None

    def run(self, number: int) -> dict:
        return self.call("GET", f"{ACCOUNT}/runs/{number}/?include_related=trigger,run_steps")["data"]

    def runs(self, job: int) -> list:
        return self.call("GET", f"{ACCOUNT}/runs/?job_definition_id={job}&order_by=-id&include_related=trigger")["data"]

    def status(self, number: int) -> int:
        return self.run(number)["status"]

    def job(self, name: str, *steps: str, kind: str = "other") -> int:
        """A job of its own; one without steps succeeds as soon as it gets the warehouse."""
        fields = {"name": name, "environment_id": 1, "execute_steps": list(steps), "job_type": kind}
        return self.call("POST", f"{ACCOUNT}/jobs/", fields)["data"]["id"]

    def start(self, job: int, **fields) -> int:
        return self.call("POST", f"{ACCOUNT}/jobs/{job}/run/", {"cause": "the test itself"} | fields)["data"]["id"]

    def cancel(self, number: int):
        self.call("POST", f"{ACCOUNT}/runs/{number}/cancel/")

    def fault(self, path: str, **fields):
        self.call("POST", "/sandbox/faults", {"path": ACCOUNT + path} | fields)

    def has_faults(self, path: str) -> bool:
        return any(fault["path"] == ACCOUNT + path for fault in self.call("GET", "/sandbox/faults"))

    def reaches(self, path: str, what: str):
        """Waits until all faults of a path have happened."""
        wait(what, lambda: not self.has_faults(path))

    def at_work(self, run: int, node: str):
        """Waits until dbt is at a node."""
        line = re.compile(rf"START .*\b{node}\b")
        wait(f"dbt is at {node}", lambda: any(line.search(step["logs"] or "") for step in self.run(run)["run_steps"]))


class Call:
    """One `plumbline trigger`; never may the key be in anything that it leaves."""

    binary, folder, number, lock = Path(), Path(), 0, threading.Lock()

    def __init__(self, name: str, *arguments, environment: dict, terminal: bool = False, unread: bool = False):
        """With `unread` the output goes to a pipe whose reader has left."""
        with Call.lock:
            Call.number += 1
            self.place = Call.folder / f"{Call.number:03}-{name}"
        self.name, self.arguments, self.key = name, [str(argument) for argument in arguments], environment.get("DBT_API_KEY") or KEY
        (self.place / "tmp").mkdir(parents=True)
        self.begun = time.monotonic()
        command = [Call.binary, "trigger", *self.arguments]
        surroundings = {"PATH": os.environ["PATH"], "HOME": str(self.place), "TMPDIR": str(self.place / "tmp"), "LC_ALL": "C.UTF-8"}
        self.screen = Screen(self.place / "stdout") if terminal else None
        with (self.place / "stdout").open("wb") as out, (self.place / "stderr").open("wb") as err:
            sinks = (self.screen.end, self.screen.end) if terminal else (out, err)
            if unread:
                reader, writer = os.pipe()
                os.close(reader)
                sinks = (writer, writer)
            self.process = subprocess.Popen(
                command, cwd=self.place, env=surroundings | environment, stdin=subprocess.DEVNULL, stdout=sinks[0], stderr=sinks[1],
                start_new_session=True)
            if unread:
                os.close(writer)
        if self.screen:
            self.screen.follow()

    @property
    def out(self) -> str:
        return (self.place / "stdout").read_bytes().decode()

    @property
    def err(self) -> str:
        return (self.place / "stderr").read_bytes().decode()

    def __repr__(self) -> str:
        command = f"trigger {' '.join(self.arguments)}"
        return f"{command} ended with {self.process.poll()}\n{self.out[-3000:]}\n--- standard error\n{self.err[-3000:]}"

    def says(self, text: str, seconds: float = 90):
        """Waits for a text on standard error, or on the terminal."""
        def is_there():
            return text in self.err or text in self.out

        wait(f"{self.name} says {text!r}", lambda: is_there() or self.process.poll() is not None, seconds)
        if not is_there():
            raise verdict.fail(f"{self.name} says {text!r}\n  seen: {self!r}")

    def run(self) -> int:
        """The number of its run, as soon as it tells it."""
        pattern = re.compile(r"^Run (\d+) .*http", re.MULTILINE)
        wait(f"{self.name} has a run", lambda: pattern.search(self.err) or pattern.search(self.out) or self.process.poll() is not None)
        found = pattern.search(self.err) or pattern.search(self.out)
        if not found:
            raise verdict.fail(f"{self.name} has a run\n  seen: {self!r}")
        return int(found[1])

    def signal(self, number: int):
        self.process.send_signal(number)

    def ends(self, code: int, seconds: float = 90) -> "Call":
        """Waits for the end, and checks the exit code and that the key is nowhere."""
        wait(f"{self.name} ends", lambda: self.process.poll() is not None, seconds)
        self.seconds = time.monotonic() - self.begun
        if self.screen:
            self.screen.close()
        leaks = [path for path in self.place.rglob("*") if path.is_file() and self.key.encode() in path.read_bytes()]
        if leaks:
            raise verdict.fail(f"{self.name}: the key is in {leaks}")
        if self.process.returncode != code:
            raise verdict.fail(f"{self.name} ends with exit code {code}\n  seen: {self!r}")
        return self

    def json(self) -> dict:
        """Standard output as one document with the exit code in it."""
        try:
            document = json.loads(self.out)
        except ValueError:
            raise verdict.fail(f"{self.name}: standard output is JSON\n  seen: {self!r}") from None
        if document["schema_version"] != 1 or document["exit_code"] != self.process.returncode:
            raise verdict.fail(f"{self.name}: the document has the exit code\n  seen: {self!r}")
        return document


class Screen:
    """A pseudo-terminal; what appears is kept in a file."""

    def __init__(self, file: Path):
        self.file = file
        self.own, self.end = pty.openpty()
        fcntl.ioctl(self.own, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def follow(self):
        os.close(self.end)
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        with self.file.open("wb", buffering=0) as file:
            try:
                while data := os.read(self.own, 4096):
                    file.write(data)
            except OSError:
                # Nobody has the other end any more.
                pass

    def close(self):
        self.thread.join(10)
        os.close(self.own)


def variables(sandbox: Sandbox, job: int, **more) -> dict:
    """What a pipeline that ran the old script has in its environment."""
    return {
        "DBT_URL": sandbox.base, "DBT_API_KEY": KEY, "DBT_ACCOUNT_ID": "1", "DBT_PROJECT_ID": "1", "DBT_PR_JOB_ID": str(job),
    } | more


def trigger(name: str, sandbox: Sandbox, job: int, *arguments, terminal: bool = False, unread: bool = False, **more) -> Call:
    return Call(name, *arguments, environment=variables(sandbox, job, **more), terminal=terminal, unread=unread)


def attach(name: str, sandbox: Sandbox, run: int, *arguments, **more) -> Call:
    environment = {"DBT_URL": sandbox.base, "DBT_API_KEY": KEY, "DBT_ACCOUNT_ID": "1"} | more
    return Call(name, "--attach", run, *arguments, environment=environment)


class Listener:
    """An HTTP server of the test's own that counts connections and does what it is told with requests."""

    def __init__(self, answer):
        """`answer` gets the handler of each request."""
        listener = self
        self.connections, self.requests = 0, []

        class Handler(BaseHTTPRequestHandler):
            def setup(self):
                listener.connections += 1
                super().setup()

            def handle_any(self):
                length = int(self.headers.get("Content-Length") or 0)
                self.body = self.rfile.read(length)
                listener.requests.append((self.command, self.path))
                answer(self)

            do_GET = do_POST = handle_any

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> "Listener":
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

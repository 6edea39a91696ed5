"""Starting, and waiting for a run of a dbt Cloud that answers at once."""

import http.server
import json
import os
import threading

from .measure import PLUMBLINE, PYTHON, measure


class OneRun(http.server.BaseHTTPRequestHandler):
    """A dbt Cloud with one run that ends at once: what a waiting client costs by itself."""

    def do_POST(self):
        self.answer({"data": {"id": 1, "status": 1, "job_definition_id": 1}})

    def do_GET(self):
        self.answer({"data": {"id": 1, "status": 10, "job_definition_id": 1, "run_steps": []}})

    def answer(self, value):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


# What teams paste into their repository, without its 30 seconds of sleep: a POST, then a GET.
SCRIPT = """
import json, os, time, urllib.parse, urllib.request
base, key = os.environ["DBT_URL"], os.environ["DBT_API_KEY"]
def call(path, data=None):
    request = urllib.request.Request(base + path, data, {"Authorization": "Token " + key})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["data"]
run = call("/api/v2/accounts/1/jobs/1/run/", urllib.parse.urlencode({"cause": "bench"}).encode())
assert call(f"/api/v2/accounts/1/runs/{run['id']}/")["status"] == 10
"""


def trigger_rows() -> list[tuple]:
    """What starting costs, and a whole `plumbline trigger` beside the same in Python."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), OneRun) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        environment = {
            "PATH": os.environ["PATH"], "DBT_URL": f"http://127.0.0.1:{server.server_port}", "DBT_API_KEY": "bench",
            "DBT_ACCOUNT_ID": "1", "DBT_PROJECT_ID": "1", "DBT_JOB_ID": "1",
        }
        nothing = measure(["/bin/true"], repeats=41)
        version = measure([PLUMBLINE, "--version"], repeats=41)
        usage = measure([PLUMBLINE, "trigger"], repeats=41, expected=2, environment={"PATH": os.environ["PATH"]})
        whole = measure([PLUMBLINE, "trigger"], repeats=21, environment=environment)
        peer = measure([PYTHON, "-c", SCRIPT], repeats=21, environment=environment)
        server.shutdown()
    return [
        ("`/bin/true`", "-", *nothing),
        ("`plumbline --version`", "`/bin/true` + 20 ms", *version),
        ("`plumbline trigger` without settings: says what is missing", "`/bin/true` + 20 ms", *usage),
        ("`plumbline trigger`: start a run and see its end", "-", *whole),
        ("the same in Python (urllib)", "-", *peer),
    ]

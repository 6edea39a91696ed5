"""Runs in a queue that stands still: overrides, faults, signals, cancellations, time-outs, runs taken up again.

One run holds the warehouse, so every other run stays queued until the test lets it go.
"""

import signal
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from . import project
from .stage import CANCELLED, ERROR, KEY, PRODUCTION, QUEUED, SUCCESS, Call, Listener, Sandbox, attach, check, trigger, wait

HTML = "<html><head><title>Sign in</title></head><body>Sign in</body></html>"
QUICK = ("--interval", "0.3")


class Queue:
    def __init__(self, sandbox: Sandbox):
        self.sandbox = sandbox
        self.sha = sandbox.call("GET", "/github/repos/acme/storefront/commits/main")["sha"]

    def play(self):
        gate = self.sandbox.folder / "gate"
        holder = self.sandbox.start(PRODUCTION, steps_override=[project.gated(gate)], generate_docs_override=False)
        scenarios = [
            self.overrides, self.drop_in, self.flags_alone, self.not_waiting, self.refusals, self.limited_at_start, self.down_at_start,
            self.down_for_good, self.dropped_at_start, self.hanging_at_start, self.page_at_start, self.lost_answer,
            self.redirect,
            self.limited_while_waiting, self.down_while_waiting, self.dropped_while_waiting, self.page_while_waiting,
            self.refused_while_waiting, self.hanging, self.cancelled_from_outside, self.superseded, self.timed_out,
            self.cancelled_on_timeout, self.interrupted, self.kept_running, self.second_signal, self.signal_at_start,
            self.signal_before_start, self.killed, self.unread, self.reused, self.reused_later, self.no_such_branch,
        ]
        with ThreadPoolExecutor(len(scenarios)) as pool:
            endings = [ending for ending in pool.map(lambda scenario: scenario(), scenarios) if ending]
            check(self.sandbox.status(holder) < SUCCESS, "the queue stood still all the time")
            gate.touch()
            list(pool.map(lambda ending: ending(), endings))

    # Starting

    def job(self, name: str, kind: str = "other") -> int:
        return self.sandbox.job(name, kind=kind)

    def overrides(self):
        job = self.job("overrides", "ci")
        wanted = {
            "cause": "every override", "git_branch": "main", "git_sha": self.sha, "schema_override": "a_b_c",
            "target_name_override": "ci", "threads_override": 3, "dbt_version_override": "1.11.0", "generate_docs_override": True,
            "timeout_seconds_override": 77, "steps_override": ["dbt seed", "dbt run --select 'a b'"],
        }
        flags = [
            "--cause", "every override", "--branch", "refs/heads/main", "--sha", self.sha, "--schema-override", "a-b-c",
            "--target-name-override", "ci", "--threads-override", "3", "--dbt-version-override", "1.11.0", "--generate-docs-override",
            "true", "--timeout-seconds-override", "77", "--steps-override", "dbt seed", "--steps-override", "dbt run --select 'a b'",
        ]
        hosts = {
            "--pull-request": "github_pull_request_id", "--gitlab-merge-request": "gitlab_merge_request_id",
            "--azure-pull-request": "azure_pull_request_id", "--non-native-pull-request": "non_native_pull_request_id",
        }
        for place, (flag, field) in enumerate(hosts.items()):
            number = 41 + place
            call = trigger(f"overrides{flag}", self.sandbox, job, *flags, flag, number, "--no-wait", "--verbose").ends(0)
            run = self.sandbox.run(call.run())
            self.sandbox.cancel(run["id"])
            asked = {name: run["trigger"][name] for name in [*wanted, *hosts.values()]}
            expected = wanted | dict.fromkeys(hosts.values()) | {field: number}
            check(asked == expected, f"every override and {flag} reach dbt Cloud", asked)
        empty = ["", "--sha", "", "--threads-override", "", "--steps-override", ""]
        call = trigger("empty-flags", self.sandbox, job, "--branch", *empty, "--no-wait").ends(0)
        given = self.sandbox.run(call.run())["trigger"]
        check(given["cause"] == "API-triggered job" and not any(given[name] for name in wanted if name != "cause"),
              "empty flags override nothing", given)

    def drop_in(self):
        for name, more in {
            "without a slash": {}, "with a slash": {"DBT_URL": self.sandbox.base + "/"},
            "with DBT_JOB_ID": {"DBT_PR_JOB_ID": ""},
        }.items():
            job = self.job(name)
            more = more | ({"DBT_JOB_ID": str(job)} if "DBT_PR_JOB_ID" in more else {})
            call = trigger("drop-in", self.sandbox, job, "--no-wait", DBT_JOB_BRANCH="refs/heads/main", **more).ends(0)
            run = self.sandbox.run(call.run())
            check(run["job_definition_id"] == job and run["trigger"]["git_branch"] == "main", f"the script's variables, {name}", call)

    def flags_alone(self):
        job = self.job("flags alone")
        address = f"{self.sandbox.base}/deploy/1/projects/1/jobs/{job}"
        call = Call("flags-alone", "--job-url", address, "--api-key", KEY, "--no-wait", "--verbose", environment={}).ends(0)
        check(self.sandbox.run(call.run())["job_definition_id"] == job, "the job's address and the key as flags are enough", call)

    def not_waiting(self):
        call = trigger("no-wait", self.sandbox, self.job("no wait"), "--no-wait", "--format", "json").ends(0)
        document = call.json()
        run = self.sandbox.run(document["run"]["id"])
        check(document["outcome"] == "started" and run["status"] == QUEUED and document["run"]["url"] == run["href"],
              "--no-wait starts the run, says where it is, and leaves", call)
        plain = trigger("no-wait-plain", self.sandbox, self.job("no wait, plain"), "--no-wait").ends(0)
        check(f"Run {plain.run()} was started" in plain.out, "as text too", plain)

    # Faults at the start

    def refusals(self):
        job = self.job("refusals")
        wrong = trigger("401", self.sandbox, job, DBT_API_KEY="not-the-key-at-all", TF_BUILD="True").ends(2)
        check("the key was not accepted" in wrong.err and "DBT_URL (--url)" in wrong.err and self.sandbox.base in wrong.err,
              "401: the message says what was refused, where, and what to compare", wrong)
        self.sandbox.fault(f"/jobs/{job}/run", status=403)
        forbidden = trigger("403", self.sandbox, job, "--format", "json").ends(2)
        check("Job Admin" in forbidden.json()["error"]["message"], "403: the message names the permission", forbidden)
        missing = trigger("404", self.sandbox, 4711, "--format", "markdown").ends(2)
        check("job 4711 of account 1 was not found" in missing.out, "404: the message names job and account", missing)
        other = trigger("404-account", self.sandbox, job, "--account-id", "99").ends(2)
        check("account 99 was not found" in other.err, "404: another account likewise", other)
        lost = attach("404-run", self.sandbox, 4711).ends(2)
        check("run 4711 of account 1 was not found" in lost.err, "404: a run to attach to likewise", lost)
        check(not self.sandbox.runs(job), "none of these has started a run")

    def limited_at_start(self):
        job = self.job("429 at the start")
        self.sandbox.fault(f"/jobs/{job}/run", status=429, headers={"Retry-After": "1"}, count=2)
        call = trigger("429-start", self.sandbox, job, "--no-wait", "--verbose").ends(0)
        check(call.err.count(": 429 in") == 2 and call.seconds >= 2 and len(self.sandbox.runs(job)) == 1,
              "429 at the start: waits as long as asked, then one run", call)

    def one_run_in_the_end(self, name: str, **fault):
        job = self.job(name)
        self.sandbox.fault(f"/jobs/{job}/run", **fault)
        call = trigger(name.replace(" ", "-"), self.sandbox, job, "--no-wait", "--verbose").ends(0, seconds=150)
        runs = self.sandbox.runs(job)
        check([run["id"] for run in runs] == [call.run()], f"{name}: exactly one run in the end", call)
        check("asking again" in call.err, f"{name}: it is said that the request is sent again", call)

    def down_at_start(self):
        self.one_run_in_the_end("500 at the start", status=500, count=2)

    def dropped_at_start(self):
        self.one_run_in_the_end("dropped at the start", drop=True)

    def down_for_good(self):
        job = self.job("500 for good")
        self.sandbox.fault(f"/jobs/{job}/run", status=500, count=99)
        call = trigger("500-for-good", self.sandbox, job).ends(2)
        check("status 500" in call.err and not self.sandbox.runs(job), "500 for good: exit code 2 and no run", call)

    def hanging_at_start(self):
        """Nobody knows what becomes of such a request, so it must not be sent again."""
        job = self.job("hanging at the start")
        self.sandbox.fault(f"/jobs/{job}/run", delay_seconds=600, count=99)
        call = trigger("hanging-at-start", self.sandbox, job, "--timeout", "8", "--verbose").ends(2, seconds=60)
        check("may have started all the same" in call.err and call.err.count("POST http") == 2 and not self.sandbox.runs(job),
              "a server that hangs from the start: --timeout holds there too, and the request is not sent again", call)

    def page_at_start(self):
        job = self.job("page at the start")
        self.sandbox.fault(f"/jobs/{job}/run", status=200, body=HTML)
        call = trigger("page-start", self.sandbox, job, "--format", "json").ends(2)
        check("a web page" in call.json()["error"]["message"] and "<html>" not in call.out + call.err,
              "a web page in place of JSON at the start is told as such", call)

    def lost_answer(self):
        """The run comes about, but the connection is cut before the answer."""
        job = self.job("lost answer")

        def forward(handler):
            request = urllib.request.Request(
                self.sandbox.base + handler.path, data=handler.body or None, method=handler.command,
                headers={name: handler.headers[name] for name in ("Authorization", "Content-Type") if name in handler.headers})
            with Sandbox.opener.open(request, timeout=30) as response:
                body = response.read()
            if handler.command == "POST":
                handler.connection.close()
                return
            handler.send_response(200)
            handler.send_header("Content-Type", "application/json")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)

        with Listener(forward) as proxy:
            call = trigger("lost-answer", self.sandbox, job, "--no-wait", "--sha", self.sha, DBT_URL=proxy.base).ends(0)
        check([run["id"] for run in self.sandbox.runs(job)] == [call.run()] and "got lost" in call.err,
              "a run whose answer got lost is found again, not started twice", call)

    def redirect(self):
        def answer(handler):
            handler.send_response(302)
            handler.send_header("Location", "https://ab123.us1.dbt.com/login")
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        with Listener(answer) as server:
            call = trigger("redirect", self.sandbox, 3, DBT_URL=server.base).ends(2)
            check("redirects to https://ab123.us1.dbt.com/login" in call.err and "DBT_URL" in call.err
                  and {method for method, _ in server.requests} <= {"POST", "GET"}, "a redirect is told, with where to", call)

    # Faults in the middle of waiting

    def rides_over(self, name: str, trouble: str, **fault):
        """A fault that begins when the run is waited for already, and passes."""
        call = trigger(name, self.sandbox, self.job(name), *QUICK, "--verbose")
        run = call.run()
        self.sandbox.fault(f"/runs/{run}/", method="GET", **fault)
        call.says("dbt Cloud answers again.")
        check(call.err.lower().count(trouble) == 1 and self.sandbox.status(run) == QUEUED,
              f"{name}: told once, and the wait goes on", call)

        def ending():
            call.ends(0)
            check(f"Run {run} succeeded" in call.out and self.sandbox.status(run) == SUCCESS, f"{name}: and the run's end is seen", call)

        return ending

    def limited_while_waiting(self):
        return self.rides_over("429 while waiting", "too many requests", status=429, headers={"Retry-After": "1"}, count=2)

    def down_while_waiting(self):
        return self.rides_over("500 while waiting", "status 500", status=500, count=4)

    def dropped_while_waiting(self):
        return self.rides_over("dropped while waiting", "looking again", drop=True, count=3)

    def page_while_waiting(self):
        return self.rides_over("page while waiting", "a web page", status=200, body=HTML, count=2)

    def refused_while_waiting(self):
        call = trigger("401-while-waiting", self.sandbox, self.job("401 while waiting"), *QUICK)
        run = call.run()
        self.sandbox.fault(f"/runs/{run}/", method="GET", status=401, count=100_000)
        # A refusal may pass too, so it is not believed at once.
        call.ends(2, seconds=150)
        check("the key was not accepted" in call.out + call.err and f"--attach {run}" in call.out + call.err,
              "401 that stays: exit code 2, the run may go on, and how to take it up again", call)
        check(f"Run {run} was started, but what became of it is not known" in call.out + call.err, "the headline says so", call)

    def hanging(self):
        call = trigger("hanging", self.sandbox, self.job("hanging"), "--timeout", "8", "--format", "json")
        run = call.run()
        self.sandbox.fault(f"/runs/{run}/", method="GET", delay_seconds=600, count=99)
        call.ends(4, seconds=40)
        document = call.json()
        check(document["outcome"] == "timed_out" and document["run"]["id"] == run and 8 <= call.seconds < 30,
              "a server that hangs: exit code 4 soon after the time is up", call)

    # Other ends

    def cancelled_from_outside(self):
        call = trigger("cancelled", self.sandbox, self.job("cancelled"), *QUICK)
        run = call.run()
        self.sandbox.cancel(run)
        call.ends(3)
        check(f"Run {run} was cancelled" in call.out and "cancelled by a user" in call.out,
              "a run that somebody cancels: exit code 3", call)
        document = attach("attach-cancelled", self.sandbox, run, "--format", "json").ends(3).json()
        check(document["outcome"] == "cancelled" and document["run"]["status"] == "cancelled", "as JSON too", document)

    def superseded(self):
        job = self.job("superseded", "ci")
        older = trigger("superseded", self.sandbox, job, "--pull-request", 7, *QUICK)
        first = older.run()
        newer = trigger("superseding", self.sandbox, job, "--pull-request", 7, "--no-wait").ends(0)
        second = self.sandbox.run(newer.run())
        older.ends(5)
        check(f"superseded by run {second['id']}" in older.out and second["href"] in older.out,
              "a newer run of the pull request: the older call exits with 5 and names it", older)
        document = attach("attach-superseded", self.sandbox, first, "--format", "json").ends(5).json()
        check(document["outcome"] == "superseded" and document["superseded_by"] == {"run_id": second["id"], "url": second["href"]},
              "as JSON too", document)
        page = attach("attach-superseded-markdown", self.sandbox, first, "--format", "markdown").ends(5)
        check(f"[run {second['id']}]({second['href']})" in page.out, "as Markdown too", page)

    def timed_out(self):
        call = trigger("timed-out", self.sandbox, self.job("timed out"), "--timeout", "2").ends(4)
        run = call.run()
        check("still queued" in call.out and f"--attach {run}" in call.out and self.sandbox.status(run) == QUEUED,
              "--timeout: exit code 4, the run goes on, and how to take it up again", call)

    def cancelled_on_timeout(self):
        call = trigger("cancel-on-timeout", self.sandbox, self.job("cancel on timeout"), "--timeout", "2", "--cancel-on-timeout").ends(4)
        check("The run was cancelled." in call.out and self.sandbox.status(call.run()) == CANCELLED,
              "--cancel-on-timeout: exit code 4, and the run is cancelled", call)

    def interrupted(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            call = trigger(number.name, self.sandbox, self.job(number.name), "--format", "json")
            run = call.run()
            call.signal(number)
            document = call.ends(3, seconds=20).json()
            check(document["outcome"] == "cancelled" and self.sandbox.status(run) == CANCELLED,
                  f"{number.name}: exit code 3, and the run is cancelled", call)

    def kept_running(self):
        call = trigger("keep-running", self.sandbox, self.job("keep running"), "--keep-running")
        run = call.run()
        call.signal(signal.SIGTERM)
        call.ends(3, seconds=20)
        check("as --keep-running says" in call.out and self.sandbox.status(run) == QUEUED, "--keep-running leaves the run alone", call)

    def second_signal(self):
        call = trigger("second-signal", self.sandbox, self.job("second signal"))
        run = call.run()
        self.sandbox.fault(f"/runs/{run}/cancel", delay_seconds=600, count=99)
        call.signal(signal.SIGINT)
        call.says("Once more ends this program at once.")
        begun = time.monotonic()
        call.signal(signal.SIGTERM)
        call.ends(128 + signal.SIGTERM, seconds=20)
        check(time.monotonic() - begun < 15 and self.sandbox.status(run) == QUEUED, "a second signal ends the program at once", call)

    def signal_at_start(self):
        """The signal comes while the request for the run is under way."""
        job = self.job("signal at the start")
        self.sandbox.fault(f"/jobs/{job}/run", delay_seconds=8)
        call = trigger("signal-at-start", self.sandbox, job)
        self.sandbox.reaches(f"/jobs/{job}/run", "the request for the run is under way")
        check(not self.sandbox.runs(job), "the request is under way, and there is no run")
        call.signal(signal.SIGTERM)
        call.ends(3, seconds=30)
        check([run["status"] for run in self.sandbox.runs(job)] == [CANCELLED],
              "a signal meanwhile: the run that comes of the request is cancelled", call)

    def signal_before_start(self):
        """The signal comes while the program waits as long as dbt Cloud asked it to."""
        job = self.job("signal before the start")
        self.sandbox.fault(f"/jobs/{job}/run", status=429, headers={"Retry-After": "100"})
        call = trigger("signal-before-start", self.sandbox, job, "--format", "json")
        self.sandbox.reaches(f"/jobs/{job}/run", "the request was refused")
        call.signal(signal.SIGTERM)
        document = call.ends(3, seconds=20).json()
        check(document["outcome"] == "cancelled" and document["run"] is None and not self.sandbox.runs(job),
              "a signal between two attempts to start: no run is started any more", call)

    def unread(self):
        """Whoever read the log is gone, as when an agent is lost or a pipe into `head` ends."""
        job = self.job("unread")
        call = trigger("unread", self.sandbox, job, *QUICK, "--verbose", unread=True)
        run = wait("the unread call has a run", lambda: self.sandbox.runs(job))[0]["id"]
        call.signal(signal.SIGTERM)
        call.ends(3, seconds=30)
        check(self.sandbox.status(run) == CANCELLED, "without a reader of its output it still cancels the run", call)

    def killed(self):
        """A pipeline may end the program without a chance to do anything; later steps must know the run all the same."""
        call = trigger("killed", self.sandbox, self.job("killed"), *QUICK, GITHUB_ACTIONS="true", GITHUB_OUTPUT="output")
        run = call.run()
        call.says("queued")
        call.signal(signal.SIGKILL)
        call.ends(-signal.SIGKILL)
        outputs = (call.place / "output").read_text().splitlines()
        check(f"run_id={run}" in outputs and "status=started" in outputs, "after a SIGKILL the outputs have the run already", outputs)

    # Runs of the same commit

    def reused(self):
        job = self.job("same commit")
        flags = ("--sha", self.sha, "--schema-override", "same", "--reuse-same-commit")
        first = trigger("same-commit-first", self.sandbox, job, *flags, "--no-wait").ends(0).run()
        call = trigger("same-commit", self.sandbox, job, *flags, *QUICK)
        check(call.run() == first, "--reuse-same-commit follows the run of the same commit that goes on", call)
        call.says("queued")
        call.signal(signal.SIGTERM)
        call.ends(3, seconds=20)
        check("something else started it" in call.out and self.sandbox.status(first) == QUEUED,
              "an interruption leaves a followed run alone", call)
        other = trigger("same-commit-other-schema", self.sandbox, job, "--sha", self.sha, "--schema-override", "other",
                        "--reuse-same-commit", "--no-wait").ends(0)
        check(other.run() != first and len(self.sandbox.runs(job)) == 2, "with another schema it is a new run", other)

    def reused_later(self):
        job = self.job("same commit, finished")
        flags = ("--sha", self.sha[:10], "--reuse-same-commit")
        first = trigger("finished-first", self.sandbox, job, "--sha", self.sha, "--no-wait").ends(0).run()

        def ending():
            wait("the first run has ended", lambda: self.sandbox.status(first) == SUCCESS)
            call = trigger("finished-again", self.sandbox, job, *flags).ends(0)
            check(call.run() == first and f"Run {first} succeeded" in call.out and len(self.sandbox.runs(job)) == 1,
                  "--reuse-same-commit takes the result of a finished run", call)

        return ending

    def no_such_branch(self):
        """A run that fails before dbt begins: only the log says why."""
        call = trigger("no-such-branch", self.sandbox, self.job("no such branch"), *QUICK, DBT_JOB_BRANCH="no-such", TF_BUILD="True")
        run = call.run()

        def ending():
            call.ends(1)
            check(self.sandbox.status(run) == ERROR and "at step 1 of 1: Clone git repository" in call.out.splitlines()[0]
                  and "Cannot find `no-such`" in call.out, "a run that fails before dbt begins: step and log say why", call)

        return ending

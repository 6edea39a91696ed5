"""Settings that are missing or wrong: one message, and not one connection."""

import re

from .stage import KEY, Call, Listener, check

NUMBERS = {"DBT_ACCOUNT_ID": "--account-id", "DBT_PROJECT_ID": "--project-id", "DBT_PR_JOB_ID": "--job-id"}
FLAGS = NUMBERS | {"DBT_API_KEY": "--api-key"}


def answer(handler):
    handler.send_error(404)


def play():
    with Listener(answer) as server:
        complete = {"DBT_URL": server.base, "DBT_API_KEY": KEY, "DBT_ACCOUNT_ID": "1", "DBT_PROJECT_ID": "2", "DBT_PR_JOB_ID": "3"}
        calls = []
        for variable, flag in FLAGS.items():
            without = {name: value for name, value in complete.items() if name != variable}
            unexpanded = f"$({variable})"
            wrong = "a key of words" if variable == "DBT_API_KEY" else "seven"
            for kind, environment in {
                "missing": without, "empty": without | {variable: ""}, "wrong": without | {variable: wrong},
                "unexpanded": without | {variable: unexpanded},
            }.items():
                calls.append((variable, flag, kind, Call(f"{variable}-{kind}", environment=environment)))
        for variable, flag, kind, call in calls:
            call.ends(2)
            text = call.out + call.err
            check(
                variable in text and flag in text and call.err.startswith("plumbline: ")
                and call.err.count("plumbline: ") == 1 and not call.out,
                f"{variable} {kind}: exit code 2, and one message names the variable and {flag}", call)
            if kind == "wrong" and variable in NUMBERS:
                check("seven" in text, f"{variable} {kind}: the message quotes the value", call)
        nothing = Call("nothing", "--format", "json", environment={"DBT_URL": server.base}).ends(2)
        message = nothing.json()["error"]["message"]
        check(all(f"{name} ({flag})" in message for name, flag in FLAGS.items()), "all that is missing is in one message", message)
        check(nothing.json()["outcome"] == "trouble" and nothing.json()["run"] is None, "as JSON that is trouble without a run")
        Call("odd-url", environment=complete | {"DBT_URL": "ftp://127.0.0.1"}).ends(2)
        Call("contradiction", "--no-wait", "--timeout", "5", environment=complete).ends(2)
        Call("unknown-flag", "--no-such-flag", environment=complete).ends(2)
        check(server.connections == 0, "none of these calls has opened a connection", server.requests)
        control = Call("control", environment=complete).ends(2)
        check(server.connections == 1 and server.requests == [("POST", "/api/v2/accounts/1/jobs/3/run/")],
              "the same listener hears a call whose settings are complete", server.requests)
        check(re.search(r"404|not found", control.err), "and what it answers is told", control)

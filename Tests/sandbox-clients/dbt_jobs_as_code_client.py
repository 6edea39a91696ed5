"""dbt-jobs-as-code against the sandbox: `dbt_jobs_as_code_client.py SANDBOX_URL`."""

import json
import os
import subprocess
import sys
import tempfile
import urllib.request

import ruamel.yaml

program = os.path.join(os.path.dirname(sys.executable), "dbt-jobs-as-code")
yaml = ruamel.yaml.YAML(typ="safe")
yaml.default_flow_style = False
environment = {**os.environ, "DBT_BASE_URL": sys.argv[1], "DBT_API_KEY": "sandbox-token"}


def call(*arguments, expected=0):
    """What the client says about its work, and what it prints as its result."""
    result = subprocess.run([program, *arguments], capture_output=True, text=True, env=environment)
    assert result.returncode == expected, f"{arguments}: {result.returncode}\n{result.stdout}\n{result.stderr}"
    return result.stderr, result.stdout


def request(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": "Token sandbox-token", "Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(sys.argv[1] + path, data, headers, method=method)) as answer:
        return json.load(answer)["data"]


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "jobs.yml")

    def write(jobs):
        with open(path, "w") as file:
            yaml.dump({"jobs": jobs}, file)

    def changes(command="plan"):
        """The changes that a plan or sync finds, as (action, identifier), in order of the names."""
        answer = json.loads(call(command, "--json", path)[1])
        assert answer.get("apply_success", True), answer
        found = answer["job_changes"] + answer["env_var_overwrite_changes"]
        return sorted((change["action"], change["identifier"]) for change in found)

    # This check of the client's authors refuses a job that lacks one of dbt Cloud's fields or has one it does not know.
    call("import-jobs", "--account-id", "1", "--job-id", "10", "--check-missing-fields")
    jobs = yaml.load(call("import-jobs", "--account-id", "1", "--include-linked-id")[1])["jobs"]
    assert [job["name"] for job in jobs.values()] == ["Production", "Pull request"], jobs
    assert [job["linked_id"] for job in jobs.values()] == [10, 11], jobs
    write(jobs)
    call("link", path)
    assert changes() == [], "what was imported and linked is what is there"
    assert [job["name"] for job in request("GET", "/api/v2/accounts/1/jobs/")] == ["Production [[import_1]]", "Pull request [[import_2]]"]

    nightly = {
        "account_id": 1, "project_id": 1, "environment_id": 1, "name": "Nightly", "description": "While all sleep",
        "dbt_version": "1.11.0", "settings": {"threads": 2, "target_name": "night"}, "execution": {"timeout_seconds": 900},
        "self_deferring": True, "run_generate_sources": True, "run_lint": True, "errors_on_lint_failure": False,
        "execute_steps": ["dbt build --exclude tag:slow", "dbt run-operation tidy --args '{days: 3}'"], "generate_docs": True,
        "schedule": {"cron": "0 3 * * 1-5"}, "triggers_on_draft_pr": True, "run_compare_changes": False,
        "triggers": {"github_webhook": False, "git_provider_webhook": False, "schedule": True, "on_merge": False},
        "compare_changes_flags": "--select state:modified+", "job_type": "scheduled", "cost_optimization_features": ["dbt_state"],
        "job_completion_trigger_condition": {"condition": {"job_id": 10, "project_id": 1, "statuses": [10, 20]}},
        "custom_environment_variables": [{"DBT_GREETING": "hello"}],
    }
    write({**jobs, "nightly": nightly})
    call("validate", "--online", path)
    creation = [("CREATE", "nightly"), ("CREATE", "nightly:DBT_GREETING"), ("UPDATE", "nightly:self-defer")]
    assert changes() == creation == changes("sync")
    assert changes() == [], "every field of the definition came back as it was sent"
    job = request("GET", "/api/v2/accounts/1/jobs/?name__icontains=nightly")[0]
    assert job["deferring_job_definition_id"] == job["id"] and job["schedule"]["date"]["cron"] == "0 3 * * 1-5", job
    variables = f"/api/v3/accounts/1/projects/1/environment-variables/job/?job_definition_id={job['id']}"
    assert request("GET", variables)["DBT_GREETING"]["job"]["value"] == "hello"

    nightly["custom_environment_variables"] = [{"DBT_GREETING": "good night"}]
    nightly["execute_steps"] = ["dbt build"]
    nightly["job_completion_trigger_condition"] = None
    write({**jobs, "nightly": nightly})
    assert changes("sync") == [("UPDATE", "nightly"), ("UPDATE", "nightly:DBT_GREETING")]
    assert changes() == []
    changed = request("GET", f"/api/v2/accounts/1/jobs/{job['id']}/")
    assert changed["execute_steps"] == ["dbt build"] and changed["job_completion_trigger_condition"] is None, changed
    assert request("GET", variables)["DBT_GREETING"]["job"]["value"] == "good night"
    exported = yaml.load(call("import-jobs", "--account-id", "1", "--managed-only")[1])["jobs"]["nightly"]
    assert exported["custom_environment_variables"] == [{"DBT_GREETING": "good night"}] and exported["self_deferring"], exported

    del nightly["custom_environment_variables"]
    write({**jobs, "nightly": nightly})
    assert changes("sync") == [("DELETE", "nightly:DBT_GREETING")]
    assert request("GET", variables) == {}

    write(jobs)
    assert changes("sync") == [("DELETE", "nightly")]
    assert changes("sync") == []
    assert "No changes detected" in call("sync", path)[0]
    assert [job["id"] for job in request("GET", "/api/v2/accounts/1/jobs/")] == [10, 11]

    environment["DBT_API_KEY"] = "nonsense"
    assert "401" in call("plan", path, expected=1)[0]
print("dbt-jobs-as-code is content")

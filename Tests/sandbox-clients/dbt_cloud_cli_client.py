"""dbt-cloud-cli against the sandbox: `dbt_cloud_cli_client.py SANDBOX_URL`."""

import json
import os
import subprocess
import sys
import tempfile

from tls_forwarder import forwarder

program = os.path.join(os.path.dirname(sys.executable), "dbt-cloud")


def call(*arguments, expected=0):
    result = subprocess.run([program, *arguments], capture_output=True, text=True, env=environment)
    assert result.returncode == expected, f"{arguments}: {result.returncode}\n{result.stdout}\n{result.stderr}"
    return result.stdout


def last_json(text):
    """The answer that ends the output, behind progress messages."""
    return json.loads(text[text.index("{\n"):]) if not text.startswith("{") else json.loads(text)


with forwarder(sys.argv[1]) as (host, certificate), tempfile.TemporaryDirectory() as folder:
    environment = {
        **os.environ, "REQUESTS_CA_BUNDLE": certificate, "DBT_CLOUD_HOST": host, "DBT_CLOUD_API_TOKEN": "sandbox-token",
        "DBT_CLOUD_ACCOUNT_ID": "1", "DBT_CLOUD_PROJECT_ID": "1",
    }
    jobs = json.loads(call("job", "list"))
    assert [job["id"] for job in jobs["data"]] == [10, 11], jobs
    assert json.loads(call("job", "get", "--job-id", "11"))["data"]["execution"] == {"timeout_seconds": 0}
    assert json.loads(call("project", "list"))["data"][0]["name"] == "Storefront"
    assert [item["name"] for item in json.loads(call("environment", "list"))["data"]] == ["Production", "CI"]

    run = last_json(call("job", "run", "--job-id", "10", "--cause", "cli", "--generate-docs-override", "false", "--wait"))["data"]
    assert run["status"] == 10, run
    number = str(run["id"])
    assert json.loads(call("run", "get", "--run-id", number))["data"]["id"] == run["id"]
    assert [item["id"] for item in json.loads(call("run", "list", "--limit", "5"))["data"]] == [run["id"]]
    assert "run_results.json" in json.loads(call("run", "list-artifacts", "--run-id", number))["data"]
    path = os.path.join(folder, "manifest.json")
    call("run", "get-artifact", "--run-id", number, "--path", "manifest.json", "-f", path)
    with open(path) as file:
        assert "model.tiny.base" in json.load(file)["nodes"]

    failed = call("job", "run", "--job-id", "10", "--cause", "cli", "--steps-override", '["dbt run --select none+missing"]',
                  "--git-branch", "nowhere", "--wait", expected=1)
    assert "Error" in failed or "error" in failed, failed
print("dbt-cloud-cli is content")

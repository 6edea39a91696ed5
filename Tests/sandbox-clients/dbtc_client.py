"""dbtc against the sandbox: `dbtc_client.py SANDBOX_URL`."""

import os
import sys

from tls_forwarder import forwarder

with forwarder(sys.argv[1]) as (host, certificate):
    os.environ["REQUESTS_CA_BUNDLE"] = certificate
    import dbtc

    # One session serves all its APIs, and the last of them sets the header from the service token.
    cloud = dbtc.dbtCloudClient(api_key="sandbox-token", service_token="sandbox-token", host=host).cloud
    assert [job["name"] for job in cloud.list_jobs(account_id=1)["data"]] == ["Production", "Pull request"]
    assert cloud.get_account(account_id=1)["data"]["run_slots"] > 0
    assert [project["id"] for project in cloud.list_projects(account_id=1)["data"]] == [1]
    payload = {"cause": "dbtc", "generate_docs_override": False}
    run = cloud.trigger_job(account_id=1, job_id=10, payload=payload, should_poll=True, poll_interval=1)["data"]
    assert run["status"] == 10, run
    answer = cloud.get_run(account_id=1, run_id=run["id"], include_related=["run_steps", "trigger"])["data"]
    assert answer["trigger"]["cause"] == "dbtc" and answer["run_steps"][-1]["logs"]
    assert [entry["id"] for entry in cloud.list_runs(account_id=1, job_definition_id=10, status="success", order_by="-id")["data"]] == [run["id"]]
    assert "manifest.json" in cloud.list_run_artifacts(account_id=1, run_id=run["id"])["data"]
    manifest = cloud.get_run_artifact(account_id=1, run_id=run["id"], path="manifest.json")
    assert "model.tiny.base" in manifest["nodes"]
    webhook = cloud.create_webhook(account_id=1, payload={
        "name": "ends", "event_types": ["job.run.completed"], "client_url": "http://127.0.0.1:9/none", "active": True})["data"]
    assert webhook["id"].startswith("wsu_") and webhook["hmac_secret"] and webhook["job_ids"] == []
    assert [entry["id"] for entry in cloud.list_webhooks(account_id=1)["data"]] == [webhook["id"]]
    assert "hmac_secret" not in cloud.get_webhook(account_id=1, webhook_id=webhook["id"])["data"]
    cloud.delete_webhook(account_id=1, webhook_id=webhook["id"])
    assert cloud.list_webhooks(account_id=1)["data"] == []
    waiting = cloud.trigger_job(account_id=1, job_id=10, payload=payload, should_poll=False)["data"]
    assert cloud.cancel_run(account_id=1, run_id=waiting["id"])["data"]["status"] == 30
print("dbtc is content")

"""python-gitlab against the sandbox: `python_gitlab_client.py SANDBOX_URL BARE_REPOSITORY`."""

import sys
import tempfile

import gitlab

sys.dont_write_bytecode = True
from git_work import git, push_theirs  # noqa: E402

url, bare = sys.argv[1:]


def client(token):
    return gitlab.Gitlab(url + "/gitlab", private_token=token, per_page=20)


def refused(call, status):
    try:
        call()
    except gitlab.GitlabError as error:
        assert error.response_code == status, error
        return error.error_message
    raise AssertionError(f"not refused with {status}")


api = client("sandbox-token")
api.auth()
assert api.user.username == "sandbox" and api.version()[0].startswith("18.")
assert api.personal_access_tokens.get("self").scopes == ["api"]
project = api.projects.get("acme/storefront")
assert project.path_with_namespace == "acme/storefront" and project.default_branch == "main" and project.id > 0
assert project.permissions["project_access"]["access_level"] == gitlab.const.AccessLevel.MAINTAINER
assert [branch.name for branch in project.branches.list(get_all=True)] == ["main"]
base = project.branches.get("main").commit["id"]

with tempfile.TemporaryDirectory() as folder:
    git("clone", "--quiet", bare, folder, folder=".")
    git("checkout", "--quiet", "-b", "feature/work", folder=folder)
    for number in range(35):
        with open(f"{folder}/models/added_{number:02}.sql", "w") as file:
            file.write(f"select {number} as number\n")
    git("add", "--all", folder=folder)
    git("commit", "--quiet", "-m", "Add many", folder=folder)
    git("push", "--quiet", "origin", "feature/work", folder=folder)

refused(lambda: project.mergerequests.create({"source_branch": "none", "target_branch": "main", "title": "t"}), 400)
request = project.mergerequests.create(
    {"source_branch": "feature/work", "target_branch": "main", "title": "Draft: Add many", "description": "Because", "labels": ["review"]})
assert request.iid == 1 and request.state == "opened" and request.draft and request.author["username"] == "sandbox"
assert request.labels == ["review"] and request.source_project_id == request.target_project_id == project.id
assert request.diff_refs["base_sha"] == base == request.diff_refs["start_sha"] and request.diff_refs["head_sha"] == request.sha
assert request.head_pipeline is None and request.changes_count == "35" and request.has_conflicts is False
refused(lambda: project.mergerequests.create({"source_branch": "feature/work", "target_branch": "main", "title": "t"}), 409)
files = list(api.http_list(f"/projects/{project.id}/merge_requests/1/diffs", iterator=True))
assert len(files) == 35, "all pages of the files"
assert files[0]["new_path"] == "models/added_00.sql" and files[0]["new_file"] and files[0]["diff"].startswith("@@")
assert len(request.changes()["changes"]) == 35
assert [commit.message for commit in request.commits()] == ["Add many"]
assert [found.iid for found in project.mergerequests.list(state="opened", source_branch="feature/work", get_all=True)] == [1]
assert project.mergerequests.list(state="merged", get_all=True) == []

assert project.repository_merge_base(["main", "feature/work"])["id"] == base
comparison = project.repository_compare("main", "feature/work")
assert len(comparison["diffs"]) == 35 and [commit["id"] for commit in comparison["commits"]] == [request.sha]
commit = project.commits.get(request.sha)
assert commit.parent_ids == [base] and commit.title == "Add many"
assert [entry.id for entry in project.commits.list(ref_name="feature/work", first_parent=True, get_all=True)] == [request.sha, base]
assert commit.last_pipeline is None and [found["iid"] for found in commit.merge_requests(get_all=True)] == [1]
assert project.commits.get(base).merge_requests(get_all=True) == []

note = request.notes.create({"body": "first"})
note.body = "second"
note.save()
assert [entry.body for entry in request.notes.list(get_all=True)] == ["second"]
note.awardemojis.create({"name": "eyes"})
assert "taken" in refused(lambda: note.awardemojis.create({"name": "eyes"}), 404)
assert [(entry.name, entry.user["username"]) for entry in note.awardemojis.list(get_all=True)] == [("eyes", "sandbox")]

status = commit.statuses.create({"state": "pending", "name": "plumbline/shop", "target_url": "http://example.com/run", "description": "working"})
assert status.status == "pending" and status.pipeline_id == request.pipelines.list(get_all=True)[0].id
assert "Cannot transition status via :enqueue from :pending" in refused(
    lambda: commit.statuses.create({"state": "pending", "name": "plumbline/shop"}), 400)
commit.statuses.create({"state": "running", "name": "plumbline/shop"})
assert commit.statuses.create({"state": "success", "name": "plumbline/shop", "description": "done"}).id == status.id
assert [(entry.status, entry.description) for entry in commit.statuses.list(get_all=True)] == [("success", "done")]
assert project.pipelines.list(sha=commit.id, get_all=True)[0].status == "success"
assert project.commits.get(commit.id).last_pipeline["id"] == status.pipeline_id
refused(lambda: commit.statuses.create({"state": "nonsense", "name": "plumbline/shop"}), 400)

assert {member.username: member.access_level for member in project.members_all.list(get_all=True)} == {
    "sandbox": 40, "sandbox-developer": 30, "sandbox-reader": 20}
developer = client("sandbox-developer-token").projects.get(project.id)
refused(lambda: developer.hooks.list(get_all=True), 403)
reader = client("sandbox-reader-token").projects.get(project.id)
refused(lambda: reader.commits.get(request.sha).statuses.create({"state": "pending"}), 403)
refused(lambda: client("sandbox-read-token").projects.get(project.id).mergerequests.get(1).notes.create({"body": "x"}), 403)
refused(lambda: client("nonsense").projects.get(project.id), 401)
refused(lambda: api.projects.get("acme/none"), 404)

hook = project.hooks.create({"url": "http://127.0.0.1:9/none", "push_events": True, "merge_requests_events": True, "token": "s"})
assert hook.merge_requests_events and not hook.note_events and not hasattr(hook, "token") and hook.token_present
hook.note_events = True
hook.save()
assert project.hooks.get(hook.id).note_events
hook.delete()

# What settings are checked against.
assert project.labels.list(search="data", get_all=True) == []
label = project.labels.create({"name": "data fold", "color": "#8899aa"})
assert project.labels.get("data fold").id == label.id and [entry.name for entry in project.labels.list(search="FOLD", get_all=True)] == ["data fold"]
refused(lambda: project.labels.create({"name": "data fold", "color": "#8899aa"}), 409)
refused(lambda: project.labels.get("none"), 404)
whole = list(project.repository_tree(ref="feature/work", recursive=True, pagination="keyset", order_by="id", per_page=10, iterator=True))
assert len(whole) == len({entry["path"] for entry in whole}) and {entry["type"] for entry in whole} == {"tree", "blob"}
assert "models/added_34.sql" in {entry["path"] for entry in whole if entry["type"] == "blob"}
assert [entry["path"] for entry in project.repository_tree(path="models", get_all=True)] == [
    entry["path"] for entry in project.repository_tree(recursive=True, get_all=True) if entry["path"].count("/") == 1 and entry["path"].startswith("models/")]

# A fork and a merge request from it.
stranger = client("sandbox-reader-token")
fork = stranger.projects.get(project.id).forks.create({})
assert fork.forked_from_project["id"] == project.id and fork.path_with_namespace == "sandbox-reader/storefront"
refused(lambda: api.projects.get(fork.id), 404)
push_theirs(fork.ssh_url_to_repo)
theirs = stranger.projects.get(fork.id).mergerequests.create(
    {"source_branch": "theirs", "target_branch": "main", "title": "Theirs", "target_project_id": project.id, "labels": ["datafold"]})
theirs = project.mergerequests.get(theirs.iid)
assert theirs.source_project_id == fork.id and theirs.target_project_id == project.id and theirs.labels == []
theirs.labels = ["datafold"]
theirs.save()
assert [(event.action, event.label["name"], event.user["username"]) for event in theirs.resourcelabelevents.list(get_all=True)] == [
    ("add", "datafold", "sandbox")]
theirs.state_event = "close"
theirs.save()

request.title, request.state_event = "Add thirty-five", "close"
request.save()
assert project.mergerequests.get(1).state == "closed" and not project.mergerequests.get(1).draft
request.state_event = "reopen"
request.save()
refused(lambda: project.mergerequests.get(1).merge(sha=base), 409)
merged = project.mergerequests.get(1)
merged.merge(should_remove_source_branch=True)
assert merged.state == "merged" and project.branches.get("main").commit["id"] == merged.merge_commit_sha
assert [branch.name for branch in project.branches.list(get_all=True)] == ["main"]
note.delete()

# A new path: the old one is read by redirects, and refuses the rest.
project.path = "shop"
project.save()
assert api.projects.get(project.id).path_with_namespace == "acme/shop"
try:
    api.http_put("/projects/acme%2Fstorefront/merge_requests/1", post_data={"title": "x"})
    raise AssertionError("a write under the old path was taken")
except gitlab.GitlabError as error:
    assert error.response_code == 405, error
print("python-gitlab is content")

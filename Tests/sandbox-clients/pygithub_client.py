"""PyGithub against the sandbox: `pygithub_client.py SANDBOX_URL BARE_REPOSITORY`."""

import os
import sys
import tempfile

import github

sys.dont_write_bytecode = True
from git_work import git, push_theirs  # noqa: E402

url, bare = sys.argv[1:]
api = github.Github(base_url=url + "/github", auth=github.Auth.Token("sandbox-token"), retry=None,
                    seconds_between_requests=0, seconds_between_writes=0)

assert api.get_user().login == "sandbox"
repository = api.get_repo("acme/storefront")
assert repository.default_branch == "main" and repository.id > 0
assert [branch.name for branch in repository.get_branches()] == ["main"]
base = repository.get_branch("main").commit

with tempfile.TemporaryDirectory() as folder:
    git("clone", "--quiet", bare, folder, folder=".")
    git("checkout", "--quiet", "-b", "feature/work", folder=folder)
    for number in range(35):
        with open(f"{folder}/models/added_{number:02}.sql", "w") as file:
            file.write(f"select {number} as number\n")
    git("add", "--all", folder=folder)
    git("commit", "--quiet", "-m", "Add many", folder=folder)
    git("push", "--quiet", "origin", "feature/work", folder=folder)

try:
    repository.create_pull(base="main", head="none", title="t", body="b")
    raise AssertionError("a pull request of a missing branch was accepted")
except github.GithubException as error:
    assert error.status == 422, error
pull = repository.create_pull(base="main", head="feature/work", title="Add many", body="Because", draft=False)
assert pull.number == 1 and pull.state == "open" and pull.user.login == "sandbox" and pull.mergeable is True
assert pull.base.sha == base.sha and pull.head.repo.full_name == "acme/storefront"
files = list(pull.get_files())
assert len(files) == 35 == pull.changed_files, "all pages of the files"
assert files[0].filename == "models/added_00.sql" and files[0].status == "added" and files[0].patch.startswith("@@")
assert [commit.commit.message for commit in pull.get_commits()] == ["Add many"]
assert [found.number for found in repository.get_pulls(state="open", head="acme:feature/work")] == [1]

comparison = repository.compare("main", "feature/work")
assert comparison.status == "ahead" and comparison.ahead_by == 1 and comparison.merge_base_commit.sha == base.sha
commit = repository.get_commit(pull.head.sha)
assert commit.stats.additions == 35 and [parent.sha for parent in commit.parents] == [base.sha]
assert [entry.sha for entry in repository.get_commits(sha="feature/work", path="models/added_00.sql")] == [commit.sha]
assert repository.get_contents("models/base.sql").decoded_content.startswith(b"select 1")

comment = pull.create_issue_comment("first")
comment.edit("second")
assert [entry.body for entry in pull.get_issue_comments()] == ["second"]
comment.create_reaction("+1")
assert [reaction.content for reaction in comment.get_reactions()] == ["+1"]
pull.add_to_labels("review", "now")
pull.remove_from_labels("now")
assert [label.name for label in pull.get_labels()] == ["review"]
assert [label.name for label in pull.as_issue().labels] == ["review"]

assert repository.get_label("review").name == "review"
events = [(event.event, event.actor.login, event.label.name) for event in pull.as_issue().get_events()]
assert events == [("labeled", "sandbox", "review"), ("labeled", "sandbox", "now"), ("unlabeled", "sandbox", "now")], events
tree = repository.get_git_tree("feature/work", recursive=True).tree
assert "models/added_00.sql" in [entry.path for entry in tree if entry.type == "blob"] and "models" in [entry.path for entry in tree if entry.type == "tree"]

# A pull request from a fork.
stranger = github.Github(base_url=url + "/github", auth=github.Auth.Token("sandbox-reader-token"), retry=None)
fork = stranger.get_repo("acme/storefront").create_fork()
assert fork.fork and fork.owner.login == "sandbox-reader"
push_theirs(fork.clone_url)
theirs = stranger.get_repo("acme/storefront").create_pull(base="main", head="sandbox-reader:theirs", title="t", body="b")
assert theirs.head.repo.full_name == "sandbox-reader/storefront" and theirs.base.repo.full_name == "acme/storefront"
theirs = repository.get_pull(theirs.number)
assert [file.filename for file in theirs.get_files()] == ["models/theirs.sql"] and theirs.user.login == "sandbox-reader"
theirs.edit(state="closed")

commit.create_status("pending", "http://example.com/run", "working", "plumbline/shop")
commit.create_status("success", "http://example.com/run", "done", "plumbline/shop")
combined = commit.get_combined_status()
assert combined.state == "success" and [status.description for status in combined.statuses] == ["done"]
assert [status.state for status in commit.get_statuses()] == ["success", "pending"]

assert repository.get_collaborator_permission("sandbox") == "admin"
roles = {"sandbox-maintainer": "maintain", "sandbox-writer": "write", "sandbox-triager": "triage", "sandbox-reader": "read"}
for login, role in roles.items():
    assert repository.get_collaborator_role_name(login) == role, login
assert repository.get_collaborator_permission("sandbox-maintainer") == "write"
assert repository.permissions.admin and not api.get_repo("acme/storefront").archived
hook = repository.create_hook("web", {"url": "http://127.0.0.1:9/none", "content_type": "json"}, ["push"])
assert hook.id in [entry.id for entry in repository.get_hooks()]
hook.edit("web", {"url": "http://127.0.0.1:9/none", "content_type": "json", "secret": "s"}, ["push", "pull_request"], active=False)
hook = repository.get_hook(hook.id)
assert hook.events == ["push", "pull_request"] and not hook.active and hook.config["secret"] == "********"
hook.delete()

pull.edit(title="Add thirty-five", state="closed")
assert repository.get_pull(1).state == "closed"
pull.edit(state="open")
assert not pull.is_merged()
result = pull.merge(sha=pull.head.sha)
assert result.merged and repository.get_pull(1).merged and repository.get_branch("main").commit.sha == result.sha
repository.get_git_ref("heads/feature/work").delete()
assert [branch.name for branch in repository.get_branches()] == ["main"]
assert api.get_rate_limit().rate.limit == 5000
try:
    api.get_repo("acme/none")
    raise AssertionError("a missing repository was found")
except github.UnknownObjectException:
    pass
comment.delete()

# As an App.
with open(os.path.join(os.path.dirname(bare), "..", "..", "github-app.pem")) as file:
    private_key = file.read()
app_auth = github.Auth.AppAuth(4242, private_key)
integration = github.GithubIntegration(auth=app_auth, base_url=url + "/github")
assert integration.get_app().slug == "plumbline-sandbox" and "check_run" in integration.get_app().events
installation = integration.get_repo_installation("acme", "storefront")
assert [entry.id for entry in integration.get_installations()] == [installation.id]
token = integration.get_access_token(installation.id, permissions={"checks": "write", "metadata": "read"})
assert token.permissions == {"checks": "write", "metadata": "read"} and token.expires_at > token.expires_at.now(token.expires_at.tzinfo)
try:
    integration.get_access_token(installation.id, permissions={"administration": "write"})
    raise AssertionError("a permission was given that the installation does not have")
except github.GithubException as error:
    assert error.status == 422, error
as_app = integration.get_github_for_installation(installation.id)
assert [entry.full_name for entry in installation.get_repos()] == ["acme/storefront"]
repository = as_app.get_repo("acme/storefront")
head = repository.get_branch("main").commit
remark = {"path": "models/base.sql", "start_line": 1, "end_line": 1, "annotation_level": "warning", "message": "m", "title": "t"}
run = repository.create_check_run("diff", head.sha, status="in_progress", external_id="x", details_url="http://example.com/run",
                                  output={"title": "t", "summary": "s", "annotations": [remark] * 50})
run.edit(status="completed", conclusion="failure", output={"title": "t", "summary": "s", "annotations": [remark]})
run = repository.get_check_run(run.id)
assert run.output.annotations_count == 51 and run.external_id == "x" and run.conclusion == "failure"
annotations = list(run.get_annotations())
assert len(annotations) == 51 and annotations[0].path == "models/base.sql" and annotations[0].annotation_level == "warning"
assert [(entry.name, entry.conclusion) for entry in head.get_check_runs(check_name="diff")] == [("diff", "failure")]
for wrong in ([remark] * 51, [{**remark, "annotation_level": "bad"}], [{**remark, "path": "/models/base.sql"}]):
    try:
        repository.create_check_run("diff", head.sha, output={"title": "t", "summary": "s", "annotations": wrong})
        raise AssertionError("wrong annotations were taken")
    except github.GithubException as error:
        assert error.status == 422, error
try:
    api.get_repo("acme/storefront").create_check_run("diff", head.sha)
    raise AssertionError("a person wrote a check run")
except github.GithubException as error:
    assert error.status == 403, error
try:
    list(repository.get_hooks())
    raise AssertionError("the App read the webhooks without the permission")
except github.GithubException as error:
    assert error.status == 403, error
head.create_status("success", "http://example.com/run", "done", "plumbline/app")
assert repository.get_pull(1).create_issue_comment("from the App").user.login == "plumbline-sandbox[bot]"
expired = github.Github(base_url=url + "/github", auth=github.Auth.Token("ghs_none"), retry=None)
for stranger in (expired, github.Github(base_url=url + "/github", auth=github.Auth.AppAuth(1, private_key), retry=None)):
    try:
        stranger.get_repo("acme/storefront")
        raise AssertionError("a stranger was let in")
    except github.GithubException as error:
        assert error.status in (401, 404), error

# A rename.
api.get_repo("acme/storefront").edit(name="shop")
assert api.get_repo("acme/shop").full_name == "acme/shop"
assert api.get_repo("acme/storefront").full_name == "acme/shop", "the old name leads to the new one"
print("PyGithub is content")

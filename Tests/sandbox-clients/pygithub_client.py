"""PyGithub against the sandbox: `pygithub_client.py SANDBOX_URL BARE_REPOSITORY`."""

import os
import subprocess
import sys
import tempfile

import github

url, bare = sys.argv[1:]
api = github.Github(base_url=url + "/github", auth=github.Auth.Token("sandbox-token"), retry=None,
                    seconds_between_requests=0, seconds_between_writes=0)


def git(*arguments, folder):
    identity = {f"GIT_{who}_{what}": "tester@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, env={**os.environ, **identity})


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

commit.create_status("pending", "http://example.com/run", "working", "plumbline/shop")
commit.create_status("success", "http://example.com/run", "done", "plumbline/shop")
combined = commit.get_combined_status()
assert combined.state == "success" and [status.description for status in combined.statuses] == ["done"]
assert [status.state for status in commit.get_statuses()] == ["success", "pending"]
run = repository.create_check_run("diff", commit.sha, status="in_progress")
run.edit(status="completed", conclusion="success", output={"title": "t", "summary": "s"})
assert [(entry.name, entry.conclusion) for entry in commit.get_check_runs()] == [("diff", "success")]

assert repository.get_collaborator_permission("sandbox") == "admin"
hook = repository.create_hook("web", {"url": "http://127.0.0.1:9/none", "content_type": "json"}, ["push"])
assert hook.id in [entry.id for entry in repository.get_hooks()]
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
print("PyGithub is content")

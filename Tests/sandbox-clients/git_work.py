"""What the clients' scripts do with git."""

import os
import subprocess
import tempfile


def git(*arguments, folder):
    identity = {f"GIT_{who}_{what}": "tester@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, env={**os.environ, **identity})


def push_theirs(address):
    """Pushes a branch `theirs` with one model more to a fork."""
    with tempfile.TemporaryDirectory() as folder:
        git("clone", "--quiet", address, folder, folder=".")
        git("checkout", "--quiet", "-b", "theirs", folder=folder)
        with open(f"{folder}/models/theirs.sql", "w") as file:
            file.write("select 1 as x\n")
        git("add", "--all", folder=folder)
        git("commit", "--quiet", "-m", "Theirs", folder=folder)
        git("push", "--quiet", "origin", "theirs", folder=folder)

"""A PostgreSQL server for one run of review.py: in a temporary folder, with passwords, gone with the run."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote


class Server:
    """Two users: `dbt` builds, `plumbline` may only read. Their passwords have what goes wrong when it is not encoded."""

    database = "storefront"
    passwords = {"dbt": "d:b/t@ %41#\"'ü", "plumbline": "p:l/u@ %41#\"'ü"}

    def __init__(self, demo):
        self.demo, self.port = demo, demo.free_port(0)
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
        initdb = found[-1] if found else shutil.which("initdb")
        if not initdb:
            raise demo.Trouble("PostgreSQL is not installed; scripts/bootstrap test installs it")
        self.programs = Path(initdb).parent
        # It refuses to run as root.
        self.prefix = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] if os.getuid() == 0 else []

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="plumbline-postgresql-", dir="/tmp"))
        if self.prefix:
            shutil.chown(self.folder, "postgres", "postgres")
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def start(self, household):
        self.run("initdb", "-D", "data", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
                 "--auth-local=trust", "--auth-host=scram-sha-256")
        end_with_parent = ["--pdeathsig", "INT", "--"] if self.prefix else []
        household.start("postgresql", [
            *self.prefix, *end_with_parent, self.programs / "postgres", "-D", self.folder / "data", "-p", self.port, "-h", "127.0.0.1",
            "-k", self.folder, "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off",
        ], os.environ)
        self.demo.until(household, 60, "starting PostgreSQL", lambda: True if self.psql("select 1", is_attempt=True) == "1" else None)
        for user, password in self.passwords.items():
            self.psql("create role {} login password '{}'".format(user, password.replace("'", "''")))
        self.psql("grant pg_read_all_data to plumbline")
        self.psql(f"create database {self.database} owner dbt")

    def uri(self, user: str) -> str:
        return f"postgresql://{user}:{quote(self.passwords[user], safe='')}@127.0.0.1:{self.port}/{self.database}"

    def schemas(self) -> list[str]:
        """Those that dbt made."""
        owner = "nspowner = 'dbt'::regrole"
        return self.psql(f"select nspname from pg_namespace where {owner} order by 1", database=self.database).split()

    def psql(self, statement: str, database="postgres", is_attempt=False) -> str:
        return self.run("psql", "-h", self.folder, "-p", self.port, "-U", "postgres", "-d", database, "-XAtqc", statement, is_attempt=is_attempt)

    def run(self, program: str, *arguments, is_attempt=False) -> str:
        command = [*self.prefix, self.programs / program, *arguments]
        result = subprocess.run(list(map(str, command)), cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if result.returncode != 0 and not is_attempt:
            raise self.demo.Trouble(f"{program} failed: {result.stderr[-500:]}")
        return result.stdout.strip()

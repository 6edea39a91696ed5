"""A PostgreSQL server of the benchmark's own, that only this machine reaches."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

SETTINGS = {
    "shared_buffers": "1GB", "work_mem": "256MB", "maintenance_work_mem": "512MB", "effective_cache_size": "8GB", "max_wal_size": "16GB",
    "wal_level": "minimal", "max_wal_senders": "0", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    # No background work amid a measurement; tables are vacuumed and analysed when they are made.
    "autovacuum": "off",
}
PREFERRED_PORT = 54329


class PostgreSQLServer:
    """Started unless it runs already; one that somebody else started stays running."""

    def __init__(self, folder: Path):
        self.cluster, self.socket = folder / "postgresql", folder / "pg"
        # Kept in a file: a benchmark that was killed leaves its server to the next one, which ends it.
        self.started = folder / "postgresql-started-by-bench"
        if not (self.cluster / "PG_VERSION").exists():
            self.initialise()
        if self.run("pg_ctl", "status", "-D", self.cluster, check=False) != 0:
            self.start()
        self.port = int((self.cluster / "postmaster.pid").read_text().splitlines()[3])

    def initialise(self):
        for path in (self.cluster, self.socket):
            path.mkdir(parents=True, exist_ok=True)
            if os.geteuid() == 0:
                shutil.chown(path, "postgres")
        self.run("initdb", "-D", self.cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")

    def run(self, program: str, *arguments, check: bool = True) -> int:
        """The server refuses to run as root. Its own output would keep a pipe open for ever, hence a file."""
        words = [str(programs() / program), *map(str, arguments)]
        if os.geteuid() == 0:
            words = ["runuser", "-u", "postgres", "--", *words]
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/")
            if check and done.returncode != 0:
                output.seek(0)
                sys.exit(f"bench: {program} failed with {done.returncode}: {output.read().decode(errors='replace')[-2000:]}")
        return done.returncode

    def start(self):
        self.started.touch()
        settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options = f"-p {free_port()} -h 127.0.0.1 -k {self.socket} {settings}"
        self.run("pg_ctl", "start", "-w", "-s", "-D", self.cluster, "-l", self.cluster / "log", "-o", options)

    def close(self):
        if self.started.exists():
            self.run("pg_ctl", "stop", "-w", "-s", "-m", "fast", "-D", self.cluster)
            self.started.unlink()


def programs() -> Path:
    """The newest server that Debian installed, or the one in PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: [int(part) for part in path.parent.name.split(".")])
    if found:
        return found[-1]
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else sys.exit("bench: no PostgreSQL server is installed; scripts/bootstrap bench installs one")


def free_port() -> int:
    for wanted in (PREFERRED_PORT, 0):
        with socket.socket() as candidate:
            try:
                candidate.bind(("127.0.0.1", wanted))
                return candidate.getsockname()[1]
            except OSError:
                continue
    sys.exit("bench: no free port")

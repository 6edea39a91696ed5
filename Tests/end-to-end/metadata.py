#!/usr/bin/env python3
"""Metadata in a running server: syncs on a schedule from dbt Cloud, with history, and what reading a large project costs in memory.

    metadata.py --binaries .build/debug --folder /tmp/somewhere [--syncs 5]

The sandbox's dbt Cloud really builds production, the cron expression falls due each minute, and a commit changes a description. Then a
manifest of 56 MB is uploaded and synced again and again while the server's memory is looked at. Prints one line per check.
"""

import io
import subprocess
import sys
import time
import urllib.request
import uuid
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import review  # noqa: E402
import stage_door  # noqa: E402
from stage_door import ROOT, check, demo  # noqa: E402

lines = [line for line in demo.CONFIGURATION.splitlines() if "trigger_on_merge:" not in line]
demo.CONFIGURATION = "\n".join(lines) + """
    skip_pull_requests: true
    sync_metadata_schedule: "* * * * *"
    sync_metadata_time_zone: Europe/Berlin
  - name: large
    repository: {repository}
    data_source: warehouse
"""
MODEL = "model.storefront.dim_products"
# What one sync may take beyond the idle server, and what may stay of all of them, in MB.
PEAK, REST = 420, 300
NODES = 20_000


def syncs(stage, config: int = 1) -> list:
    return stage.server.get(f"/api/v1/ci_configs/{config}/syncs")["syncs"]


def scheduled(stage, after: int, sha: str | None = None) -> dict:
    """The first sync of the schedule with a higher number that is over, of a commit's run if one is given."""
    def look():
        done = [sync for sync in syncs(stage) if sync["id"] > after and sync["cause"] == "schedule" and sync["status"] == "done"]
        return next((sync for sync in reversed(done) if sha is None or sync["sha"] == sha), None)

    return stage.wait("a sync of the schedule", look)


def describe_otherwise(clone: Path) -> str:
    """Changes what a model is said to be; answers the commit on main."""
    file = next(path for path in sorted((clone / "models").rglob("*.yml")) if "name: dim_products" in path.read_text())
    lines = file.read_text().splitlines()
    index = next(index for index, line in enumerate(lines) if line.strip().endswith("name: dim_products"))
    place = next(index for index in range(index, len(lines)) if lines[index].strip().startswith("description:"))
    indent = lines[place][:len(lines[place]) - len(lines[place].lstrip())]
    lines[place] = f"{indent}description: Everything that can be bought"
    file.write_text("\n".join(lines) + "\n")
    demo.git("-c", "user.name=Robin Vale", "-c", "user.email=robin.vale@storefront.example", "commit", "-qam", "Describe products", folder=clone)
    demo.git("push", "--quiet", "origin", "HEAD", folder=clone)
    return demo.git("rev-parse", "HEAD", folder=clone)


def check_schedule(stage):
    demo.build_production(stage.household, stage.sandbox)
    first = scheduled(stage, 0)
    check(first["nodes"] > 20, "a schedule that falls due reads production's newest run", first)
    planned = stage.server.get("/api/v1/ci_configs/1/syncs")["next"]
    check(len(planned) == 5 and all(time.endswith(":00.000Z") for time in planned), "the next times are told, each on its minute", planned)
    clone = demo.FOLDER / "main"
    repository = demo.FOLDER / "sandbox" / "git" / f"{demo.REPOSITORY}.git"
    demo.git("clone", "--quiet", "--branch", "main", str(repository), str(clone), folder=demo.FOLDER)
    before = stage.server.get(f"/api/v1/catalogue/1/{MODEL}")
    check(before["history"] == [] and any(column.get("type") for column in before["node"]["columns"]), "a model has columns and no history", before)
    sha = describe_otherwise(clone)
    last = syncs(stage)[0]["id"]
    demo.build_production(stage.household, stage.sandbox)
    second = scheduled(stage, last, sha)
    check(second["changes"] == 1, "the next one reads the run of the new commit and finds its change", second)
    after = stage.server.get(f"/api/v1/catalogue/1/{MODEL}")
    change = {key: after["history"][0].get(key) for key in ("kind", "old", "new", "sha")}
    wanted = {"kind": "description", "old": before["node"]["description"], "new": "Everything that can be bought", "sha": sha}
    check(change == wanted, "the catalogue's history says what changed in which commit", after["history"])
    again = scheduled(stage, second["id"])
    check(again["changes"] == 0, "a run that was read before changes nothing", again)
    page = stage.server.opener.open(urllib.request.Request(f"{stage.server.base}/catalogue/1/{MODEL}")).read().decode()
    check("Everything that can be bought" in page and sha[:7] in page, "the model's page shows it")


def memory(stage, field: str) -> float:
    """Of the server's process, in MB."""
    status = Path(f"/proc/{stage.household.processes['server'].pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith(field + ":")).split()[1]) / 1024


def forget_peak(stage):
    Path(f"/proc/{stage.household.processes['server'].pid}/clear_refs").write_text("5")


def upload_large(stage, number: int):
    """A manifest of 56 MB as production's; every other one has another body for one in a hundred models."""
    file = demo.FOLDER / f"large-{number % 2}.json"
    if not file.exists():
        change = ["--change", "0.01"] if number % 2 else []
        subprocess.run([sys.executable, ROOT / "Tests" / "dbt-state" / "large_manifest.py", file, "--nodes", str(NODES), *change], check=True)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(file, "manifest.json")
    edge = uuid.uuid4().hex
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in [
        ("commit_sha", f"{number:040x}"), ("run_type", "production")]]
    parts += [f'--{edge}\r\nContent-Disposition: form-data; name="artifacts"; filename="a.zip"\r\n\r\n'.encode(), packed.getvalue(), f"\r\n--{edge}--\r\n".encode()]
    request = urllib.request.Request(
        f"{stage.server.base}/api/v1/dbt/submit_artifacts/2", data=b"".join(parts), method="POST",
        headers={"Authorization": stage.server.authorization, "Content-Type": f"multipart/form-data; boundary={edge}"})
    with stage.server.opener.open(request, timeout=120) as answer:
        assert answer.status == 200
    return file.stat().st_size


def check_memory(stage, count: int):
    # A server that has done nothing else.
    stage.kill_server()
    stage.start_server()
    time.sleep(2)
    idle = memory(stage, "VmRSS")
    rests, peaks = [], []
    for number in range(count):
        size = upload_large(stage, number)
        forget_peak(stage)
        begun = time.monotonic()
        asked = stage.server.call("POST", "/api/v1/ci_configs/2/sync", {})["id"]
        done = stage.wait("the sync of the large project", lambda: next(
            (sync for sync in syncs(stage, 2) if sync["id"] == asked and sync["status"] in ("done", "failed")), None))
        seconds = time.monotonic() - begun
        check(done["status"] == "done" and done["nodes"] > NODES // 2, "a manifest of 56 MB is synced", done)
        peaks.append(memory(stage, "VmHWM") - idle)
        rests.append(memory(stage, "VmRSS") - idle)
        print(f"    {size / 1e6:.0f} MB in {seconds:.1f} s; idle {idle:.0f} MB, at most {peaks[-1]:.0f} MB more, after it {rests[-1]:.0f} MB more")
    check(max(peaks) < PEAK, f"a sync takes less than {PEAK} MB beyond the idle server", peaks)
    check(max(rests) < REST, f"and leaves less than {REST} MB", rests)
    # The allocator keeps what was freed, each thread its own, so the first few syncs add to it.
    check(rests[-1] < rests[-2] + 40, "the memory levels off", rests)


def play(household, count: int):
    stage = review.Stage(household, review.environment())
    check_schedule(stage)
    check_memory(stage, count)
    review.check_no_secret_in_logs()


def main() -> int:
    options = stage_door.options_of(__doc__, lambda parser: parser.add_argument("--syncs", type=int, default=5))
    return stage_door.perform(stage_door.at_home(lambda household: play(household, options.syncs)))


if __name__ == "__main__":
    sys.exit(main())

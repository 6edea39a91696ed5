"""Reading manifests of the size that large dbt projects have."""

import subprocess
from pathlib import Path

from .measure import MEGABYTE, PLUMBLINE, PYTHON, ROOT, measure


def manifest_rows(folder: Path) -> list[tuple]:
    """A manifest of 60 MB with 20,000 nodes: reading it, and comparing two of them."""
    base, head = folder / "base.json", folder / "head.json"
    generator = ROOT / "Tests" / "dbt-state" / "large_manifest.py"
    subprocess.run([PYTHON, generator, base], check=True)
    subprocess.run([PYTHON, generator, head, "--change", "0.01"], check=True)
    size = base.stat().st_size / MEGABYTE
    same = measure([PLUMBLINE, "select", "--base", base, "--head", base, "--format", "json"])
    changed = measure([PLUMBLINE, "select", "--base", base, "--head", head, "--format", "json"])
    one_line = "import json, sys; json.load(open(sys.argv[1]))"
    peer = measure([PYTHON, "-c", one_line, base])
    return [
        (f"read one manifest of {size:.0f} MB: Python's json.load", "-", *peer),
        ("`plumbline select`, two equal manifests (reads both)", "4 s, 400 MB", *same),
        ("`plumbline select`, 1 % of the models changed (reads both)", "4 s, 400 MB", *changed),
    ]

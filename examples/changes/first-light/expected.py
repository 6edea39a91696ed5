#!/usr/bin/env python3
"""Works out what the change does to the data, without Plumbline, and writes it to expected.json.

Both sides are built by real dbt in a temporary folder: the project as it is in schema `prod`, then the patched project deferred to it.
What dbt selects comes from `dbt ls`; every count comes from one plain full join per model, in DuckDB, or in an empty PostgreSQL database,
where the same must come out.

    .venv/bin/python examples/changes/first-light/expected.py            # write expected.json again
    .venv/bin/python examples/changes/first-light/expected.py --check    # fail when it would change
    PLUMBLINE_POSTGRES_PORT=5433 .venv/bin/python examples/changes/first-light/expected.py --check --postgresql
                                                     # likewise; the variables are those of ../../storefront/README.md
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import psycopg2

CHANGE = Path(__file__).resolve().parent
PROJECT = CHANGE.parent.parent / "storefront"
SCHEMA_A, SCHEMA_B = "prod", "dbt_cloud_pr_11_1"
DATA_NODES = ["model", "seed", "snapshot"]
REASONS = ["body", "configs", "relation", "macros", "contract", "persisted_descriptions"]

# Written by hand, to be independent of how keys are found: (columns of the key, where the project says so).
KEYS = {
    "customer_retention": (["cohort_month", "months_later"], "unique_combination_of_columns test"),
    "customer_value": (["customer_id"], "unique test"),
    "daily_revenue": (["ordered_on", "sales_channel"], "model meta"),
    "dim_customers": (["customer_id"], "column meta"),
    "fct_order_items": (["order_item_id"], "column tag"),
    "fct_orders": (["order_id"], "unique test"),
    "int_order_totals": (["order_id"], "unique test"),
    "int_orders_enriched": (["order_id"], "unique test"),
    "product_performance": (["product_id"], "unique test"),
    "promotion_performance": (["promotion_code"], "unique test"),
    "promotions": (["promotion_code"], "model meta"),
}


class DuckDB:
    """A warehouse file."""

    def __init__(self, folder: Path):
        self.path = str(folder / "warehouse.duckdb")
        self.environment = {"PLUMBLINE_TARGET": "duckdb", "PLUMBLINE_WAREHOUSE_PATH": self.path}

    def rows(self, query: str) -> list[tuple]:
        with duckdb.connect(self.path, read_only=True) as connection:
            return connection.execute(query).fetchall()


class PostgreSQL:
    """The database that the variables of the project's profile name; it must be empty."""

    def __init__(self):
        self.environment = {"PLUMBLINE_TARGET": "postgres"}
        names = {"host": "127.0.0.1", "port": "5432", "user": "postgres", "password": "", "database": "storefront"}
        place = {name: os.environ.get(f"PLUMBLINE_POSTGRES_{name.upper()}", default) for name, default in names.items()}
        self.connection = psycopg2.connect(**place)
        self.connection.autocommit = True
        found = self.rows(f"select schema_name from information_schema.schemata where schema_name in ('raw', '{SCHEMA_A}', '{SCHEMA_B}')")
        if found:
            sys.exit(f"the database {place['database']} is not empty: it has the schema {found[0][0]}")

    def rows(self, query: str) -> list[tuple]:
        with self.connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()


class Build:
    """One temporary folder with both checkouts and the artifacts, and the warehouse."""

    def __init__(self, folder: Path, warehouse):
        self.head, self.base = folder / "head", folder / "base"
        self.warehouse = warehouse
        ignore = shutil.ignore_patterns("target", "logs", "*.duckdb*", ".user.yml")
        for checkout in (self.base, self.head):
            shutil.copytree(PROJECT, checkout, ignore=ignore)
        subprocess.run(["git", "init", "--quiet"], cwd=self.head, check=True)
        subprocess.run(["git", "apply", *map(str, sorted(CHANGE.glob("*.patch")))], cwd=self.head, check=True)

    def dbt(self, checkout: Path, schema: str, *arguments: str) -> list[str]:
        """The lines dbt printed."""
        command = [str(Path(sys.executable).with_name("dbt")), "--quiet", *arguments, "--profiles-dir", ".", "--project-dir", "."]
        environment = os.environ | self.warehouse.environment | {"PLUMBLINE_SCHEMA": schema}
        result = subprocess.run(command, cwd=checkout, env=environment, stdout=subprocess.PIPE, text=True)
        if result.returncode != 0:
            sys.exit(f"dbt failed: {' '.join(command)}\n{result.stdout}")
        return result.stdout.splitlines()

    def build(self):
        self.dbt(self.base, SCHEMA_A, "build")
        self.dbt(self.head, SCHEMA_B, "build", "--select", "state:modified+", "--defer", "--state", str(self.base / "target"))

    def select(self, selector: str, types: list[str] = DATA_NODES) -> list[str]:
        """Unique ids of what dbt selects in the change."""
        lines = self.dbt(
            self.head, SCHEMA_B, "ls", "--select", selector, "--state", str(self.base / "target"),
            *(f"--resource-type={type}" for type in types), "--output", "json", "--output-keys", "unique_id",
        )
        return sorted(json.loads(line)["unique_id"] for line in lines if line.startswith("{"))

    def manifest(self, checkout: Path) -> dict:
        return json.loads((checkout / "target" / "manifest.json").read_text())


def selection(build: Build) -> dict:
    """What changed and what is downstream, by real dbt; only removed nodes come from the two manifests."""
    nodes_a, nodes_b = (build.manifest(checkout)["nodes"] for checkout in (build.base, build.head))
    modified = build.select("state:modified")
    by_reason = {reason: build.select(f"state:modified.{reason}") for reason in REASONS}
    return {
        "modified": [
            {"unique_id": node, "change": "added"}
            if node not in nodes_a
            else {"unique_id": node, "change": "modified", "reasons": [reason for reason in REASONS if node in by_reason[reason]]}
            for node in modified
        ],
        "removed": sorted(id for id in nodes_a if id not in nodes_b and nodes_a[id]["resource_type"] in DATA_NODES),
        "downstream": [node for node in build.select("state:modified+") if node not in modified],
        "exposures": build.select("state:modified+", ["exposure"]),
    }


def column_types(warehouse, schema: str, model: str) -> dict[str, tuple]:
    rows = warehouse.rows(
        "select column_name, data_type, character_maximum_length, numeric_precision, numeric_scale from information_schema.columns"
        f" where table_schema = '{schema}' and table_name = '{model}' order by ordinal_position"
    )
    return {name: type for name, *type in rows}


def difference(warehouse, model: str, key: list[str]) -> dict:
    """Counts for one model by a full join of both sides on its key."""
    a, b = f"{SCHEMA_A}.{model}", f"{SCHEMA_B}.{model}"
    types_a, types_b = (column_types(warehouse, schema, model) for schema in (SCHEMA_A, SCHEMA_B))
    paired = [name for name in types_a if name in types_b]
    compared = [name for name in paired if name not in key]
    removed = [name for name in types_a if name not in types_b]
    added = [name for name in types_b if name not in types_a]

    def number(query: str) -> int:
        return warehouse.rows(query)[0][0]

    for table in (a, b):
        columns = ", ".join(key)
        assert number(f"select count(*) from {table} where {' or '.join(f'{name} is null' for name in key)}") == 0, f"null key in {table}"
        assert number(f"select count(*) from (select {columns} from {table} group by {columns} having count(*) > 1) as doubled") == 0, f"dupes in {table}"

    both = f"{a} as a inner join {b} as b on {' and '.join(f'a.{name} = b.{name}' for name in key)}"
    differing = {name: number(f"select count(*) from {both} where a.{name} is distinct from b.{name}") for name in compared}
    any_differs = " or ".join(f"a.{name} is distinct from b.{name}" for name in compared)
    rows = [number(f"select count(*) from {table}") for table in (a, b)]
    common = number(f"select count(*) from {both}")
    exclusives = [rows[0] - common, rows[1] - common]
    type_changes = [name for name in paired if types_a[name] != types_b[name]]
    cells = rows[0] * len(types_a) + rows[1] * len(types_b)
    lost = 2 * sum(differing.values()) + sum(exclusives) * len(paired) + len(removed) * rows[0] + len(added) * rows[1]
    different = bool(removed or added or type_changes or any(exclusives) or any(differing.values()))
    return {
        "primary_key": {"columns": key, "documented_by": KEYS[model][1]},
        "verdict": "different" if different else "identical",
        "match_score": (cells - lost) / cells,
        "rows": rows,
        "exclusive_keys": exclusives,
        "common_keys": common,
        "column_counts": [len(types_a), len(types_b)],
        "removed_columns": removed,
        "added_columns": added,
        "type_changes": type_changes,
        "rows_with_differences": number(f"select count(*) from {both} where {any_differs}"),
        "columns_with_differences": sum(1 for count in differing.values() if count),
        "values_with_differences": sum(differing.values()),
        "values_different": differing,
    }


def expectation(on_postgresql: bool) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        build = Build(Path(folder), PostgreSQL() if on_postgresql else DuckDB(Path(folder)))
        build.build()
        selected = selection(build)
        built = [node["unique_id"] for node in selected["modified"] if node["change"] == "modified"] + selected["downstream"]
        models = sorted(unique_id.split(".")[-1] for unique_id in built)
        assert models == sorted(KEYS), f"models with a known key: {sorted(KEYS)}, affected: {models}"
        new = [node["unique_id"].split(".")[-1] for node in selected["modified"] if node["change"] == "added"]
        return {
            "about": "What the change does to the data, found without Plumbline. Made by expected.py; do not edit.",
            "selection": selected,
            "models": {model: difference(build.warehouse, model, KEYS[model][0]) for model in models},
            "new_models": {model: {"rows": build.warehouse.rows(f"select count(*) from {SCHEMA_B}.{model}")[0][0]} for model in new},
        }


def main():
    file = CHANGE / "expected.json"
    text = json.dumps(expectation("--postgresql" in sys.argv[1:]), indent=2) + "\n"
    if "--check" not in sys.argv[1:]:
        file.write_text(text)
    elif file.read_text() != text:
        sys.exit(f"{file} does not say what the change does now; run expected.py without --check")


if __name__ == "__main__":
    main()

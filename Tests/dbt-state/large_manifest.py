"""Writes a made-up manifest.json as large as those of big projects, always the same for the same arguments.

usage: python large_manifest.py OUTPUT [--nodes 20000] [--megabytes 60] [--change 0.01]

Two thirds of the nodes are models, the rest tests; every model has code, compiled code and columns, as after `dbt build`. With --change
that part of the models has another body, for comparing with a manifest made without it.
"""

import argparse
import json
import random
from pathlib import Path


def model(number: int, parents: list[str], filler: str, changed: bool) -> dict:
    name = f"model_{number:05}"
    columns = {
        f"column_{index}": {"name": f"column_{index}", "description": f"Column {index} of {name}.", "meta": {}, "data_type": None,
                            "constraints": [], "quote": None, "config": {"meta": {}, "tags": []}, "tags": [], "granularity": None,
                            "doc_blocks": []}
        for index in range(3)
    }
    reads = "".join(f"left join {{{{ ref('{parent.rsplit('.', 1)[1]}') }}}} using (column_0)\n" for parent in parents)
    code = f"select *{', 1 as one' if changed else ''}\nfrom raw\n{reads}-- {filler}"
    config = {"enabled": True, "alias": None, "schema": None, "database": None, "tags": [], "meta": {}, "group": None,
              "materialized": "table", "incremental_strategy": None, "persist_docs": {}, "post-hook": [], "pre-hook": [], "quoting": {},
              "column_types": {}, "full_refresh": None, "unique_key": None, "on_schema_change": "ignore", "grants": {}, "packages": [],
              "docs": {"show": True, "node_color": None}, "contract": {"enforced": False, "alias_types": True}, "access": "protected"}
    return {
        "database": "warehouse", "schema": "prod", "name": name, "resource_type": "model", "package_name": "large",
        "path": f"{name}.sql", "original_file_path": f"models/{name}.sql", "unique_id": f"model.large.{name}",
        "fqn": ["large", f"area_{number % 40}", name], "alias": name, "checksum": {"name": "sha256", "checksum": f"{number:064x}"},
        "config": config, "tags": [], "description": f"What {name} is about.", "columns": columns, "meta": {}, "group": None,
        "docs": {"show": True, "node_color": None}, "patch_path": None, "build_path": None,
        "unrendered_config": {"materialized": "table", "meta": {"owner": f"team_{number % 7}"}}, "created_at": 1.0,
        "relation_name": f'"warehouse"."prod"."{name}"', "raw_code": code, "doc_blocks": [], "language": "sql",
        "refs": [{"name": parent.rsplit(".", 1)[1], "package": None, "version": None} for parent in parents], "sources": [],
        "metrics": [], "depends_on": {"macros": ["macro.large.shared"], "nodes": parents}, "compiled_path": None, "compiled": True,
        "compiled_code": code, "extra_ctes_injected": True, "extra_ctes": [],
        "contract": {"enforced": False, "alias_types": True, "checksum": None}, "access": "protected", "constraints": [],
        "version": None, "latest_version": None, "deprecation_date": None, "primary_key": [], "time_spine": None,
    }


def test(number: int, parent: str) -> dict:
    name = f"unique_{parent.rsplit('.', 1)[1]}_column_0"
    return {
        "test_metadata": {"name": "unique", "kwargs": {"column_name": "column_0"}, "namespace": None}, "database": "warehouse",
        "schema": "prod_dbt_test__audit", "name": name, "resource_type": "test", "package_name": "large",
        "unique_id": f"test.large.{name}.{number:010x}", "fqn": ["large", name], "alias": name,
        "checksum": {"name": "none", "checksum": ""}, "config": {"enabled": True, "severity": "ERROR", "where": None}, "tags": [],
        "description": "", "columns": {}, "meta": {}, "unrendered_config": {}, "raw_code": "{{ test_unique(**_kwargs) }}",
        "depends_on": {"macros": ["macro.dbt.test_unique"], "nodes": [parent]}, "compiled": True,
        "compiled_code": f"select column_0 from {parent} group by 1 having count(*) > 1", "column_name": "column_0",
        "attached_node": parent,
    }


def make(nodes: int, megabytes: float, change: float) -> dict:
    rng = random.Random(20_000)
    models = nodes * 2 // 3
    ids = [f"model.large.model_{number:05}" for number in range(models)]
    # The code is stored twice, raw and compiled; about 3 kB of a model and 1 kB of a test are not code.
    length = max(0, int((megabytes * 1_000_000 - models * 3_000 - (nodes - models) * 1_150) / models / 2))
    filler = ("coalesce(a, b) as c, " * (length // 21 + 1))[:length]
    made = {}
    for number in range(models):
        parents = sorted({ids[rng.randrange(max(0, number - 400), number)] for _ in range(rng.randint(1, 3))}) if number else []
        made[ids[number]] = model(number, parents, filler, rng.random() < change)
    for number in range(nodes - models):
        node = test(number, ids[number % models])
        made[node["unique_id"]] = node
    macro = {"name": "shared", "resource_type": "macro", "package_name": "large", "unique_id": "macro.large.shared",
             "macro_sql": "{% macro shared() %}1{% endmacro %}", "depends_on": {"macros": []}}
    return {
        "metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "dbt_version": "1.11.16",
                     "generated_at": "2026-01-01T00:00:00Z", "project_name": "large", "adapter_type": "duckdb"},
        "nodes": made, "sources": {}, "macros": {"macro.large.shared": macro}, "docs": {}, "exposures": {}, "metrics": {}, "groups": {},
        "selectors": {}, "disabled": {}, "parent_map": {key: node["depends_on"]["nodes"] for key, node in made.items()},
        "child_map": {}, "group_map": {}, "saved_queries": {}, "semantic_models": {}, "unit_tests": {}, "functions": {},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes a large made-up manifest.json.")
    parser.add_argument("output", type=Path)
    parser.add_argument("--nodes", type=int, default=20_000)
    parser.add_argument("--megabytes", type=float, default=60)
    parser.add_argument("--change", type=float, default=0)
    options = parser.parse_args()
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(make(options.nodes, options.megabytes, options.change)))


if __name__ == "__main__":
    main()

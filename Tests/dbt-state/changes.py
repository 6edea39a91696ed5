"""The changes that mutations.py makes to a dbt project, one at a time.

A change is a name and a function that edits the copy it is given. A function that finds nothing to edit raises, so that no change is
silently empty. The project has the files of `overlay/` added to it, which use as many of dbt's features as possible.
"""

import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import yaml

MODELS = "models/zz_state"
YAML = f"{MODELS}/zz_state.yml"
SOURCES = f"{MODELS}/zz_sources.yml"
MACROS = "macros/zz_state/zz_macros.sql"


@dataclass
class Change:
    name: str
    edit: Callable[["Copy"], None]
    # Made to both sides before `edit` is made to the head.
    both: Callable[["Copy"], None] | None = None
    environment: dict[str, str] = field(default_factory=dict)
    # dbt's partial parser fails on some changes to sources ("two data_tests with the name"); then everything is parsed again.
    parse_all: bool = False
    # dbt refuses to list after a breaking change to a versioned contract; then only this node is looked for.
    refused: str | None = None


class Copy:
    """A copy of the project, with ways to edit it that fail loudly."""

    def __init__(self, root: Path, manifest: dict):
        self.root = root
        self.manifest = manifest

    def path(self, name: str) -> Path:
        return self.root / name

    def replace(self, name: str, old: str, new: str) -> None:
        text = self.path(name).read_bytes().decode()
        if old not in text:
            raise ValueError(f"{name} does not contain {old!r}")
        self.path(name).write_bytes(text.replace(old, new).encode())

    def append(self, name: str, text: str) -> None:
        with self.path(name).open("ab") as file:
            file.write(text.encode())

    def write(self, name: str, text: str) -> None:
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(text)

    def delete(self, name: str) -> None:
        self.path(name).unlink()

    def move(self, old: str, new: str) -> None:
        self.path(new).parent.mkdir(parents=True, exist_ok=True)
        self.path(old).rename(self.path(new))

    def yaml(self, name: str, edit: Callable[[dict], None]) -> None:
        document = yaml.safe_load(self.path(name).read_text())
        before = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
        edit(document)
        after = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
        # The texts, not the documents: Python calls 1, 1.0 and True equal.
        if before == after:
            raise ValueError(f"{name} was not changed")
        self.path(name).write_text(after)

    def own(self, resource_type: str) -> list[dict]:
        """The project's own nodes of a type, without those of the overlay, those with most readers first."""
        children = self.manifest["child_map"]
        project = self.manifest["metadata"]["project_name"]
        nodes = [
            node
            for section in ("nodes", "sources")
            for node in self.manifest[section].values()
            if node["resource_type"] == resource_type and node["package_name"] == project and "zz_" not in node["name"]
            and "zz_" not in node["original_file_path"]
        ]
        return sorted(nodes, key=lambda node: (-len(children.get(node["unique_id"], [])), node["unique_id"]))


def sql(name: str) -> str:
    return f"{MODELS}/{name}.sql"


def in_yaml(section: str, name: str, edit: Callable[[dict], None], file: str = YAML) -> Callable[[Copy], None]:
    def change(copy: Copy) -> None:
        copy.yaml(file, lambda document: edit(next(item for item in document[section] if item["name"] == name)))

    return change


def model(name: str, **settings) -> Callable[[Copy], None]:
    return in_yaml("models", name, lambda item: item.update(settings))


def config(name: str, section: str = "models", **settings) -> Callable[[Copy], None]:
    return in_yaml(section, name, lambda item: item.setdefault("config", {}).update(settings))


def project(edit: Callable[[dict], None]) -> Callable[[Copy], None]:
    return lambda copy: copy.yaml("dbt_project.yml", edit)


def project_models(copy: Copy, **settings) -> None:
    name = copy.manifest["metadata"]["project_name"]
    copy.yaml(
        "dbt_project.yml",
        lambda document: document.setdefault("models", {}).setdefault(name, {}).setdefault("zz_state", {}).update(settings),
    )


def edit_bytes(name: str, edit: Callable[[bytes], bytes]) -> Callable[[Copy], None]:
    def change(copy: Copy) -> None:
        before = copy.path(name).read_bytes()
        after = edit(before)
        if before == after:
            raise ValueError(f"{name} was not changed")
        copy.path(name).write_bytes(after)

    return change


def body_of_own_model(position: int) -> Callable[[Copy], None]:
    def change(copy: Copy) -> None:
        models = copy.own("model")
        copy.append(models[position * (len(models) - 1) // 4]["original_file_path"], "\n-- another remark\nlimit 1000000")

    return change


def row_in_own_seed(copy: Copy) -> None:
    path = copy.own("seed")[0]["original_file_path"]
    last = copy.path(path).read_text().rstrip("\n").rsplit("\n", 1)[-1]
    copy.append(path, f"{last}\n")


def own_source_schema(copy: Copy) -> None:
    source = copy.own("source")[0]

    def edit(document: dict) -> None:
        for item in document["sources"]:
            if item["name"] == source["source_name"]:
                item["schema"] = "elsewhere"

    copy.yaml(source["original_file_path"], edit)


def column(copy: Copy, model_name: str, column_name: str, **settings) -> None:
    def edit(item: dict) -> None:
        next(entry for entry in item["columns"] if entry["name"] == column_name).update(settings)

    in_yaml("models", model_name, edit)(copy)


def contract_columns(edit: Callable[[list], None]) -> Callable[[Copy], None]:
    return in_yaml("models", "zz_contract", lambda item: edit(item["columns"]))


def in_source(edit: Callable[[dict], None]) -> Callable[[Copy], None]:
    return in_yaml("sources", "zz_raw", edit, SOURCES)


def source_table(name: str, **settings) -> Callable[[Copy], None]:
    def edit(item: dict) -> None:
        next(table for table in item["tables"] if table["name"] == name).update(settings)

    return in_source(edit)


def new_macro(text: str) -> Callable[[Copy], None]:
    return lambda copy: copy.append(MACROS, "\n" + text + "\n")


def enforce_versioned_contract(copy: Copy) -> None:
    config("zz_versioned", contract={"enforced": True})(copy)


def both(*edits: Callable[[Copy], None]) -> Callable[[Copy], None]:
    def change(copy: Copy) -> None:
        for edit in edits:
            edit(copy)

    return change


CHANGES = [
    Change("nothing", lambda copy: None),
    # The project's own files.
    *[Change(f"own model {number}: body", body_of_own_model(number)) for number in range(5)],
    Change("own seed: another row", row_in_own_seed),
    Change("own source: schema", own_source_schema, parse_all=True),
    # Code.
    Change("body: a word", lambda copy: copy.replace(sql("zz_orders"), "amount,", "amount + 0 as amount,")),
    Change("body: white space at the edges", edit_bytes(sql("zz_orders"), lambda text: b"\n\n  " + text + b"\n\n")),
    Change("body: white space inside", lambda copy: copy.replace(sql("zz_orders"), "select order_id", "select  order_id")),
    Change("body: CRLF", edit_bytes(sql("zz_hooked"), lambda text: text.replace(b"\n", b"\r\n"))),
    Change("body: decomposed letters", edit_bytes(sql("zz_accents"), lambda text: unicodedata.normalize("NFD", text.decode()).encode())),
    Change("body: case of a letter", lambda copy: copy.replace(sql("zz_accents"), "Café", "café")),
    Change("body: ephemeral", lambda copy: copy.replace(sql("zz_ephemeral"), "order_id", "order_id + 1 as order_id")),
    Change("body: singular test", lambda copy: copy.append("tests/zz_state/zz_no_empty_orders.sql", " or amount < 0")),
    Change("body: analysis", lambda copy: copy.append("analyses/zz_analysis.sql", " where 1 = 1")),
    Change("body: tag in config()", lambda copy: copy.replace(sql("zz_customers"), "['zz']", "['zz', 'more']")),
    # Macros.
    Change("macro: called directly", lambda copy: copy.replace(MACROS, "{{ zz_inner(column) }}", "({{ zz_inner(column) }})")),
    Change("macro: called by a macro", lambda copy: copy.replace(MACROS, "2){% endmacro %}", "3){% endmacro %}")),
    Change("macro: in a circle", lambda copy: copy.replace(MACROS, "zz_ping(n + 1)", "zz_ping(n + 2)")),
    Change("macro: of a hook", lambda copy: copy.replace(MACROS, "select 1{% endmacro %}", "select 2{% endmacro %}")),
    Change("macro: of a generic test", lambda copy: copy.replace(MACROS, "<= 0", "< 0")),
    Change("macro: unused", lambda copy: copy.replace(MACROS, "zz_unused() %}0", "zz_unused() %}1")),
    Change("macro: dispatch override added", new_macro("{% macro duckdb__zz_dispatched() %}2{% endmacro %}")),
    Change(
        "macro: dispatch override removed",
        lambda copy: copy.replace(MACROS, "{% macro duckdb__zz_dispatched() %}2{% endmacro %}", ""),
        both=new_macro("{% macro duckdb__zz_dispatched() %}2{% endmacro %}"),
    ),
    Change("macro: generate_schema_name", lambda copy: copy.write(
        "macros/zz_state/zz_schema.sql", "{% macro generate_schema_name(name, node) %}{{ target.schema }}_zz{% endmacro %}")),
    Change("macro: is_incremental overridden", new_macro("{% macro is_incremental() %}{{ return(false) }}{% endmacro %}")),
    # Configuration.
    Change("yaml: meta", model("zz_orders", meta={"owner": "bob", "level": 1})),
    Change("yaml: meta 1 becomes 1.0", model("zz_orders", meta={"owner": "ann", "level": 1.0})),
    Change("yaml: meta 1 becomes true", model("zz_orders", meta={"owner": "ann", "level": True})),
    Change("yaml: meta in another order", model("zz_orders", meta={"level": 1, "owner": "ann"})),
    Change("yaml: empty meta", model("zz_documented", meta={})),
    Change("yaml: tags", config("zz_orders", tags=["hourly"])),
    Change("yaml: column meta and tags", lambda copy: column(copy, "zz_orders", "order_id", meta={"a": 1}, tags=["b"])),
    Change("yaml: materialized", config("zz_orders", materialized="table")),
    Change("yaml: materialized as it was by default", config("zz_orders", materialized="view")),
    Change("yaml: alias", config("zz_orders", alias="zz_orders_other")),
    Change("yaml: schema", config("zz_incremental", schema="zz_other")),
    Change("yaml: database", config("zz_orders", database="other")),
    Change("yaml: enabled false", config("zz_documented", enabled=False)),
    Change("yaml: persist_docs", config("zz_orders", persist_docs={"relation": True})),
    Change("yaml: hook", config("zz_orders", **{"post-hook": ["select 1"]})),
    Change("yaml: unknown setting", config("zz_orders", zz_setting=1)),
    Change("yaml: setting of null", config("zz_orders", unique_key=None)),
    Change("config(): unique_key", lambda copy: copy.replace(sql("zz_incremental"), "unique_key='order_id'", "unique_key=['order_id']")),
    Change("project: +materialized", lambda copy: project_models(copy, **{"+materialized": "table"})),
    Change("project: +meta", lambda copy: project_models(copy, **{"+meta": {"x": 1}})),
    Change("project: +tags and +group", lambda copy: project_models(copy, **{"+tags": ["x"], "+group": "zz_sales"})),
    Change("project: +schema", lambda copy: project_models(copy, **{"+schema": "zz_all"})),
    Change("project: vars", project(lambda document: document.setdefault("vars", {}).update(zz_number=7))),
    Change("env_var in a body", lambda copy: None, environment={"ZZ_STATE_BODY": "two"}),
    Change("env_var in yaml", lambda copy: None, environment={"ZZ_STATE_META": "two"}),
    Change("target schema", lambda copy: None, environment={"PLUMBLINE_SCHEMA": "pull_request"}),
    # Descriptions.
    Change("description: not stored", model("zz_orders", description="Another.")),
    Change("description: stored", model("zz_documented", description="Another.")),
    Change("description: of a column, not stored", lambda copy: column(copy, "zz_orders", "order_id", description="Another.")),
    Change("description: of a column, stored", lambda copy: column(copy, "zz_documented", "name", description="Another.")),
    Change("description: another stored column", in_yaml(
        "models", "zz_documented", lambda item: item["columns"].append({"name": "extra", "description": "x"}))),
    # Contracts, versions, access, groups.
    Change("contract: size of a type", contract_columns(lambda columns: columns[1].update(data_type="varchar(30)"))),
    Change("contract: case of a type", contract_columns(lambda columns: columns[0].update(data_type="INTEGER"))),
    Change("contract: order of columns", contract_columns(lambda columns: columns.reverse())),
    Change("contract: column removed", contract_columns(lambda columns: columns.pop())),
    Change("contract: constraint removed", contract_columns(lambda columns: columns[0].pop("constraints"))),
    Change("contract: not enforced any more", config("zz_contract", contract={"enforced": False})),
    Change("contract: newly enforced", config("zz_versioned", contract={"enforced": True})),
    Change("contract: contracted model deleted", lambda copy: (
        copy.delete(sql("zz_contract")),
        copy.yaml(YAML, lambda document: (
            document.update(models=[item for item in document["models"] if item["name"] != "zz_contract"]),
            document.update(exposures=[item for item in document["exposures"] if item["name"] != "zz_notebook"]),
        )),
    )),
    Change(
        "contract: broken for a versioned model",
        in_yaml("models", "zz_versioned", lambda item: item["columns"][0].update(data_type="varchar")),
        both=enforce_versioned_contract,
        refused="zz_versioned.v1",
    ),
    Change("types without a contract", lambda copy: column(copy, "zz_orders", "order_id", data_type="bigint")),
    Change("version: latest", model("zz_versioned", latest_version=1)),
    Change("version: deprecation date", in_yaml(
        "models", "zz_versioned", lambda item: item["versions"][0].update(deprecation_date="2031-01-01"))),
    Change("version: a third", both(
        in_yaml("models", "zz_versioned", lambda item: item["versions"].append({"v": 3})),
        lambda copy: copy.write(sql("zz_versioned_v3"), "select 3 as id\n"))),
    Change("access: in yaml", model("zz_versioned", access="protected")),
    Change("access: in config()", lambda copy: copy.replace(sql("zz_private"), "private", "protected")),
    Change("group: another", lambda copy: copy.replace(sql("zz_private"), "zz_finance", "zz_sales")),
    Change("group: its owner", in_yaml("groups", "zz_finance", lambda item: item.update(owner={"name": "Other"}))),
    # Files.
    Change("model added", lambda copy: copy.write(sql("zz_new"), "select * from {{ ref('zz_orders') }}\n")),
    Change("model deleted", lambda copy: copy.delete(sql("zz_reads_ephemeral"))),
    Change("model renamed", lambda copy: copy.move(sql("zz_reads_ephemeral"), sql("zz_reads_ephemeral_too"))),
    Change("model moved", lambda copy: copy.move(sql("zz_hooked"), f"{MODELS}/deeper/zz_hooked.sql")),
    Change("yaml moved", lambda copy: copy.move(YAML, f"{MODELS}/zz_renamed.yml")),
    # Seeds and snapshots.
    Change("seed: a value", lambda copy: copy.replace("seeds/zz_state/zz_seed.csv", "two", "zwei")),
    Change("seed: newline at the end", edit_bytes("seeds/zz_state/zz_seed.csv", lambda text: text + b"\n\n")),
    Change("seed: CRLF", edit_bytes("seeds/zz_state/zz_seed.csv", lambda text: text.replace(b"\n", b"\r\n"))),
    Change("seed: column type", in_yaml(
        "seeds", "zz_seed", lambda item: item["config"].update(column_types={"id": "bigint"}), "seeds/zz_state/zz_seed.yml")),
    Change("seed: a value of a big one", lambda copy: copy.replace("seeds/zz_state/zz_big_seed.csv", "row 7\n", "row seven\n")),
    Change("seed: a big one moved", lambda copy: copy.move("seeds/zz_state/zz_big_seed.csv", "seeds/zz_other/zz_big_seed.csv")),
    Change("seed: a big one becomes small", lambda copy: copy.write("seeds/zz_state/zz_big_seed.csv", "id,label\n1,one\n")),
    Change("snapshot: columns to check", config("zz_snapshot", "snapshots", check_cols=["amount", "customer_id"])),
    Change("snapshot: query", lambda copy: copy.replace("snapshots/zz_state/zz_sql_snapshot.sql", ", name", ", upper(name) as name")),
    Change("snapshot: relation", in_yaml("snapshots", "zz_snapshot", lambda item: item.update(relation="ref('zz_incremental')"))),
    # Sources.
    Change("source: schema", in_source(lambda item: item.update(schema="zz_elsewhere")), parse_all=True),
    Change("source: schema by target", in_source(lambda item: item.update(schema="{{ target.schema }}")), parse_all=True),
    Change("source: identifier", source_table("customers", identifier="customers_v2"), parse_all=True),
    Change("source: freshness", source_table("orders", freshness={"warn_after": {"count": 24, "period": "hour"}}), parse_all=True),
    Change("source: loaded_at_field", source_table("orders", loaded_at_field="loaded_at"), parse_all=True),
    Change("source: description", source_table("customers", description="Another."), parse_all=True),
    Change("source: meta", in_source(lambda item: item.update(meta={"team": "other"})), parse_all=True),
    Change("source: quoting", in_source(lambda item: item.update(quoting={"identifier": True})), parse_all=True),
    Change("source: external", source_table("orders", external={"location": "s3://bucket/orders"}), parse_all=True),
    Change("source: another table", in_source(lambda item: item["tables"].append({"name": "more"})), parse_all=True),
    # Tests.
    Change("test: severity", lambda copy: column(copy, "zz_orders", "order_id", data_tests=[
        "unique", {"not_null": {"config": {"severity": "error"}}}])),
    Change("test: where", lambda copy: column(copy, "zz_orders", "order_id", data_tests=[
        {"unique": {"config": {"where": "order_id > 1"}}}, {"not_null": {"config": {"severity": "warn"}}}])),
    Change("test: tags and meta", lambda copy: column(copy, "zz_orders", "order_id", data_tests=[
        {"unique": {"config": {"tags": ["x"], "meta": {"y": 1}}}}, {"not_null": {"config": {"severity": "warn"}}}])),
    Change("test: added", lambda copy: column(copy, "zz_customers", "customer_id", data_tests=["unique", "zz_positive", "not_null"])),
    Change("test: removed", lambda copy: column(copy, "zz_customers", "customer_id", data_tests=["unique"])),
    Change("test: unit test expects something else", in_yaml(
        "unit_tests", "zz_orders_pass_through", lambda item: item["expect"]["rows"][0].update(amount=6))),
    Change("test: description of a unit test", in_yaml(
        "unit_tests", "zz_orders_pass_through", lambda item: item.update(description="Another."))),
    Change("test: unit test added", lambda copy: copy.yaml(YAML, lambda document: document["unit_tests"].append(
        {**document["unit_tests"][0], "name": "zz_another"}))),
    # Exposures, the semantic layer, functions.
    Change("exposure: url", in_yaml("exposures", "zz_dashboard", lambda item: item.update(url="https://example.com/new"))),
    Change("exposure: owner", in_yaml("exposures", "zz_dashboard", lambda item: item.update(owner={"email": "new@example.com"}))),
    Change("exposure: depends on less", in_yaml("exposures", "zz_dashboard", lambda item: item["depends_on"].pop())),
    Change("exposure: depends on in another order", in_yaml("exposures", "zz_dashboard", lambda item: item["depends_on"].reverse())),
    Change("exposure: meta", config("zz_dashboard", "exposures", meta={"x": 1})),
    Change("exposure: added", lambda copy: copy.yaml(YAML, lambda document: document["exposures"].append(
        {"name": "zz_more", "type": "ml", "owner": {"name": "Zoe"}, "depends_on": ["ref('zz_orders')"]}))),
    Change("metric: label", in_yaml("metrics", "zz_revenue", lambda item: item.update(label="Turnover"))),
    Change("metric: type parameters", in_yaml("metrics", "zz_revenue", lambda item: item.update(
        type_params={"measure": {"name": "revenue", "fill_nulls_with": 0}}))),
    Change("semantic model: measure", in_yaml("semantic_models", "zz_order_facts", lambda item: item["measures"][0].update(agg="max"))),
    Change("semantic model: description", in_yaml("semantic_models", "zz_order_facts", lambda item: item.update(description="x"))),
    Change("saved query: description", in_yaml("saved_queries", "zz_weekly", lambda item: item.update(description="x"))),
    Change("saved query: grouping", in_yaml("saved_queries", "zz_weekly", lambda item: item["query_params"].update(
        group_by=["TimeDimension('metric_time', 'week')"]))),
    Change("function: body", lambda copy: copy.replace("functions/zz_double.sql", "n * 2", "n + n")),
    Change("function: returns", in_yaml("functions", "zz_double", lambda item: item.update(
        returns={"data_type": "bigint"}), "functions/zz_double.yml")),
    # Several at once.
    Change("two models on one path", both(
        lambda copy: copy.append(sql("zz_orders"), " where true"),
        lambda copy: copy.append(sql("zz_incremental"), " where true"))),
]

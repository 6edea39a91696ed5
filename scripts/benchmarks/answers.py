"""What a diff says in numbers, and what is true."""

from __future__ import annotations

from dataclasses import dataclass

from .tables import Table, changed_places


@dataclass(frozen=True)
class Answer:
    """What a contender does not say is None, and not judged."""

    rows: tuple[int, int] | None = None
    exclusive: tuple[int, int] | None = None
    changed: int | None = None
    # Value differences of the columns that have any, in rows that both sides have.
    columns: dict[str, int] | None = None

    def mistakes(self, truth: Answer) -> list[str]:
        """What is said otherwise than it is."""
        said = {"row counts": (self.rows, truth.rows), "exclusive rows": (self.exclusive, truth.exclusive),
                "changed rows": (self.changed, truth.changed), "counts per column": (self.columns, truth.columns)}
        return [name for name, (mine, true) in said.items() if mine is not None and mine != true]


def truth(data, table: Table, variant: str) -> Answer:
    """Counted on side a by the rules that made side b, without a join; the hand-written join has to say the same."""
    deleted, added = (table.mixed(200) + " = 7", table.mixed(200) + " = 8") if variant == "exclusive" else ("FALSE", "FALSE")
    places = {} if variant in ("same", "exclusive") else changed_places(table, variant)
    filters = [deleted, added, *places.values()]
    counts = ", ".join(f"(SELECT count(*) FROM a.{table.name} WHERE {condition})" for condition in filters)
    [(rows, gone, new, *changes)] = data.rows(f"SELECT (SELECT count(*) FROM a.{table.name}), {counts}")
    columns = {name: count for name, count in zip(places, changes) if count}
    return Answer((rows, rows - gone + new), (gone, new), sum(changes), columns)


def of_plumbline(result: dict) -> Answer:
    """From `plumbline diff --format json`; a diff that failed, or only sampled, says nothing that could be right."""
    if result["status"] != "success" or result["sampling"]["sampled"]:
        return Answer(rows=(-1, -1))
    keys, values = result["pks"], result["values"]
    if any(keys["dupes"]) or any(keys["nulls"]):
        return Answer(rows=(-1, -1))
    columns = {column["column_name"]: column["values_different"] for column in values["columns_diff_stats"] if column["values_different"]}
    return Answer(tuple(keys["total_rows"]), tuple(keys["exclusives"]), values["rows_with_differences"], columns)


def of_peer(result: dict) -> Answer:
    """From `--stats --json` of data-diff and reladiff, which count an exclusive row as a difference in every column."""
    exclusive = (result["exclusive_A"], result["exclusive_B"])
    counts = result.get("stats", {}).get("diff_counts")
    columns = {name.removesuffix("_a"): count for name, count in counts.items() if count} if counts and not any(exclusive) else None
    return Answer((result["rows_A"], result["rows_B"]), exclusive, result["updated"], columns)

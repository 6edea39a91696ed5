"""The tables of the data diff benchmark and the changes made to them: the same SQL in DuckDB and in PostgreSQL."""

import itertools
from dataclasses import dataclass

# Multiplying modulo a prime is one to one for keys below it, so taking "every 1000th" of the products takes scattered rows, and always the same.
PRIME = 2147483647
FACTOR = 1103515245

VARIANTS = ("same", "three", "scattered", "shuffled", "tenth", "exclusive")


@dataclass(frozen=True)
class Table:
    """A table of side a; its changed versions have the same name in the schemas of side b."""

    name: str
    key: tuple[str, ...]
    # An integer below PRIME for each key.
    number: str
    # Which columns a change touches, and their new value. Each changed row has one of them changed.
    changes: dict[str, str]
    # Added to the first column of a key gives a key that side a does not have, in the midst of its keys.
    gap: int
    # The table of TPC-H it is, and at how many times the scale; nothing for a table made here.
    source: str = ""
    size: int = 1

    def mixed(self, modulus: int) -> str:
        return f"({self.number}) * {FACTOR} % {PRIME} % {modulus}"


ORDERS_CHANGES = {
    "o_totalprice": "CAST(o_totalprice + 1 AS DECIMAL(15,2))",
    "o_orderstatus": "CASE o_orderstatus WHEN 'O' THEN 'F' ELSE 'O' END",
    "o_orderdate": "o_orderdate + 1",
}
TABLES = {
    table.name: table
    for table in (
        Table(
            "lineitem", ("l_orderkey", "l_linenumber"), "l_orderkey * 8 + l_linenumber",
            {
                "l_quantity": "CAST(l_quantity + 1 AS DECIMAL(15,2))",
                "l_shipmode": "CASE l_shipmode WHEN 'AIR' THEN 'RAIL' ELSE 'AIR' END",
                "l_receiptdate": "l_receiptdate + 1",
            }, 8, "lineitem",
        ),
        Table("orders", ("o_orderkey",), "o_orderkey", ORDERS_CHANGES, 8, "orders"),
        Table("orders_large", ("o_orderkey",), "o_orderkey", ORDERS_CHANGES, 8, "orders", size=10),
        Table(
            "wide", ("id",), "id",
            {
                "c002_decimal": "CAST(COALESCE(c002_decimal, 0) + 1 AS DECIMAL(18,2))",
                "c051_varchar": "COALESCE(c051_varchar, '') || '!'",
                "c094_date": "COALESCE(c094_date, DATE '2026-01-01') + 1",
            }, 1,
        ),
    )
}


WIDE_VALUES = {
    "bigint": "{m}",
    "double": "{m} / 7919.0::DOUBLE",
    "decimal": "({m} / 100.0)::DECIMAL(18,2)",
    "varchar": "'value ' || ({m} % 100000)",
    "date": "DATE '2000-01-01' + ({m} % 10000)::INTEGER",
    "timestamp": "TIMESTAMP '2000-01-01' + to_microseconds({m} * 300000)",
}


def wide_select(rows: int) -> str:
    """A hundred columns of six types in DuckDB's SQL, one value in twenty NULL; the keys are even."""
    columns = []
    for index, (name, value) in zip(range(99), itertools.cycle(WIDE_VALUES.items())):
        mixed = f"((i * 131 + {index}) * {FACTOR} % {PRIME})"
        columns.append(f"CASE WHEN {mixed} % 20 <> 3 THEN {value.format(m=mixed)} END AS c{index:03}_{name}")
    return f"SELECT i * 2 AS id, {', '.join(columns)} FROM range(1, {rows + 1}) AS numbers(i)"


def variant_select(table: Table, variant: str, columns: list[str], source: str) -> str:
    """What side b holds in a variant, given the columns and the full name of side a's table."""
    everything = ", ".join(columns)
    if variant == "same":
        return f"SELECT {everything} FROM {source}"
    if variant == "exclusive":
        key, others = table.key[0], ", ".join(name for name in columns if name != table.key[0])
        names = f"SELECT {everything} FROM {source} WHERE {table.mixed(200)} <> 7"
        added = f"SELECT {key} + {table.gap} AS {key}, {others} FROM {source} WHERE {table.mixed(200)} = 8"
        return f"{names} UNION ALL SELECT {everything} FROM ({added}) AS added"
    places = changed_places(table, variant)
    values = [f"CASE WHEN {places[name]} THEN {table.changes[name]} ELSE {name} END AS {name}" if name in places else name for name in columns]
    select = f"SELECT {', '.join(values)} FROM {source}"
    return f"{select} ORDER BY {table.mixed(PRIME)}" if variant == "shuffled" else select


def changed_places(table: Table, variant: str) -> dict[str, str]:
    """For each changed column the condition of the rows in which it changes."""
    if variant == "three":
        first = f"SELECT {table.mixed(PRIME)} FROM a.{table.name} ORDER BY 1"
        return {
            name: f"{table.mixed(PRIME)} = ({first} LIMIT 1 OFFSET {index})" for index, name in enumerate(table.changes)
        }
    every = 10 if variant == "tenth" else 1000
    count = len(table.changes)
    return {name: f"{table.mixed(every * count)} = {7 + every * index}" for index, name in enumerate(table.changes)}

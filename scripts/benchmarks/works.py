"""What is diffed, and what has to be reached."""

from __future__ import annotations

from dataclasses import dataclass

CHANGES = {
    "same": "identical", "three": "3 rows changed", "scattered": "0.1 % changed", "shuffled": "0.1 % changed, b in another order",
    "tenth": "10 % changed", "exclusive": "1 % exclusive",
}
ENGINES = {"duckdb": "DuckDB", "postgresql": "PostgreSQL", "across": "DuckDB to PostgreSQL"}
TABLES = {"wide": "100 columns", "orders_large": "orders x 10"}


@dataclass(frozen=True)
class Work:
    """Limits are times of others in the same run, multiplied; `peers` is how many times faster than the fastest peer."""

    engine: str
    table: str
    variant: str
    limit: float | None = None
    hand: float | None = None
    peers: float | None = None
    large: bool = False

    @property
    def name(self) -> str:
        return f"{self.engine}-{self.table}-{self.variant}"

    @property
    def title(self) -> str:
        return f"{TABLES.get(self.table, self.table)}, {ENGINES[self.engine]}, {CHANGES[self.variant]}"


WORKS = [
    Work("duckdb", "lineitem", "same", limit=1.5),
    Work("duckdb", "lineitem", "three"),
    Work("duckdb", "lineitem", "scattered", limit=2.0, peers=8),
    Work("duckdb", "lineitem", "shuffled"),
    Work("duckdb", "lineitem", "tenth", hand=1.1),
    Work("duckdb", "lineitem", "exclusive"),
    Work("duckdb", "wide", "scattered", limit=2.0),
    Work("postgresql", "lineitem", "scattered", limit=2.0, peers=8),
    Work("postgresql", "orders", "same"),
    Work("postgresql", "orders", "three"),
    Work("postgresql", "orders", "scattered", limit=1.5, hand=1.0),
    Work("postgresql", "orders", "shuffled"),
    Work("postgresql", "orders", "tenth"),
    Work("postgresql", "orders", "exclusive"),
    Work("across", "orders", "same"),
    Work("across", "orders", "scattered", limit=2.0),
    Work("across", "orders", "exclusive"),
    Work("duckdb", "orders_large", "scattered", large=True),
    Work("postgresql", "orders_large", "scattered", large=True),
    Work("across", "orders_large", "scattered", large=True),
]

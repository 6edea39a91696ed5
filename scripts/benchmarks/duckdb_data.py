"""The benchmark's tables in a DuckDB file."""

import subprocess
import sys
from pathlib import Path

import duckdb

from .tables import VARIANTS, Table, variant_select, wide_select

WIDE_ROWS = 300_000


class DuckDBData:
    """Tables are made when they are first asked for, and kept."""

    name = "DuckDB"

    def __init__(self, folder: Path, scale: float):
        self.folder, self.scale = folder, scale
        self.path = folder / "bench.duckdb"
        self.uri = f"duckdb://{self.path}"
        with self.connect(read_only=False) as connection:
            for schema in ("a", *(f"b_{variant}" for variant in VARIANTS)):
                connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")

    def connect(self, read_only: bool = True) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(str(self.path), read_only=read_only)

    def rows(self, query: str) -> list[tuple]:
        with self.connect() as connection:
            return connection.execute(query).fetchall()

    def columns(self, table: Table) -> dict[str, str]:
        """Names and types of side a."""
        found = self.rows(f"SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = 'a' AND table_name = '{table.name}' "
                          "ORDER BY column_index")
        return dict(found)

    def ensure(self, table: Table, variant: str | None = None):
        """Makes side a, and with a variant side b."""
        if not self.columns(table):
            self.create(f"a.{table.name}", self.original(table))
        if variant and not self.exists(f"b_{variant}", table.name):
            self.create(f"b_{variant}.{table.name}", variant_select(table, variant, list(self.columns(table)), f"a.{table.name}"))

    def exists(self, schema: str, name: str) -> bool:
        return bool(self.rows(f"SELECT 1 FROM duckdb_tables() WHERE schema_name = '{schema}' AND table_name = '{name}'"))

    def create(self, name: str, select: str):
        print(f"DuckDB: making {name}", file=sys.stderr)
        with self.connect(read_only=False) as connection:
            connection.execute(f"CREATE TABLE {name} AS {select}")
            connection.execute("CHECKPOINT")

    def original(self, table: Table) -> str:
        if not table.source:
            return wide_select(max(1000, int(WIDE_ROWS * self.scale)))
        scale = self.scale * table.size
        file = self.folder / f"tpch-{scale:g}" / f"{table.source}.parquet"
        if not file.exists():
            program = Path(sys.executable).parent / "tpchgen-cli"
            subprocess.run([program, "parquet", "--scale-factor", f"{scale:g}", "--tables", table.source, "--output-dir", file.parent],
                           check=True, stdout=subprocess.DEVNULL)
        return f"SELECT * FROM '{file}'"

    def stream(self, name: str) -> int:
        """All rows of a table in Arrow's format, batch by batch."""
        with self.connect() as connection:
            return sum(batch.num_rows for batch in connection.sql(f"SELECT * FROM {name}").to_arrow_reader())

    def end_statements(self, _: str):
        """They ended with their process."""

"""The benchmark's tables in PostgreSQL."""

import sys
import tempfile
from pathlib import Path

import adbc_driver_postgresql.dbapi
import psycopg

from .duckdb_data import DuckDBData
from .postgresql_server import PostgreSQLServer
from .tables import VARIANTS, Table, variant_select

TYPES = {"VARCHAR": "text", "DOUBLE": "double precision"}


class PostgreSQLData:
    """Side a comes from DuckDB as text; side b is made by the same statements as there."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, origin: DuckDBData, index: bool = False):
        self.folder, self.index, self.origin = folder, index, origin
        self.server = PostgreSQLServer(folder)
        self.uri = self.address("bench")
        self.prepare()

    def address(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.server.port}/{database}"

    def prepare(self):
        with self.connect("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'bench'").fetchone():
                connection.execute("CREATE DATABASE bench")
        with self.connect() as connection:
            for schema in ("a", *(f"b_{variant}" for variant in VARIANTS)):
                connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")

    def connect(self, database: str = "bench") -> psycopg.Connection:
        return psycopg.connect(self.address(database), autocommit=True)

    def rows(self, query: str) -> list[tuple]:
        with self.connect() as connection:
            return connection.execute(query).fetchall()

    def columns(self, table: Table) -> dict[str, str]:
        return self.origin.columns(table)

    def ensure(self, table: Table, variant: str | None = None):
        self.origin.ensure(table)
        if not self.exists("a", table.name):
            self.copy(table)
        if variant and not self.exists(f"b_{variant}", table.name):
            self.create(f"b_{variant}.{table.name}", variant_select(table, variant, list(self.columns(table)), f"a.{table.name}"))

        for schema in ("a", *([f"b_{variant}"] if variant else [])):
            self.arrange_index(schema, table)

    def arrange_index(self, schema: str, table: Table):
        name = f"{table.name}_key"
        if self.index:
            statement = f"CREATE UNIQUE INDEX IF NOT EXISTS {name} ON {schema}.{table.name} ({', '.join(table.key)})"
        else:
            statement = f"DROP INDEX IF EXISTS {schema}.{name}"
        with self.connect() as connection:
            connection.execute(statement)

    def exists(self, schema: str, name: str) -> bool:
        return self.rows(f"SELECT to_regclass('{schema}.{name}') IS NOT NULL") == [(True,)]

    def create(self, name: str, select: str):
        print(f"PostgreSQL: making {name}", file=sys.stderr)
        with self.connect() as connection:
            connection.execute(f"CREATE TABLE {name} AS {select}")
            connection.execute(f"VACUUM ANALYZE {name}")

    def copy(self, table: Table):
        print(f"PostgreSQL: copying a.{table.name}", file=sys.stderr)
        columns = ", ".join(f"{name} {TYPES.get(type, type)}" for name, type in self.columns(table).items())
        with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".csv") as file, self.connect() as connection:
            with self.origin.connect() as origin:
                origin.execute(f"COPY a.{table.name} TO '{file.name}' (FORMAT csv, HEADER false)")
            with connection.transaction():
                connection.execute(f"CREATE TABLE a.{table.name} ({columns})")
                with open(file.name, "rb") as source, connection.cursor().copy(f"COPY a.{table.name} FROM STDIN (FORMAT csv)") as target:
                    while block := source.read(1 << 20):
                        target.write(block)
            connection.execute(f"VACUUM ANALYZE a.{table.name}")

    def stream(self, name: str) -> int:
        """All rows of a table in Arrow's format, batch by batch."""
        with adbc_driver_postgresql.dbapi.connect(self.uri) as connection, connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {name}")
            return sum(batch.num_rows for batch in cursor.fetch_record_batch())

    def end_statements(self, application: str):
        """Of programs that were ended: the server would go on until it has something to say to them."""
        self.rows(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{application}'")

    def close(self):
        self.server.close()

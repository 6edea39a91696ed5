"""What anybody can write by hand: the least that reads both tables, and the obvious join."""

from .answers import Answer
from .tables import Table


def hashing(engine: str, table: Table, variant: str, columns: list[str]) -> list[str]:
    """Both tables scanned and each column of each row hashed by the engine itself, one table after the other."""
    values = f"bit_xor(hash({', '.join(columns)}))" if engine == "DuckDB" else "sum(hash_record_extended(t.*, 0))"
    return [f"SELECT {values} FROM {schema}.{table.name} AS t" for schema in ("a", f"b_{variant}")]


def join(table: Table, variant: str, columns: list[str]) -> str:
    """Counts of rows, of exclusive rows, and of differing values in each column that is not of the key."""
    key = table.key[0]
    on = " AND ".join(f"a.{name} = b.{name}" for name in table.key)
    both = f"a.{key} IS NOT NULL AND b.{key} IS NOT NULL"
    counts = [f"count(a.{key})", f"count(b.{key})", f"count(*) FILTER (WHERE b.{key} IS NULL)", f"count(*) FILTER (WHERE a.{key} IS NULL)"]
    counts += [f"count(*) FILTER (WHERE {both} AND a.{name} IS DISTINCT FROM b.{name})" for name in columns if name not in table.key]
    return f"SELECT {', '.join(counts)} FROM a.{table.name} AS a FULL JOIN b_{variant}.{table.name} AS b ON {on}"


def of_join(table: Table, columns: list[str], row: tuple) -> Answer:
    names = [name for name in columns if name not in table.key]
    differences = {name: count for name, count in zip(names, row[4:]) if count}
    return Answer(rows=row[:2], exclusive=row[2:4], columns=differences)

"""The benchmark's lines as Markdown."""

from dataclasses import dataclass

from .works import Work

POSTGRESQL_MEGABYTES = 100
ABOVE_ENGINE_MEGABYTES = 100


@dataclass
class Line:
    """A work as it was measured: median seconds by contender, what went wrong, and plumbline's own numbers."""

    work: Work
    seconds: dict[str, float]
    troubles: dict[str, str | None]
    mistakes: dict[str, list[str]]
    numbers: dict[str, int]
    # DuckDB's memory limit in megabytes where DuckDB takes part.
    engine_memory: float | None

    def cell(self, name: str) -> str:
        if name not in self.seconds:
            return "-"
        if self.troubles[name]:
            return self.troubles[name].replace("|", "\\|")
        wrong = f" (wrong {', '.join(self.mistakes[name])})" if self.mistakes[name] else ""
        return f"{self.seconds[name]:.2f}{wrong}"

    def ratio(self, name: str) -> float | None:
        """How many times as long as a contender plumbline took."""
        measured = name in self.seconds and not self.troubles["plumbline"]
        return self.seconds["plumbline"] / self.seconds[name] if measured else None

    def times_faster(self) -> float | None:
        """Than the faster peer; one that was ended is taken to have needed no more than that, one that failed does not count."""
        ran = [name for name in ("data-diff", "reladiff") if name in self.seconds and not (self.troubles[name] or "").startswith("failed")]
        measured = ran and not self.troubles["plumbline"]
        return min(self.seconds[name] for name in ran) / self.seconds["plumbline"] if measured else None

    def goals(self) -> list[tuple[str, bool | None]]:
        """What is to be reached, and whether it is; None where there was nothing to compare with."""
        goals = []
        for name, most in (("limit", self.work.limit), ("hand", self.work.hand)):
            if most is not None:
                ratio = self.ratio(name)
                goals.append((f"≤ {most:.1f} x {name}", None if ratio is None else ratio <= most))
        if self.work.peers is not None:
            times = self.times_faster()
            goals.append((f"{self.work.peers:g} x faster than the peers", None if times is None else times >= self.work.peers))
        return goals

    def failed(self) -> bool:
        return bool(self.troubles["plumbline"] or self.mistakes["plumbline"])

    def memory_limit(self) -> float:
        return POSTGRESQL_MEGABYTES if self.engine_memory is None else self.engine_memory + ABOVE_ENGINE_MEGABYTES


def report(lines: list[Line]) -> str:
    return "\n".join([*times(lines), "", *resources(lines)])


def times(lines: list[Line]) -> list[str]:
    names = ["limit", "hand", "data-diff", "reladiff", "plumbline"]
    rows = [f"| work | {' | '.join(names)} | x limit | x hand | peers x | to reach | holds |"]
    rows.append("|---|---:|---:|---:|---:|---:|---:|---:|---:|---|---|")
    for line in lines:
        ratios = [number(line.ratio("limit"), 2), number(line.ratio("hand"), 2), number(line.times_faster(), 1)]
        goals = line.goals()
        words = "; ".join(words for words, _ in goals) or "-"
        rows.append(f"| {line.work.title} | {' | '.join(map(line.cell, names))} | {' | '.join(ratios)} | {words} | {verdict(line, goals)} |")
    return rows


def verdict(line: Line, goals: list[tuple[str, bool | None]]) -> str:
    if line.failed():
        return "**failed**" if line.troubles["plumbline"] else "**wrong**"
    if any(holds is False for _, holds in goals):
        return "**no**"
    judged = [holds for _, holds in goals if holds]
    return "-" if not judged else "yes" if len(judged) == len(goals) else "as far as measured"


def resources(lines: list[Line]) -> list[str]:
    rows = ["| work | peak memory, MB | to reach | holds | queries | fetched, MB |", "|---|---:|---:|---|---:|---:|"]
    for line in lines:
        memory, most = line.numbers["memory"] / 1024, line.memory_limit()
        holds = "-" if line.troubles["plumbline"] else "yes" if memory < most else "**no**"
        fetched = line.numbers["fetched"] / (1024 * 1024)
        rows.append(f"| {line.work.title} | {memory:.0f} | < {most:.0f} | {holds} | {line.numbers['queries']} | {fetched:.2f} |")
    return rows


def number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"

"""What `validate` has done and found, a layer at a time, and how that is shown: as text, JSON or GitHub annotations."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from findings import LAYERS, Finding, line_of

_RED, _GREEN, _YELLOW, _BOLD, _PLAIN = "\033[31m", "\033[32m", "\033[33m", "\033[1m", "\033[0m"


@dataclass
class Layer:
    """What one layer did. `checked` maps a kind of thing to how many were checked; `skipped` is (what, reason)."""

    name: str
    checked: dict[str, int] = field(default_factory=dict)
    failed: int = 0
    findings: list[Finding] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Report:
    """The outcome of a validation. `tables` are (name, rows, columns); rows is None where they could not be read."""

    package: str
    layers: list[Layer] = field(default_factory=list)
    tables: list[tuple[str, int | None, int | None]] = field(default_factory=list)
    readable: bool = True

    @property
    def findings(self) -> list[Finding]:
        """Errors and notices of all layers, in the order of the layers."""
        return [finding for layer in self.layers for finding in layer.findings]

    @property
    def errors(self) -> list[Finding]:
        """The findings that make a package invalid."""
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def status(self) -> int:
        """Exit status: 0 valid, 1 invalid, 2 nothing could be checked."""
        return 2 if not self.readable else 1 if self.errors else 0


def as_json(report: Report) -> str:
    """The report as one JSON document.

    Keys: `verdict` (valid, invalid, unchecked), `status` (exit status), `package`; `layers`, each with `layer`,
    `checked` (kind -> number), `failed`, `skipped` (`what`, `reason`); `tables`, each with `table`, `rows`,
    `columns`, `findings`; `findings`, each with `severity` (error, notice), `layer`, `rule`, `message`, `mend`,
    `file`, `line`, `table`, `key`, `field`, `value`.
    """
    per_table = Counter(finding.table for finding in report.errors)
    return json.dumps(
        {
            "verdict": _verdict(report),
            "status": report.status,
            "package": report.package,
            "layers": [
                {
                    "layer": layer.name,
                    "checked": layer.checked,
                    "failed": layer.failed,
                    "skipped": [{"what": what, "reason": reason} for what, reason in layer.skipped],
                }
                for layer in report.layers
            ],
            "tables": [
                {"table": name, "rows": rows, "columns": columns, "findings": per_table[name]}
                for name, rows, columns in report.tables
            ],
            "findings": [finding.as_dict() for finding in report.findings],
        },
        ensure_ascii=False,
        indent=2,
    )


def as_github(report: Report) -> str:
    """The report as workflow commands: `::error file=…,line=…,title=…::message`, files as seen from this folder."""
    lines, root, here = [], Path(report.package).resolve(), Path.cwd()
    prefix = root.relative_to(here) if root.is_relative_to(here) else Path()
    for finding in report.findings:
        kind = "error" if finding.severity == "error" else "notice"
        where = {
            "file": (prefix / finding.file).as_posix() if finding.file else "",
            "line": finding.line or 1,
            "title": finding.rule,
        }
        properties = ",".join(f"{name}={_escape(str(value), True)}" for name, value in where.items() if value)
        lines.append(f"::{kind} {properties}::{_escape(line_of(finding), False)}")
    return "\n".join([*lines, f"{report.package}: {_verdict_line(report)}"])


def as_text(report: Report, colour: bool = False) -> str:
    """The report for people: findings by layer, a line a table, a line a layer, notices, the verdict."""
    paint = (lambda text, code: f"{code}{text}{_PLAIN}") if colour else (lambda text, code: text)
    lines = []
    for layer in report.layers:
        errors = [finding for finding in layer.findings if finding.severity == "error"]
        if errors:
            lines.append(paint(f"{LAYERS.index(layer.name) + 1} {layer.name}", _BOLD))
            lines += [paint(line_of(finding), _RED) for finding in errors] + [""]
    if report.tables:
        lines += [*_table_lines(report), ""]
    for layer in report.layers:
        lines += _layer_lines(layer)
    lines += [paint(line, _YELLOW) for line in _notice_lines(report)]
    lines.append(paint(_verdict_line(report), _RED if report.status else _GREEN))
    return "\n".join(lines)


def wants_colour() -> bool:
    """Whether standard output is a terminal whose user has not set NO_COLOR."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _table_lines(report: Report) -> list[str]:
    per_table = Counter(finding.table for finding in report.errors)
    rows = [("table", "rows", "columns", "findings")]
    for name, count, columns in report.tables:
        rows.append((name, *("-" if n is None else f"{n:,}" for n in (count, columns)), str(per_table[name])))
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    return [
        "  ".join([row[0].ljust(widths[0]), *(row[i].rjust(widths[i]) for i in (1, 2, 3))]).rstrip() for row in rows
    ]


def _layer_lines(layer: Layer) -> list[str]:
    checked = ", ".join(f"{count:,} {kind}" for kind, count in layer.checked.items()) or "nothing"
    head = f"{LAYERS.index(layer.name) + 1} {layer.name:<10}  checked {checked}"
    lines = [f"{head} · failed {layer.failed:,} · skipped {len(layer.skipped):,}"]
    reasons: dict[str, list[str]] = {}
    for what, reason in layer.skipped:
        reasons.setdefault(reason, []).append(what)
    lines += [f"    skipped, {reason}: {', '.join(things)}" for reason, things in reasons.items()]
    return lines


def _notice_lines(report: Report) -> list[str]:
    by_rule: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.severity == "notice":
            by_rule.setdefault(finding.rule, []).append(finding)
    return [
        f"notice {rule} ({len(found)}): {', '.join(finding.key or finding.field for finding in found)}"
        for rule, found in by_rule.items()
    ]


def _verdict(report: Report) -> str:
    return ("valid", "invalid", "unchecked")[report.status]


def _verdict_line(report: Report) -> str:
    count = len(report.errors)
    skipped = sum(len(layer.skipped) for layer in report.layers)
    rest = f"; {skipped:,} skipped" if skipped else ""
    if report.status == 2:
        return "unchecked: nothing could be checked"
    if report.status == 1:
        return f"invalid: {count:,} {'finding' if count == 1 else 'findings'}{rest}"
    return f"valid{rest}"


def _escape(text: str, is_property: bool) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if is_property else text

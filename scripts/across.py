"""Layer 4: what must hold across rows and tables: each query of `schemas/checks/` returns the rows at fault.

A file begins with comment lines: `-- title:`, `-- why:`, `-- message:` (with column names in braces), `-- mend:`, and,
where they are needed: `-- severity: notice`; `-- after:`, the checks whose fault at a row would only be repeated here;
`-- unless:`, the rules, of any layer, that leave nothing sure here where one of them is broken anywhere. The columns of
its result are "table", "key", field, value and what the message names.

Besides the tables of the package a query may use: `texts` (source_id, text), the canonical texts at hand;
`edtf_dates` (value, valid, earliest, latest), each distinct date of the package; `fields` ("table", field, type,
code_list, separator) and `enums` ("table", field, code, label), what the schemas say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

import dates
from codelists import codes_in
from findings import Finding
from package import Package
from report import Layer
from tables import TypedTable
from texts import read_texts

RULES = {
    "text-path": "The file of a text lies inside the package",
    "text-encoding": "A text is UTF-8",
    "text-hash": "A text is the one that was coded",
}
_EDTF = "http://id.loc.gov/datatypes/edtf/EDTF-level1"
_TYPES = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
_COMMENT = re.compile(r"-- (?P<name>title|why|message|mend|severity|after|unless): (?P<words>.+)")


@dataclass(frozen=True)
class Check:
    """One query and what its comments say about it."""

    name: str
    sql: str
    title: str
    why: str
    message: str
    mend: str
    severity: str = "error"
    after: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


def read_checks(schemas: Path) -> list[Check]:
    """The checks in `schemas`/checks in order of name. Raises TypeError where a comment line is missing."""
    checks = []
    for file in sorted((schemas / "checks").glob("*.sql")):
        sql = file.read_text("utf-8")
        matches = [match for match in map(_COMMENT.fullmatch, sql.split("\n")) if match]
        comments = {match["name"]: match["words"].strip() for match in matches}
        rules = {name: tuple(re.findall(r"[^\s,]+", comments.pop(name, ""))) for name in ("after", "unless")}
        checks.append(Check(file.stem, sql, **comments, **rules))
    return checks


def check_across(
    package: Package, tables: dict[str, TypedTable], unreadable: set[str], broken: set[str], schemas: Path
) -> Layer:
    """Run every check on `tables`, those that can be relied on; a check that needs another one is skipped.

    `unreadable` are the tables whose schema failed: what the schemas say is then not relied on either.
    `broken` are the rules that earlier layers found broken.
    """
    layer = Layer("across")
    checks = read_checks(schemas)
    helpers = {"texts", "edtf_dates"} | (set() if unreadable else {"fields", "enums"})
    texts, without_text = _trusted_texts(package, tables, layer)
    with duckdb.connect(":memory:") as connection:
        _load(connection, package, tables, texts)
        found: dict[str, list[Finding]] = {}
        blind = []
        for check in checks:
            needs = _needs(connection, check)
            missing = sorted(needs - tables.keys() - helpers)
            if missing:
                layer.skipped.append((check.name, f"{', '.join(missing)} could not be relied on"))
            elif "texts" in needs and not texts:
                blind.append(check.name)
            else:
                found[check.name] = _run(connection, check, package, tables)
    if blind:
        quotes = sum(len(tables[name].values) for name in ("evidence", "anomalies") if name in tables)
        reason = f"not checkable without the article: {len(blind)} checks, {quotes:,} quotes ({without_text})"
        layer.skipped += [(name, reason) for name in blind]
    broken = broken | {name for name, findings in found.items() if findings}
    for check in checks:
        causes = sorted(broken.intersection(check.unless))
        if causes and found.get(check.name):
            layer.skipped.append((check.name, f"{', '.join(causes)} comes first"))
        else:
            layer.findings += _without_echoes(check, found)
    layer.checked = {"checks": len(found)}
    layer.failed = len({finding.rule for finding in layer.findings if finding.severity == "error"})
    return layer


def _trusted_texts(package: Package, tables: dict[str, TypedTable], layer: Layer) -> tuple[dict[str, str], str]:
    """The texts at hand that are the ones that were coded, and why there are no others."""
    if "sources" not in tables:
        return {}, "sources could not be relied on"
    sources = tables["sources"].table
    texts, problems = read_texts(package, sources)
    layer.findings += problems
    trusted, reasons = {}, []
    for row, line in zip(sources.rows, sources.lines, strict=True):
        text = texts.get(row["source_id"])
        if text is None:
            continue
        if text.text is None:
            reasons.append(text.reason)
        elif row["sha256"] and row["sha256"] != text.sha256:
            reasons.append("it is not the text that was coded")
            layer.findings.append(
                Finding(
                    layer="across",
                    rule="text-hash",
                    message=f"{row['text_file']} is not the text that was coded: its hash is {text.sha256}.",
                    mend="Restore the text. If it was changed on purpose, clear this cell and code its changes.",
                    file=sources.file,
                    line=line,
                    table=sources.name,
                    key=row["source_id"],
                    field="sha256",
                    value=row["sha256"],
                )
            )
        else:
            trusted[row["source_id"]] = text.text
    return trusted, "; ".join(dict.fromkeys(reasons)) or "no source has a text"


def _load(connection, package: Package, tables: dict[str, TypedTable], texts: dict[str, str]) -> None:
    for name, typed in tables.items():
        columns = [(field["name"], _TYPES.get(field["type"], "VARCHAR")) for field in typed.resource.fields]
        _create(connection, name, columns, [tuple(row.values()) for row in typed.values])
    _create(connection, "texts", [("source_id", "VARCHAR"), ("text", "VARCHAR")], list(texts.items()))
    days = [("value", "VARCHAR"), ("valid", "BOOLEAN"), ("earliest", "DATE"), ("latest", "DATE")]
    _create(connection, "edtf_dates", days, list(_dates(tables)))
    about = [("table", "VARCHAR"), ("field", "VARCHAR")]
    of_field = [("type", "VARCHAR"), ("code_list", "VARCHAR"), ("separator", "VARCHAR")]
    fields, enums = _schema_rows(package)
    _create(connection, "fields", about + of_field, fields)
    _create(connection, "enums", [*about, ("code", "VARCHAR"), ("label", "VARCHAR")], enums)


def _create(connection, name: str, columns: list[tuple[str, str]], rows: list[tuple]) -> None:
    """Make a table of `rows`. Columns go in as whole lists, which is as fast as a file and needs none."""
    connection.execute(f'CREATE TABLE "{name}" ({", ".join(f"{_quoted(c)} {kind}" for c, kind in columns)})')
    if rows:
        lists = ", ".join(f"unnest(?::{'VARCHAR' if kind == 'DATE' else kind}[])" for _, kind in columns)
        connection.execute(f'INSERT INTO "{name}" SELECT {lists}', [list(column) for column in zip(*rows, strict=True)])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _dates(tables: dict[str, TypedTable]) -> Iterator[tuple]:
    values = {
        row[field["name"]]
        for typed in tables.values()
        for field in typed.resource.fields
        if field.get("rdfType") == _EDTF
        for row in typed.values
    }
    for value in sorted(values - {None}):
        try:
            earliest, latest = dates.span(value)
            yield value, True, earliest and earliest.isoformat(), latest and latest.isoformat()
        except dates.BadDate:
            yield value, False, None, None


def _schema_rows(package: Package) -> tuple[list[tuple], list[tuple]]:
    fields, enums = [], []
    for name, resource in package.resources.items():
        for field in resource.fields if resource.schema else ():
            fields.append((name, field["name"], field["type"], field.get("codeList"), field.get("separator")))
            labels = {item["value"]: item["label"] for item in field.get("categories", [])}
            constraints = field.get("constraints", {})
            codes = constraints.get("enum", [])
            if "separator" in field:
                codes = codes_in(constraints.get("pattern", ""), field["separator"])
            enums += [(name, field["name"], code, labels.get(code)) for code in codes]
    return fields, enums


def _needs(connection, check: Check) -> set[str]:
    """The tables that a query reads; none where it does not parse, which running it will tell."""
    try:
        return connection.get_table_names(check.sql)
    except duckdb.Error:
        return set()


def _run(connection, check: Check, package: Package, tables: dict[str, TypedTable]) -> list[Finding]:
    try:
        cursor = connection.execute(check.sql)
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        found = [_finding(check, row, package, tables) for row in rows]
        return sorted(found, key=lambda finding: (finding.table, finding.line or 0, finding.key, finding.field))
    except Exception as error:  # one bad query says so, and the others still run
        message = f"The check stopped: {type(error).__name__}: {error}"
        mend = "Mend the query; what it checks was not checked."
        return [Finding(layer="across", rule="crash", message=message, mend=mend, value=check.name)]


def _finding(check: Check, row: dict[str, object], package: Package, tables: dict[str, TypedTable]) -> Finding:
    name, key = row["table"], row["key"] or ""
    words = {name: "nothing" if value is None or value == "" else value for name, value in row.items()}
    file, line = package.resources[name].file, tables[name].line_of(key) if name in tables else None
    if line is None:  # no row is at fault, but a field of the schema
        document = package.resources[name].schema_document or package.document
        file, line = document.file, 1
    return Finding(
        layer="across",
        rule=check.name,
        message=check.message.format(**words),
        mend=check.mend.format(**words),
        file=file,
        line=line,
        table=row["table"],
        key=key,
        field=row["field"],
        value="" if row["value"] is None else str(row["value"]),
        severity=check.severity,
    )


def _without_echoes(check: Check, found: dict[str, list[Finding]]) -> list[Finding]:
    """The findings of a check at rows where none of the checks that it comes after found something."""
    told = {(f.table, f.key) for name in check.after for f in found.get(name, [])}
    return [finding for finding in found.get(check.name, []) if (finding.table, finding.key) not in told]

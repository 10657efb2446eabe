"""Layer 2: each table against its Table Schema: structure, types, constraints, keys, canonical cells, hash.

What a cell means is frictionless's verdict, asked once for each distinct cell. Around it stands what
frictionless leaves open: canonical form, unique keys, and the nearest right value for the message.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from codelists import codes_in
from findings import Finding, did_you_mean, shorten
from package import Package, Resource, as_list
from report import Layer
from saving import sha256
from structure import Table, read_table

RULES = {
    "file-missing": "The file of each table exists",
    "file-empty": "No table is empty of bytes",
    "bom": "No file begins with a byte order mark",
    "nul": "No file holds a NUL byte",
    "encoding": "Each file is UTF-8",
    "line-ends": "Lines end with LF",
    "final-newline": "The last line ends with a newline",
    "blank-line": "No line is blank",
    "quote-unclosed": "A quoted cell ends on its line",
    "quote-stray": "Quotation marks stand only around a cell, or doubled within it",
    "row-short": "No row has fewer cells than the header",
    "row-long": "No row has more cells than the header",
    "header-missing": "The header has each column of the schema",
    "header-extra": "The header has no other column",
    "header-misnamed": "The header names the columns as the schema does",
    "header-doubled": "The header names no column twice",
    "header-order": "The columns stand in the order of the schema",
    "cell-too-long": "Each cell fits into a spreadsheet",
    "type": "Each cell has the type of its field",
    "required": "A required cell is not empty",
    "enum": "A code is in its list",
    "pattern": "A cell matches the pattern of its field",
    "minimum": "A number is not below the minimum",
    "maximum": "A number is not above the maximum",
    "min-length": "A cell is not shorter than the minimum",
    "max-length": "A cell is not longer than the maximum",
    "unique": "A unique field holds no value twice",
    "primary-key": "No two rows have one key",
    "unique-key": "No two rows agree in all fields of a unique key; empty cells are equal",
    "foreign-key": "What a cell refers to exists",
    "canonical": "Numbers, booleans and dates are written in their one plain form",
    "bytes": "The size of each file is the one in the descriptor",
    "hash": "The hash of each file is the one in the descriptor",
}
CANONICAL = {
    "integer": re.compile(r"0|-?[1-9][0-9]*"),
    "number": re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"),
    "boolean": re.compile(r"true|false"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
_HOW_TO_WRITE = {
    "integer": "Plain digits: 7, -7.",
    "number": "Plain digits, a point before decimals: 7, 7.5, -7.5.",
    "boolean": "true or false.",
    "date": "YYYY-MM-DD.",
}
_TYPES = {"integer": "a whole number", "number": "a number", "boolean": "a boolean", "date": "a date"}
_CONSTRAINTS = {"minLength": "min-length", "maxLength": "max-length"}


@dataclass
class TypedTable:
    """A table that passed: its cells as strings (`table.rows`), and typed (`values`), None where a cell is empty.

    Typed cells are str, int, float, bool, or, for dates, str in ISO form.
    """

    resource: Resource
    table: Table
    values: list[dict[str, object]]

    @cached_property
    def _lines(self) -> dict[str, int]:
        return {self.table.key(row): line for row, line in zip(self.table.rows, self.table.lines, strict=True)}

    def line_of(self, key: str) -> int | None:
        """The line of the row with a primary key (its parts joined by "/"), or None."""
        return self._lines.get(key)


def check_tables(package: Package, unreadable: set[str]) -> tuple[Layer, dict[str, TypedTable], dict[str, int]]:
    """Check each table of `package` but those in `unreadable`.

    Returns the layer, the tables that later layers can rely on by name, and the number of rows of each that
    could be read. A table with a finding is not relied on.
    """
    layer = Layer("tables")
    read: dict[str, Table] = {}
    good: dict[str, TypedTable] = {}
    for name, resource in package.resources.items():
        if name in unreadable or resource.path is None or resource.schema is None:
            layer.skipped.append((name, "its resource or schema failed in layer 1"))
            continue
        table, found = read_table(package, resource)
        if not found:
            read[name] = table
            values, found = _check_cells(resource, table)
            good[name] = TypedTable(resource, table, values)
        layer.findings += found
    tried = len(package.resources) - len(layer.skipped)
    layer.checked = {"tables": tried, "rows": sum(len(table.rows) for table in read.values())}
    failed = {finding.table for finding in layer.findings}
    for typed in good.values():
        layer.findings += _check_foreign_keys(typed, good, failed, layer)
    failed = {finding.table for finding in layer.findings}
    layer.failed = len(failed)
    passed = {name: typed for name, typed in good.items() if name not in failed}
    return layer, passed, {name: len(table.rows) for name, table in read.items()}


def _check_cells(resource: Resource, table: Table) -> tuple[list[dict[str, object]], list[Finding]]:
    """The typed rows of a table, and what is wrong with its cells and keys."""
    found: list[Finding] = []
    columns = []
    for field, reader in zip(resource.fields, _readers(resource), strict=True):
        columns.append(_read_column(field, reader, table, found))
    values = [dict(zip(table.fields, cells, strict=True)) for cells in zip(*columns, strict=True)]
    bad = {(finding.line, finding.field) for finding in found}
    found += _check_keys(resource, table, bad)
    found.sort(key=lambda finding: finding.line)
    return values, found


def _readers(resource: Resource) -> list[Callable]:
    """frictionless's own cell reader of each field."""
    from frictionless import Schema  # slow to import: not before there is a table to read

    schema = {key: resource.schema[key] for key in ("fields", "missingValues") if key in resource.schema}
    return [field.create_cell_reader() for field in Schema.from_descriptor(schema).fields]


def _read_column(field: dict, reader: Callable, table: Table, found: list[Finding]) -> list[object]:
    name, form = field["name"], CANONICAL.get(field["type"])
    known: dict[str, tuple] = {}
    column = []
    for row, line in zip(table.rows, table.lines, strict=True):
        cell = row[name]
        if cell not in known:
            value, notes = reader(cell)
            odd = bool(form and cell and not notes and not form.fullmatch(cell))
            known[cell] = (_plain(value), *_fault(field, cell, notes, odd))
        value, rule, message, mend = known[cell]
        column.append(value)
        if rule:
            found.append(_finding(table, row, line, rule, name, cell, message, mend))
    return column


def _plain(value: object) -> object:
    """A value of frictionless as JSON and SQL take it."""
    if isinstance(value, Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _fault(field: dict, cell: str, notes: dict[str, str] | None, odd: bool) -> tuple[str, str, str]:
    """Rule, message and mend of what is wrong with a cell; the rule is empty where nothing is."""
    if odd:
        return "canonical", f"The {field['type']} is not in its plain form.", _HOW_TO_WRITE[field["type"]]
    if not notes:
        return "", "", ""
    constraint = next(iter(notes))
    if constraint == "type":
        kind = field["type"]
        return "type", f"This is not {_TYPES.get(kind, 'a ' + kind)}.", _HOW_TO_WRITE.get(kind, "Mend it.")
    limit = field["constraints"][constraint]
    if constraint == "required":
        return "required", "The cell is empty.", f"Fill it in: {field.get('description', field['name'])}"
    if constraint == "enum":
        near = did_you_mean(cell, limit)
        code_list = field.get("codeList")
        where = f'the list "{code_list}" of data/codes.csv' if code_list else "the list of its field"
        some = ", ".join(limit[:12]) + (", …" if len(limit) > 12 else "")
        return "enum", f"The code is not in {where}.", near or f"Take one of {some}."
    if constraint == "pattern":
        return "pattern", f"This does not match {shorten(limit)}.", _near_form(field, cell, limit)
    words = {"minimum": "below the minimum of", "maximum": "above the maximum of"}
    words |= {"minLength": "shorter than the least length of", "maxLength": "longer than the greatest length of"}
    rule = _CONSTRAINTS.get(constraint, constraint)
    return rule, f"This is {words.get(constraint, constraint + ' of')} {limit}.", "Mend it."


def _near_form(field: dict, cell: str, pattern: str) -> str:
    """How to mend a cell that does not match: the code that was meant in a list of codes, or an example."""
    separator = field.get("separator")
    if separator:
        codes = codes_in(pattern, separator)
        unknown = next((part for part in cell.split(separator) if part not in codes), cell)
        near = did_you_mean(unknown, codes)
        return near or f'Separate codes of the list "{field.get("codeList")}" by "{separator}".'
    return f"Write it like {field['example']}." if field.get("example") else "Mend it."


def _check_keys(resource: Resource, table: Table, bad: set[tuple]) -> Iterator[Finding]:
    """Primary key, unique fields and unique keys; rows with a bad cell in a key are left out."""
    keys = [("unique", [f["name"]]) for f in resource.fields if f.get("constraints", {}).get("unique")]
    keys += [("primary-key", resource.primary_key)] if resource.primary_key else []
    keys += [("unique-key", as_list(key)) for key in resource.schema.get("uniqueKeys", [])]
    for rule, names in keys:
        first: dict[tuple, int] = {}
        for row, line in zip(table.rows, table.lines, strict=True):
            cells = tuple(row[name] for name in names)
            if any((line, name) in bad for name in names) or (rule == "unique" and not cells[0]):
                continue
            if cells in first:
                message = f"Line {first[cells]} has the same {', '.join(names)}."
                mend = "Remove one of the two, or give it a key of its own." if rule == "primary-key" else "Remove one."
                yield _finding(table, row, line, rule, names[0], " / ".join(cells), message, mend)
            else:
                first[cells] = line


def _check_foreign_keys(
    typed: TypedTable, good: dict[str, TypedTable], failed: set[str], layer: Layer
) -> Iterator[Finding]:
    """Every cell that refers to another table, where that table can be relied on."""
    table = typed.table
    bad = {(finding.line, finding.field) for finding in layer.findings if finding.table == table.name}
    for key in typed.resource.schema.get("foreignKeys", []):
        names, reference = as_list(key["fields"]), key["reference"]
        target = reference.get("resource") or table.name
        targets = as_list(reference["fields"])
        unsure = {name for _, name in bad}.intersection(targets) if target == table.name else target in failed
        if target not in good or unsure:
            layer.skipped.append((f"{table.name}.{'+'.join(names)}", f"{target} could not be relied on"))
            continue
        known = {tuple(row[name] for name in targets): None for row in good[target].table.rows}
        for row, line in zip(table.rows, table.lines, strict=True):
            cells = tuple(row[name] for name in names)
            if not any(cells) or cells in known or any((line, name) in bad for name in names):
                continue
            near = did_you_mean(cells[0], (known_cells[0] for known_cells in known)) if len(cells) == 1 else ""
            message = f"{target} has no such {', '.join(targets)}."
            mend = near or f"Add it to {good[target].table.file}, or mend the cell."
            yield _finding(table, row, line, "foreign-key", names[0], " / ".join(cells), message, mend)


def changed_files(package: Package, names: Iterable[str]) -> list[Finding]:
    """The tables among `names` whose file has another hash or size than the descriptor says, one finding each."""
    found = []
    for resource in (package.resources[name] for name in names):
        data = resource.path.read_bytes()
        for rule, said, is_so in (
            ("hash", resource.descriptor.get("hash"), sha256(data)),
            ("bytes", resource.descriptor.get("bytes"), len(data)),
        ):
            if said == is_so:
                continue
            found.append(
                Finding(
                    layer="tables",
                    rule=rule,
                    message=f"{resource.file} differs from the {rule} in {package.document.file}.",
                    mend="If you edited it on purpose, run nox -s derive; else restore it.",
                    file=package.document.file,
                    line=package.document.line(f"{resource.pointer}/{rule}"),
                    table=resource.name,
                    field=rule,
                    value=str(said),
                )
            )
            break  # where the hash differs, the size is no news
    return found


def _finding(
    table: Table, row: dict[str, str], line: int, rule: str, name: str, value: str, message: str, mend: str
) -> Finding:
    return Finding(
        layer="tables",
        rule=rule,
        message=message,
        mend=mend,
        file=table.file,
        line=line,
        table=table.name,
        key=table.key(row),
        field=name,
        value=value,
    )

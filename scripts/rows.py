"""Layer 3: each row against `schemas/records/`: what the cells of one row ask of one another.

`any.json` holds for the rows of every table, `<table>.json` for those of one. Each rule is an entry of
`allOf`: `title` says it in words, `description` why, `x-rule` is its id, `x-mend` how to mend a fault, `x-field`
the field to point at where the schema does not tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jsonschema import Draft202012Validator

from findings import Finding
from report import Layer
from tables import TypedTable


@dataclass(frozen=True)
class Rule:
    """One rule of a record schema."""

    schema: dict

    @property
    def name(self) -> str:
        """Its id."""
        return self.schema["x-rule"]

    @cached_property
    def fields(self) -> list[str]:
        """The fields that it mentions."""
        return list(_mentioned(self.schema))

    @cached_property
    def of_row(self) -> Draft202012Validator:
        """The rule, to be asked of a row."""
        return Draft202012Validator(self.schema)

    @cached_property
    def of_cell(self) -> Draft202012Validator:
        """A rule of `any.json`, to be asked of a cell of any field that its `properties` do not leave out."""
        return Draft202012Validator(self.schema["additionalProperties"])

    def fault(self, row: dict[str, object]) -> str | None:
        """The field at which `row` (or the part of it that the rule mentions) breaks the rule, or None."""
        error = next(self.of_row.iter_errors(row), None)
        if error is None:
            return None
        if error.absolute_path:
            return str(error.absolute_path[0])
        return self.schema.get("x-field") or next(name for name in self.fields if name in row)


def record_rules(schemas: Path) -> dict[str, list[Rule]]:
    """The rules in `schemas`/records by table name, and those for every table under "any"."""
    return {
        file.stem: [Rule(entry) for entry in json.loads(file.read_text("utf-8"))["allOf"]]
        for file in sorted((schemas / "records").glob("*.json"))
    }


def check_rows(tables: dict[str, TypedTable], failed: dict[str, str], schemas: Path) -> Layer:
    """Check the rows of `tables`; `failed` maps the tables that could not be relied on to the reason."""
    layer = Layer("rows", skipped=list(failed.items()))
    rules = record_rules(schemas)
    for name, typed in tables.items():
        of_cells = _check_cells(typed, rules.get("any", []))
        of_rows = [finding for rule in rules.get(name, []) for finding in _check_rule(typed, rule)]
        layer.findings += sorted([*of_cells, *of_rows], key=lambda finding: finding.line)
    layer.checked = {
        "rows": sum(len(typed.values) for typed in tables.values()),
        "rules": sum(len(rules[name]) for name in rules if name == "any" or name in tables),
    }
    layer.failed = len({(finding.table, finding.line) for finding in layer.findings})
    return layer


def _check_rule(typed: TypedTable, rule: Rule) -> Iterator[Finding]:
    """Ask once for each distinct projection of the rows on the fields that the rule mentions."""
    known: dict[tuple, str | None] = {}
    for index, row in enumerate(typed.values):
        part = {name: row[name] for name in rule.fields}
        cells = tuple(part.values())
        if cells not in known:
            known[cells] = rule.fault(part)
        if known[cells] is not None:
            yield _finding(typed, index, rule, known[cells])


def _check_cells(typed: TypedTable, rules: list[Rule]) -> Iterator[Finding]:
    """Ask of each distinct cell of each text column what holds for every cell; one finding a cell."""
    texts = [field["name"] for field in typed.resource.fields if field["type"] == "string"]
    for name in texts:
        asked = [rule for rule in rules if name not in rule.schema.get("properties", ())]
        known: dict[object, Rule | None] = {None: None}
        for index, row in enumerate(typed.values):
            cell = row[name]
            if cell not in known:
                known[cell] = next((rule for rule in asked if not rule.of_cell.is_valid(cell)), None)
            if known[cell] is not None:
                yield _finding(typed, index, known[cell], name)


def _mentioned(schema: object) -> dict[str, None]:
    """Names of properties that a schema mentions, in order."""
    names: dict[str, None] = {}
    if isinstance(schema, dict):
        names |= dict.fromkeys(schema.get("properties", ()))
        for part in schema.values():
            names |= _mentioned(part)
    elif isinstance(schema, list):
        for part in schema:
            names |= _mentioned(part)
    return names


def _finding(typed: TypedTable, index: int, rule: Rule, name: str) -> Finding:
    row = typed.table.rows[index]
    return Finding(
        layer="rows",
        rule=rule.name,
        message=rule.schema["title"] + ".",
        mend=rule.schema["x-mend"],
        file=typed.table.file,
        line=typed.table.lines[index],
        table=typed.table.name,
        key=typed.table.key(row),
        field=name,
        value=row[name],
    )

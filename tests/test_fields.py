"""Every constraint of every field of every table schema is really tested by `validate`.

The faults are generated from the schemas, so a new column is covered on the day it is written. All fields that have a
constraint of one kind are spoiled together, in one row of each table: the findings have to name each of them, and
nothing else.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import edits
from conftest import PROJECT, validate

SCHEMAS = {file.stem: json.loads(file.read_text()) for file in sorted((PROJECT / "schemas" / "tables").glob("*.json"))}
# A cell that makes a copied row differ in every unique key, so that only its primary key is at fault.
ANOTHER = {
    "segments": ("ordinal", "99"),
    "names": ("name", "Sound"),
    "participants": ("role", "controller"),
    "facts": ("text", "Another sentence."),
    "evidence": ("role", "cue"),
    "figures": ("counted", "another thing"),
    "anomalies": ("anomaly_type", "typo"),
    "identifiers": ("value", "https://another.example/"),
    "comparisons": ("url", "https://another.example/"),
}


def spoilt(kind: str, table: str) -> dict[str, str]:
    """Field -> a cell that breaks that kind of constraint of the field and, for its type, no other."""
    out = {}
    foreign = {key["fields"][0] for key in SCHEMAS[table].get("foreignKeys", [])}
    for field in SCHEMAS[table]["fields"]:
        name, rules = field["name"], field.get("constraints", {})
        broken = {
            "required": "" if rules.get("required") else None,
            "type": "x" if field["type"] in ("integer", "number", "boolean", "date") else None,
            "enum": "§" if "codeList" in field and "separator" not in field else None,
            "pattern": "§" if "pattern" in rules or "separator" in field else None,
            "minimum": str(rules["minimum"] - 1) if "minimum" in rules else None,
            "maximum": str(rules["maximum"] + 1) if "maximum" in rules else None,
            "max-length": "x" * (rules["maxLength"] + 1) if "maxLength" in rules else None,
            "foreign-key": "zzz-999" if name in foreign else None,
        }[kind]
        if broken is not None:
            out[name] = broken
    return out


KINDS = ("required", "type", "enum", "pattern", "minimum", "maximum", "max-length", "foreign-key")


@pytest.mark.parametrize("kind", KINDS)
def test_each_constraint_is_tested(tiny: Path, kind: str):
    """In the first row of every table at once; what hangs on a failed table is skipped, so nothing else is found."""
    expected = []
    for table in SCHEMAS:
        file = tiny / "data" / f"{table}.csv"
        header, rows = edits.read_rows(file)
        cells = spoilt(kind, table)
        rows[0].update(cells)
        if not any(rows[0].values()):
            rows[0][next(name for name in header if name not in cells)] = "x"  # else the line would be blank
        edits.write_rows(file, header, rows)
        key = edits.row_key(file, rows[0])
        expected += [(kind, f"data/{table}.csv", 2, table, key, name) for name in cells]
    done = validate(tiny)
    found = [(f["rule"], f["file"], f["line"], f["table"], f["key"], f["field"]) for f in done.findings]
    assert expected
    assert sorted(found) == sorted(expected)
    assert done.status == 1


def test_primary_keys_are_unique(tiny: Path):
    expected = []
    for table in SCHEMAS:
        file = tiny / "data" / f"{table}.csv"
        header, rows = edits.read_rows(file)
        again = dict(rows[0])
        if table in ANOTHER:
            name, cell = ANOTHER[table]
            again[name] = cell
        edits.write_rows(file, header, [*rows, again])
        expected.append(("primary-key", len(rows) + 2, table, edits.row_key(file, again)))
    found = [(f["rule"], f["line"], f["table"], f["key"]) for f in validate(tiny).findings]
    assert sorted(found) == sorted(expected)


def test_unique_keys_count_empty_cells_as_equal(tiny: Path):
    expected = []
    for table in (name for name in SCHEMAS if SCHEMAS[name].get("uniqueKeys")):
        file = tiny / "data" / f"{table}.csv"
        header, rows = edits.read_rows(file)
        again = {**rows[-1], header[0]: rows[-1][header[0]][:4] + "999"}
        edits.write_rows(file, header, [*rows, again])
        expected.append(("unique-key", len(rows) + 2, table, again[header[0]]))
    found = [(f["rule"], f["line"], f["table"], f["key"]) for f in validate(tiny).findings]
    assert expected
    assert sorted(found) == sorted(expected)


def test_schemas_say_what_each_field_is():
    """Readers meet the fields in the data dictionary: each one needs its title, its meaning and an example."""
    for table, schema in SCHEMAS.items():
        for field in schema["fields"]:
            for property_ in ("title", "description", "example"):
                assert field.get(property_) not in (None, ""), f"{table}.{field['name']} has no {property_}"

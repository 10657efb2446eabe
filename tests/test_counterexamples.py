"""Every rule has its counterexample: one fault in the tiny package, one finding, at the right place.

counterexamples.csv is the index. Rows with the same `id` are edits of one case, applied in order; the first of them
says what has to be found. `edits.py` explains the operations. In the expected finding, `found_at` is empty (no line), a
line number, `row` (the line of the row with that key) or words that the line holds.
"""

from __future__ import annotations

import csv
import json
from itertools import groupby
from pathlib import Path

import pytest

import edits
from conftest import PROJECT, run, validate

INDEX = Path(__file__).with_name("counterexamples.csv")
NOTHING_CHECKED = ("descriptor-missing", "descriptor-not-json")


def cases() -> list[list[dict[str, str]]]:
    """The rows of the index, grouped by case."""
    with INDEX.open(encoding="utf-8", newline="") as stream:
        return [list(rows) for _, rows in groupby(csv.DictReader(stream), key=lambda row: row["id"])]


CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[case[0]["id"] for case in CASES])
def test_counterexample(tiny: Path, case: list[dict[str, str]]):
    expected = case[0]
    for edit in case:
        edits.apply(tiny, edit)
    if expected["severity"] == "notice":
        edits.seal(tiny)  # else the broken seal would be the finding; errors are told instead of it
    done = validate(tiny)
    found = done.findings
    shown = "\n".join(f"{f['file']}:{f['line']}: {f['rule']} {f['key']} {f['field']}: {f['message']}" for f in found)
    assert [f["rule"] for f in found] == [expected["rule"]], shown
    (finding,) = found
    assert finding["severity"] == expected["severity"]
    assert (finding["file"], finding["key"], finding["field"]) == (
        expected["found_file"],
        expected["found_key"],
        expected["found_field"],
    )
    assert is_at(finding["line"], expected, tiny), f"line {finding['line']}"
    assert expected["message"], "the index does not say what the message tells"
    assert expected["message"] in f"{finding['message']} {finding['mend']}"
    assert finding["mend"], "the finding does not say how to mend it"
    if expected["rule"] in NOTHING_CHECKED:
        assert done.status == 2
    else:
        assert done.status == (1 if expected["severity"] == "error" else 0)


def is_at(line: int | None, expected: dict[str, str], package: Path) -> bool:
    """Whether the finding's line is the one that the index asks for."""
    where, file = expected["found_at"], package / expected["found_file"]
    if where == "":
        return line is None
    if where == "row":
        return line == edits.line_of_row(file, expected["found_key"])
    if where.isdecimal():
        return line == int(where)
    return where in file.read_text(encoding="utf-8", errors="replace").split("\n")[line - 1]


def rules() -> dict[str, str]:
    """Rule -> layer of all that `validate` can report, as `validate --rules` lists them."""
    listed = run("validate", "--rules", "--format", "json").report
    assert len({rule["rule"] for rule in listed}) == len(listed), "a rule stands in two layers"
    return {rule["rule"]: rule["layer"] for rule in listed}


def test_every_rule_has_a_counterexample():
    # `crash` is no rule of the data: test_validate.py makes a check crash.
    assert sorted(set(rules()) - {case[0]["rule"] for case in CASES} - {"crash"}) == []


def test_every_counterexample_has_its_rule():
    assert sorted({case[0]["rule"] for case in CASES} - set(rules())) == []


def named(schema: object) -> set[str]:
    """Every `x-rule` within a JSON Schema."""
    if isinstance(schema, dict):
        inside = [named(part) for part in schema.values()]
        return set().union(*inside) | ({schema["x-rule"]} if isinstance(schema.get("x-rule"), str) else set())
    return set().union(*map(named, schema)) if isinstance(schema, list) else set()


def test_every_rule_of_the_schemas_is_listed():
    """A file or an entry added to schemas/ adds its rule; nothing has to be registered."""
    listed, schemas = rules(), PROJECT / "schemas"
    of_checks = {file.stem for file in (schemas / "checks").glob("*.sql")}
    of_rows = {rule for file in (schemas / "records").glob("*.json") for rule in named(json.loads(file.read_text()))}
    of_descriptor = named(json.loads((schemas / "profile.json").read_text()))
    for layer, expected in (("across", of_checks), ("rows", of_rows), ("descriptor", of_descriptor)):
        assert expected
        assert expected <= {rule for rule, where in listed.items() if where == layer}


def test_the_index_is_in_order():
    identifiers = [case[0]["id"] for case in CASES]
    assert len(set(identifiers)) == len(identifiers), "the rows of one case stand together"
    assert all(not row[name] for case in CASES for row in case[1:] for name in ("rule", "severity", "message"))


def test_without_an_edit_nothing_is_found(tiny: Path):
    done = validate(tiny)
    assert (done.status, done.findings) == (0, [])

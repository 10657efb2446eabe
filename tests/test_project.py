"""The project's own package: sound, up to date, quick to check, and read alike by other tools."""

from __future__ import annotations

import csv
import json
import re
import resource
import subprocess
import sys
import unicodedata
from pathlib import Path

import duckdb
import pandas
import pytest

from conftest import PROJECT, SCRIPTS, run, snapshot, validate

TABLES = sorted(file.stem for file in (PROJECT / "schemas" / "tables").glob("*.json"))


def rows(table: str) -> list[dict[str, str]]:
    with (PROJECT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def fields(table: str) -> list[dict]:
    return json.loads((PROJECT / "schemas" / "tables" / f"{table}.json").read_text(encoding="utf-8"))["fields"]


def articles() -> dict[str, str]:
    """source_id -> canonical text, of the texts at hand."""
    out = {}
    for row in rows("sources"):
        file = PROJECT / row["text_file"]
        if row["text_file"] and file.is_file():
            text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
            out[row["source_id"]] = unicodedata.normalize("NFC", text)
    return out


def test_is_valid():
    done = validate(PROJECT)
    assert [f for f in done.findings if f["severity"] == "error"] == []
    assert done.status == 0


def test_is_derived():
    before = snapshot(PROJECT / "data")
    done = run("derive", PROJECT, "--check")
    assert done.status == 0, done.out
    assert snapshot(PROJECT / "data") == before


def test_no_table_is_empty():
    assert [table for table in TABLES if not rows(table)] == []


def test_quotes_equal_their_slices_to_the_letter():
    """Said again without the engine, in the plainest words that Python has."""
    texts = articles()
    source_of = {row["segment_id"]: row["source_id"] for row in rows("segments")}
    checked = 0
    for table in ("evidence", "anomalies"):
        for row in rows(table):
            text = texts.get(source_of[row["segment_id"]])
            if text is not None:
                assert text[int(row["start"]) : int(row["end"])] == row["exact"], row
                checked += 1
    assert checked or not texts


@pytest.mark.parametrize("table", TABLES)
def test_pandas_reads_the_types_of_the_schema(table: str):
    """With no option at all: nothing is taken for missing but the empty cell, and numbers are numbers."""
    frame = pandas.read_csv(PROJECT / "data" / f"{table}.csv")
    written = rows(table)
    assert len(frame) == len(written)
    for field in fields(table):
        column, cells = frame[field["name"]], [row[field["name"]] for row in written]
        assert int(column.isna().sum()) == cells.count(""), field["name"]
        filled = column.dropna()
        if len(filled) == 0:
            continue
        if field["type"] == "integer":
            assert (filled.astype(float) == filled.astype(float).round()).all(), field["name"]
            assert [str(int(value)) for value in filled] == [cell for cell in cells if cell]
        elif field["type"] == "number":
            assert pandas.api.types.is_numeric_dtype(column), field["name"]
        elif field["type"] == "boolean":
            assert set(filled.astype(str)) <= {"True", "False"}, field["name"]
        elif field["type"] == "date":
            pandas.to_datetime(filled, format="%Y-%m-%d", errors="raise")
    assert not frame.columns.has_duplicates


@pytest.mark.parametrize("table", TABLES)
def test_duckdb_reads_the_same_cells(table: str):
    """As text, every cell is what Python reads; so nothing in the files depends on a reader's habits."""
    query = "SELECT * FROM read_csv(?, header = true, all_varchar = true, nullstr = '\r')"
    relation = duckdb.sql(query, params=[str(PROJECT / "data" / f"{table}.csv")])
    names = [name for name, *_ in relation.description]
    assert names == [field["name"] for field in fields(table)]
    assert [dict(zip(names, row, strict=True)) for row in relation.fetchall()] == rows(table)


def test_the_checks_take_less_than_twice_what_frictionless_alone_takes():
    """Whole processes, one run of each, in processor time, which other work on the machine hardly changes."""

    def seconds(*command: str | Path) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([sys.executable, *map(str, command)], capture_output=True, timeout=120)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert done.returncode in (0, 1), done.stderr
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    ours = seconds(SCRIPTS / "validate.py", PROJECT)
    theirs = seconds("-m", "frictionless", "validate", PROJECT / "datapackage.json")
    assert ours < 3, f"{ours:.2f} s"
    assert ours < 2 * theirs, f"{ours:.2f} s against {theirs:.2f} s"


def test_locks_are_hashed_and_name_no_host():
    locks = sorted((PROJECT / "requirements").glob("*.txt"))
    assert {"validate", "tests"} <= {lock.stem for lock in locks}
    for lock in locks:
        text = lock.read_text(encoding="utf-8")
        assert not re.search(r"https?://|--index|--find-links", text), f"{lock.name} names a host"
        pins = re.findall(r"^[A-Za-z0-9._-]+(?:\[[^\]]*\])?==\S+", text, re.MULTILINE)
        assert pins
        entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
        assert all("--hash=sha256:" in entry for entry in entries), f"{lock.name} has an entry without hash"


def test_every_session_says_what_it_does():
    """`nox -l` shows the first line of the docstring; read as text, since nox runs this test from outside."""
    text = (PROJECT / "noxfile.py").read_text(encoding="utf-8")
    sessions = dict(re.findall(r'^def (\w+)\(session[^\n]*\n    """([^"\n]+)', text, re.MULTILINE))
    assert {"validate", "derive", "tests", "lint", "new"} <= set(sessions)
    assert all(len(line) > 10 for line in sessions.values())

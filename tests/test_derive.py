"""`derive` fills in what is never typed, refuses what it cannot place, and never leaves half a job."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

import edits
from conftest import SCRIPTS, TINY, run, snapshot

DERIVED = {
    "sources": ["sha256"],
    "events": ["date_earliest", "date_latest"],
    "evidence": ["start", "end", "prefix", "suffix"],
    "anomalies": ["start", "end"],
}


def rows_of(package: Path, table: str) -> list[dict[str, str]]:
    return edits.read_rows(package / "data" / f"{table}.csv")[1]


def change(package: Path, table: str, key: str, **cells: str) -> None:
    for name, value in cells.items():
        edit = {"file": f"data/{table}.csv", "operation": "set", "key": key, "field": name, "value": value}
        edits.apply(package, edit)


def refused(package: Path) -> str:
    """Run derive, see that it refuses and writes nothing, and return what it says."""
    before = snapshot(package)
    done = run("derive", package)
    assert done.status == 1
    assert snapshot(package) == before, "a refused run wrote something"
    return done.out


def test_the_committed_tables_are_the_derived_ones(whole_tiny: Path):
    for file in sorted((TINY / "data").glob("*.csv")):
        assert (whole_tiny / "data" / file.name).read_bytes() == file.read_bytes(), file.name


def test_twice_changes_nothing(tiny: Path):
    before = {path: path.stat().st_mtime_ns for path in tiny.rglob("*")}
    done = run("derive", tiny)
    assert (done.status, done.out[:17]) == (0, "nothing to change")
    assert {path: path.stat().st_mtime_ns for path in tiny.rglob("*")} == before


def test_fills_in_everything_that_is_derived(tiny: Path):
    before = snapshot(tiny)
    for table, names in DERIVED.items():
        file = tiny / "data" / f"{table}.csv"
        header, rows = edits.read_rows(file)
        edits.write_rows(file, header, [{**row, **dict.fromkeys(names, "")} for row in rows])
    for resource in range(14):
        for name in ("bytes", "hash"):
            edit = {"file": "datapackage.json", "operation": "unjson", "key": f"/resources/{resource}", "field": name}
            edits.apply(tiny, {**edit, "value": ""})
    (tiny / "data" / "README.md").unlink()
    done = run("derive", tiny)
    assert done.status == 0, done.out
    assert snapshot(tiny) == before


def test_places_unique_quotes_without_a_segment(tiny: Path):
    text = (tiny / "seeds" / "text.txt").read_text(encoding="utf-8")
    before = rows_of(tiny, "evidence")
    unique = {row["evidence_id"] for row in before if text.count(row["exact"]) == 1}
    assert len(unique) > 20
    file = tiny / "data" / "evidence.csv"
    header, rows = edits.read_rows(file)
    blank = dict.fromkeys(["segment_id", "start", "end", "prefix", "suffix"], "")
    edits.write_rows(file, header, [{**row, **(blank if row["evidence_id"] in unique else {})} for row in rows])
    assert run("derive", tiny).status == 0
    assert rows_of(tiny, "evidence") == before


def test_finds_any_span_by_its_words(tiny: Path):
    """Two hundred spans at random, among them cuts beside the emoji and between a letter and its combining mark."""
    text = (tiny / "seeds" / "text.txt").read_text(encoding="utf-8")
    leaves = [row for row in rows_of(tiny, "segments") if row["segment_type"] != "paragraph"]
    chance, rows, expected = random.Random(20310303), [], []
    file = tiny / "data" / "evidence.csv"
    header, _ = edits.read_rows(file)
    while len(rows) < 200:
        leaf = chance.choice(leaves)
        low, high = int(leaf["start"]), int(leaf["end"])
        start = chance.randrange(low, high)
        end = chance.randrange(start + 1, high + 1)
        exact, suffix = text[start:end], text[end : min(high, end + 24)]
        if exact[0] in '"=+-@' or exact != exact.strip() or not exact:
            continue
        key = f"evd-{len(rows) + 1:03d}"
        typed = {"evidence_id": key, "fact_id": "fct-001", "role": "context", "exact": exact}
        begin = {"start": str(start)} if text.count(exact, low, high) > 1 else {"segment_id": leaf["segment_id"]}
        rows.append(dict.fromkeys(header, "") | typed | begin)
        prefix = text[max(low, start - 24) : start].lstrip("=+-@")
        expected.append((key, leaf["segment_id"], str(start), str(end), prefix, suffix))
    edits.write_rows(file, header, rows)
    done = run("derive", tiny)
    assert done.status == 0, done.out
    names = ("evidence_id", "segment_id", "start", "end", "prefix", "suffix")
    assert [tuple(row[name] for name in names) for row in rows_of(tiny, "evidence")] == expected


def test_cuts_a_text_that_has_no_segments(tiny: Path):
    before = rows_of(tiny, "segments")
    edits.apply(tiny, {"file": "data/segments.csv", "operation": "drop", "key": "", "field": "", "value": ""})
    assert run("derive", tiny).status == 0
    assert rows_of(tiny, "segments") == [{**row, "no_fact_reason": ""} for row in before]


def test_numbers_new_rows(tiny: Path):
    file = tiny / "data" / "evidence.csv"
    header, rows = edits.read_rows(file)
    last = int(rows[-1]["evidence_id"][4:])
    typed = {"fact_id": "fct-001", "role": "context", "exact": "Ferry for Hale"}
    edits.write_rows(file, header, [dict.fromkeys(header, "") | typed, *rows])
    assert run("derive", tiny).status == 0
    assert (
        rows_of(tiny, "evidence")[-1] | typed | {"evidence_id": f"evd-{last + 1:03d}", "start": "2"}
        == rows_of(tiny, "evidence")[-1]
    )


def test_existing_segments_are_never_cut_anew(tiny: Path):
    change(tiny, "segments", "seg-16", no_fact_reason="Kept.")
    change(tiny, "segments", "seg-16", ordinal="77")
    assert run("derive", tiny).status == 0
    assert rows_of(tiny, "segments")[15]["ordinal"] == "77"


def test_refuses_an_absent_quote_and_shows_the_nearest(tiny: Path):
    key = next(row["evidence_id"] for row in rows_of(tiny, "evidence") if row["exact"].startswith("Vessby has not"))
    line = edits.line_of_row(tiny / "data" / "evidence.csv", key)
    change(tiny, "evidence", key, exact="Vessby has promised any money")
    said = refused(tiny)
    assert f"data/evidence.csv:{line}: " in said
    assert key in said
    candidate = next(line for line in said.splitlines() if line.strip().startswith("seg-11 513-546"))
    assert "not" in candidate.split("{+")[1].split("+}")[0], "the difference is not marked"
    assert "Vessby has not promised any money" in re.sub(r"\[-.*?-\]|\{\+|\+\}", "", candidate)


def test_refuses_an_ambiguous_quote_and_takes_a_hint(tiny: Path):
    row = next(row for row in rows_of(tiny, "evidence") if row["exact"] == "may visit")
    hints = dict.fromkeys(["start", "end", "prefix", "suffix"], "")
    change(tiny, "evidence", row["evidence_id"], exact="may", **hints)
    said = refused(tiny)
    assert "2 places" in said
    assert "seg-12 552-555: The »may«or of Vessby" in said
    assert "seg-12 568-571: " in said
    change(tiny, "evidence", row["evidence_id"], suffix=" visit")
    assert run("derive", tiny).status == 0
    placed = next(new for new in rows_of(tiny, "evidence") if new["evidence_id"] == row["evidence_id"])
    assert (placed["start"], placed["end"], placed["suffix"]) == ("568", "571", " visit Hale in May 2031.")
    change(tiny, "evidence", row["evidence_id"], **hints)
    change(tiny, "evidence", row["evidence_id"], prefix="of Vessby ")
    assert run("derive", tiny).status == 0
    assert placed in rows_of(tiny, "evidence")


@pytest.mark.parametrize(
    ("exact", "named"),
    [("too slow.Vessby lies", ("seg-14", "seg-15")), ("Sound. A ferry at last", ("seg-05", "seg-06"))],
)
def test_refuses_a_quote_across_two_sentences(tiny: Path, exact: str, named: tuple[str, str]):
    change(tiny, "evidence", "evd-001", exact=exact, segment_id="", start="", end="", prefix="", suffix="")
    said = refused(tiny)
    assert all(segment in said for segment in named)


def test_refuses_a_changed_article(tiny: Path):
    edits.apply(tiny, {"file": "seeds/text.txt", "operation": "text", "key": "", "field": "2019", "value": "2018"})
    said = refused(tiny)
    assert "data/sources.csv:2: text-hash: " in said
    assert "src-01" in said


@pytest.mark.parametrize("form", ["NFD", "CRLF", "CR", "BOM"])
def test_the_form_of_the_file_does_not_matter(tiny: Path, form: str):
    """Offsets count in the canonical text, so how an editor saved the words changes no table."""
    before = snapshot(tiny / "data")
    file = tiny / "seeds" / "text.txt"
    text = file.read_bytes().decode()
    changed = {
        "NFD": unicodedata.normalize("NFD", text),
        "CRLF": text.replace("\n", "\r\n"),
        "CR": text.replace("\n", "\r"),
        "BOM": "\ufeff" + text,
    }[form]
    assert changed != text
    file.write_bytes(changed.encode())
    assert run("derive", tiny).status == 0
    assert snapshot(tiny / "data") == before


def test_refuses_a_table_that_cannot_be_read(tiny: Path):
    edits.apply(
        tiny, {"file": "data/names.csv", "operation": "text", "key": "", "field": "Ostmark,", "value": '"Ostmark,'}
    )
    said = refused(tiny)
    assert said.startswith("data/names.csv:18: quote-unclosed: ")


def test_refuses_a_date_that_is_none(tiny: Path):
    change(tiny, "events", "evt-old-ferry-end", date_edtf="2019-13")
    said = refused(tiny)
    assert "data/events.csv:5: edtf-parses: events evt-old-ferry-end date_edtf" in said


@pytest.mark.parametrize(
    ("date", "earliest", "latest"),
    [
        ("2031-03-03", "2031-03-03", "2031-03-03"),
        ("2032-02", "2032-02-01", "2032-02-29"),
        ("2031", "2031-01-01", "2031-12-31"),
        ("2031-03-02/2031-04", "2031-03-02", "2031-04-30"),
        ("2022-09/..", "2022-09-01", ""),
        ("../2031", "", "2031-12-31"),
        ("203X", "2030-01-01", "2039-12-31"),
        ("2031-21", "2031-03-01", "2031-05-31"),
        ("2020~/2025", "2020-01-01", "2025-12-31"),
    ],
)
def test_first_and_last_day_of_a_date(tiny: Path, date: str, earliest: str, latest: str):
    change(tiny, "events", "evt-old-ferry-end", date_edtf=date)
    assert run("derive", tiny).status == 0
    row = next(row for row in rows_of(tiny, "events") if row["event_id"] == "evt-old-ferry-end")
    assert (row["date_earliest"], row["date_latest"]) == (earliest, latest)


@pytest.mark.parametrize(
    "date", ["2031-3-3", "2031-02-29", "2031-05/2031-04", "[2031,2032]", "Y17E7", "May 2031", "../.."]
)
def test_refuses_dates_beyond_level_1(tiny: Path, date: str):
    change(tiny, "events", "evt-old-ferry-end", date_edtf=date)
    assert "edtf-parses: events evt-old-ferry-end date_edtf" in refused(tiny)


def test_writes_tables_in_one_form(tiny: Path):
    """Rows in any order and cells in needless quotation marks come back as they were."""
    before = snapshot(tiny)
    for file in sorted((tiny / "data").glob("*.csv")):
        header, rows = edits.read_rows(file)
        if file.stem != "codes":  # its order within a list is the coder's
            rows.reverse()
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, header, lineterminator="\n", quoting=csv.QUOTE_ALL)
            writer.writeheader()
            writer.writerows(rows)
    assert run("derive", tiny).status == 0
    assert snapshot(tiny) == before


def test_numbers_sort_by_value(tiny: Path):
    edits.apply(
        tiny, {"file": "data/facts.csv", "operation": "copy", "key": "fct-001", "field": "fact_id", "value": "fct-1000"}
    )
    assert run("derive", tiny).status == 0
    assert rows_of(tiny, "facts")[-1]["fact_id"] == "fct-1000"


def test_code_lists_become_constraints(tiny: Path):
    edit = {"file": "data/codes.csv", "operation": "copy", "key": "polarity/positive", "field": "code", "value": "both"}
    edits.apply(tiny, edit)
    assert run("derive", tiny).status == 0
    fields = json.loads((tiny / "schemas" / "tables" / "facts.json").read_text(encoding="utf-8"))["fields"]
    polarity = next(field for field in fields if field["name"] == "polarity")
    assert polarity["constraints"]["enum"] == ["positive", "both", "negative", "unknown"]
    assert [item["value"] for item in polarity["categories"]] == polarity["constraints"]["enum"]


def test_check_writes_nothing_and_lists_what_would_change(tiny: Path):
    assert run("derive", tiny, "--check").status == 0
    change(tiny, "events", "evt-old-ferry-end", date_edtf="2018")
    before = snapshot(tiny)
    done = run("derive", tiny, "--check")
    assert done.status == 1
    assert snapshot(tiny) == before
    assert [line for line in done.out.splitlines() if line.startswith("would change ")] == [
        "would change data/events.csv",
        "would change datapackage.json",
    ]


@pytest.mark.parametrize("survivors", [0, 1, 2])
def test_a_killed_run_leaves_whole_files(tiny: Path, survivors: int):
    """The process dies, without any clean-up, when it is about to put its next file in place."""
    change(tiny, "events", "evt-old-ferry-end", date_edtf="2018")
    change(tiny, "codes", "polarity/positive", label="Yes")
    old = snapshot(tiny)
    killer = (
        "import os, sys; sys.path.insert(0, sys.argv.pop(1))\n"
        "left, replace = int(sys.argv.pop(1)), os.replace\n"
        "def die_in_time(*paths):\n"
        "    global left\n"
        "    left -= 1\n"
        "    os._exit(9) if left < 0 else replace(*paths)\n"
        "os.replace = die_in_time\n"
        "import derive; sys.exit(derive.main(sys.argv[1:]))\n"
    )
    died = subprocess.run([sys.executable, "-c", killer, str(SCRIPTS), str(survivors), str(tiny)], timeout=60)
    assert died.returncode == 9
    halfway = {name: data for name, data in snapshot(tiny).items() if name in old}
    assert sum(halfway[name] != old[name] for name in old) == survivors
    assert run("derive", tiny).status == 0
    new = snapshot(tiny)
    assert all(halfway[name] in (old[name], new[name]) for name in old)
    assert run("derive", tiny, "--check").status == 0


def test_an_interrupted_run_clears_away_its_half_written_file(tiny: Path, monkeypatch: pytest.MonkeyPatch):
    change(tiny, "events", "evt-old-ferry-end", date_edtf="2018")
    before = snapshot(tiny)

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run("derive", tiny)
    assert snapshot(tiny) == before


def test_without_a_package_there_is_nothing_to_do(tmp_path: Path):
    done = run("derive", tmp_path)
    assert done.status == 2
    assert "datapackage.json" in done.out + done.err


def test_without_the_article_nothing_moves(tiny: Path):
    (tiny / "seeds" / "text.txt").unlink()
    before = snapshot(tiny)
    assert run("derive", tiny).status == 0
    assert snapshot(tiny) == before


def test_the_data_dictionary_names_every_column(tiny: Path):
    page = (tiny / "data" / "README.md").read_text(encoding="utf-8")
    for schema in sorted((tiny / "schemas" / "tables").glob("*.json")):
        section = page.split(f"\n## {schema.stem}\n", 1)[1].split("\n## ", 1)[0]
        for field in json.loads(schema.read_text(encoding="utf-8"))["fields"]:
            assert f"`{field['name']}`" in section, f"{schema.stem}.{field['name']}"
    assert f"{len(rows_of(tiny, 'facts'))} rows" in page


def test_the_front_page_counts_rows(tiny: Path):
    page = tiny / "README.md"
    page.write_text("# Ferry\n\n<!-- derived:tables -->\nstale words\n<!-- /derived -->\n\nkept\n", encoding="utf-8")
    assert run("derive", tiny).status == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Ferry\n\n<!-- derived:tables -->\n")
    assert text.endswith("<!-- /derived -->\n\nkept\n")
    assert "stale words" not in text
    for table in ("facts", "evidence", "identifiers"):
        line = next(line for line in text.splitlines() if f"data/{table}.csv" in line)
        assert f"| {len(rows_of(tiny, table))} |" in line


def test_the_front_page_shows_main_facts_of_different_holders(tiny: Path):
    page = tiny / "README.md"
    page.write_text("<!-- derived:rows -->\n<!-- /derived -->\n", encoding="utf-8")
    assert run("derive", tiny).status == 0
    shown = page.read_text(encoding="utf-8")
    facts = {row["fact_id"]: row for row in rows_of(tiny, "facts")}
    listed = [line for line in shown.splitlines() if "| fct-" in line]
    keys = [line.split("|")[1].strip() for line in listed]
    assert len(keys) == 3
    assert len({facts[key]["holder_id"] for key in keys}) == 3
    assert all(facts[key]["salience"] == "main" for key in keys)
    for key, line in zip(keys, listed, strict=True):
        quotes = [
            row["exact"] for row in rows_of(tiny, "evidence") if (row["fact_id"], row["role"]) == (key, "content")
        ]
        assert any(quote in line for quote in quotes)

"""A package for an article of one's own: `new`, fill in, `derive`, `validate`; nothing is wired to one article."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import edits
from conftest import run, snapshot, validate

ARTICLE = """Dr. J. Smith's bakery
The U.S. shop sells =bread for 3 a loaf, i.e. cheaply. “It is good!” Smith said… Then she left.Shop No. 5 is well-known.
"""


@pytest.fixture
def laid_out(tmp_path: Path) -> Path:
    article = tmp_path / "my article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    done = run("new", tmp_path / "mine", article, "--author", "Ann Baker")
    assert done.status == 0, done.out + done.err
    return tmp_path / "mine"


def add(package: Path, table: str, *rows: dict[str, str]) -> None:
    file = package / "data" / f"{table}.csv"
    header, old = edits.read_rows(file)
    edits.write_rows(file, header, [*old, *(dict.fromkeys(header, "") | row for row in rows)])


def test_lays_out_a_package_that_derive_leaves_alone(laid_out: Path):
    before = snapshot(laid_out)
    done = run("derive", laid_out)
    assert done.status == 0, done.out
    assert snapshot(laid_out) == before
    assert (laid_out / "seeds" / "my-article.txt").read_text(encoding="utf-8") == ARTICLE


def test_its_descriptor_and_tables_are_valid_from_the_start(laid_out: Path):
    findings = validate(laid_out).findings
    assert [f for f in findings if f["layer"] in ("descriptor", "tables", "rows")] == []


def test_sentences_are_cut_with_care(laid_out: Path):
    text = ARTICLE
    _, rows = edits.read_rows(laid_out / "data" / "segments.csv")
    words = [(row["segment_type"], text[int(row["start"]) : int(row["end"])]) for row in rows]
    assert words == [
        ("title", "Dr. J. Smith's bakery"),
        ("paragraph", text.splitlines()[1]),
        ("sentence", "The U.S. shop sells =bread for 3 a loaf, i.e. cheaply."),
        ("sentence", "“It is good!”"),
        ("sentence", "Smith said…"),
        ("sentence", "Then she left."),
        ("sentence", "Shop No. 5 is well-known."),
    ]


def test_walk_through(laid_out: Path):
    """What CONTRIBUTING tells a newcomer to do, with the least that makes a valid package."""
    add(laid_out, "facts", {
        "fact_id": "fct-001",
        "holder_id": "act-author",
        "attribution_type": "own",
        "quote_form": "none",
        "source_id": "src-01",
        "fact_type": "state_of_affairs",
        "text": "Dr. J. Smith left.",
        "certainty": "certain",
        "polarity": "positive",
        "author_certainty": "certain",
        "time_ref": "before",
        "salience": "main",
    })  # fmt: skip
    add(laid_out, "evidence", {"fact_id": "fct-001", "role": "content", "exact": "she left"})
    add(laid_out, "names", {"name": "bakery", "actor_id": "act-author"})
    segments = laid_out / "data" / "segments.csv"
    header, rows = edits.read_rows(segments)
    for row in rows:
        if row["segment_type"] != "paragraph" and row["segment_id"] != "seg-06":
            row["no_fact_reason"] = "Left out of this example."
    edits.write_rows(segments, header, rows)
    done = run("derive", laid_out)
    assert done.status == 0, done.out
    done = validate(laid_out)
    assert (done.status, done.findings) == (0, [])
    _, (row,) = edits.read_rows(laid_out / "data" / "evidence.csv")
    assert row["evidence_id"] == "evd-001"
    assert ARTICLE[int(row["start"]) : int(row["end"])] == "she left"


def test_a_suffix_that_looks_like_a_formula_is_refused_with_advice(laid_out: Path):
    add(laid_out, "evidence", {"fact_id": "fct-001", "role": "content", "exact": "is well"})
    done = run("derive", laid_out)
    assert done.status == 1
    assert 'begin with "-"' in done.out
    assert "longer quote" in done.out


def test_a_prefix_that_looks_like_a_formula_is_shortened(laid_out: Path):
    add(laid_out, "evidence", {"fact_id": "fct-001", "role": "content", "exact": ". cheaply"})
    assert run("derive", laid_out).status == 0
    _, (row,) = edits.read_rows(laid_out / "data" / "evidence.csv")
    assert row["prefix"] == "bread for 3 a loaf, i.e"  # the 24th code point is the "="


@pytest.mark.parametrize("there", ["file", "folder with a file"])
def test_refuses_a_place_that_is_taken(tmp_path: Path, there: str):
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    folder = tmp_path / "mine"
    if there == "file":
        folder.write_text("mine", encoding="utf-8")
    else:
        folder.mkdir()
        (folder / "mine.txt").write_text("mine", encoding="utf-8")
    before = snapshot(tmp_path)
    assert run("new", folder, article).status == 2
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("data", [b"", b" \n", b"caf\xe9\n"], ids=["empty", "blank", "not UTF-8"])
def test_refuses_an_article_that_is_no_text(tmp_path: Path, data: bytes):
    article = tmp_path / "article.txt"
    article.write_bytes(data)
    done = run("new", tmp_path / "mine", article)
    assert done.status == 2
    assert done.out.startswith("refused: ")
    assert not (tmp_path / "mine").exists()


def test_refuses_an_absent_article(tmp_path: Path):
    assert run("new", tmp_path / "mine", tmp_path / "nowhere.txt").status == 2
    assert not (tmp_path / "mine").exists()


def test_takes_the_title_and_the_author(tmp_path: Path):
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    assert run("new", tmp_path / "mine", article, "--title", "Bread, =cheap", "--author", "Ann Baker").status == 0
    descriptor = json.loads((tmp_path / "mine" / "datapackage.json").read_text(encoding="utf-8"))
    assert "Bread, =cheap" in descriptor["title"]
    with (tmp_path / "mine" / "data" / "actors.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["name"] for row in csv.DictReader(stream)] == ["Ann Baker"]

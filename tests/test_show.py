"""The reverse view, through the command line: what is shown of a sentence and of every other kind of row."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edits
from cards import Cards
from cardtext import Drawing
from conftest import PROJECT, SCRIPTS, run, run_outside, snapshot
from lookup import Lookup
from marking import MARK, Span, mark
from package import open_package


def show(*arguments: str | Path) -> str:
    """What `show` prints when all goes well."""
    done = run("show", *arguments)
    assert done.status == 0, done.err
    return done.out


def keys(folder: Path) -> list[str]:
    """The keys of all rows that have a key of their own."""
    found = []
    for file in sorted((folder / "data").glob("*.csv")):
        if file.stem != "codes":
            found += [edits.row_key(file, row) for row in edits.read_rows(file)[1]]
    return found


def block(text: str, key: str) -> str:
    """The stretch of a drawing that begins with a key, up to the next blank line."""
    return re.search(rf"^ *{key}  .*?(?=\n\n|\Z)", text, re.MULTILINE | re.DOTALL)[0]


# A sentence


def test_a_sentence_is_shown_with_its_spans_marked(whole_tiny: Path):
    assert show(whole_tiny, "seg-08").splitlines()[:2] == [
        "seg-08  sentence of seg-04, src-01, characters 271-394",
        (
            "  [1|The Sound Courier|1] (https://courier.example/) [2|reported that|2] "
            "[3|[4|the mayor of Hale, [5|Bọ́lá Lind|5]|4], [6|called|6] [7|it “a bridge that floats”|7]|3]."
        ),
    ]


def test_anomalies_are_marked_with_a_letter(whole_tiny: Path):
    text = show(whole_tiny, "seg-14")
    assert "[3|apparently|3] [4|it was too [a1|slow|4].|a1]" in text
    assert "ano-02  missing_space “slow.”: No space follows the full stop: two sentences run together." in text


def test_a_fact_leads_outward_to_the_writer(whole_tiny: Path):
    fact = block(show(whole_tiny, "seg-08"), "fct-008").splitlines()
    assert fact[1] == "    held by Bọ́lá Lind (comm direct) <- The Sound Courier (comm indirect) fct-007 <- Runa Holt"
    assert fact[2] == "    certain, positive; writer: underspecified · evaluation · overlap · main"
    assert "    words: content 7; source 5; cue 6; context “The agreement” in seg-07" in fact


def test_a_sentence_leads_to_events_figures_and_comparisons(whole_tiny: Path):
    text = show(whole_tiny, "seg-05", "seg-10")
    assert block(text, "evt-ferry-agreement").splitlines() == [
        (
            "    evt-ferry-agreement  Agreement on a joint ferry, 3 March 2031 · occurred"
            " · 2031-03-03 “On 3 March 2031” · Vessby"
        ),
        "      actor · Council of Hale (Vessby): Agreed to run a joint ferry",
        "      actor · Council of Vessby (Vessby): Agreed to run a joint ferry",
    ]
    assert "cmp-01  agrees, Harbour Weekly: The councils of Hale and Vessby signed" in text
    assert "“between 200 and 300 people” = 200 to 300 {person} (range): people who will cross each day" in text
    assert "“at least 80” = at least 80 {person} (at_least): pupils who will cross each day, part of fig-03" in text


def test_a_denial_and_a_hedge_are_told(whole_tiny: Path):
    text = show(whole_tiny, "seg-11", "seg-12")
    assert "certain, negative; writer: underspecified" in block(text, "fct-012")
    assert "possible, positive; writer: possible" in block(text, "fct-013")
    assert "modal 2" in block(text, "fct-013")


def test_a_sentence_without_facts_says_why(whole_tiny: Path):
    assert "no fact: Exclamation that states nothing which could hold or fail." in show(whole_tiny, "seg-06")


def test_a_paragraph_shows_its_sentences(whole_tiny: Path):
    text = show(whole_tiny, "seg-09")
    heads = [line.split()[0] for line in text.splitlines() if line.startswith("seg-")]
    assert heads == ["seg-09", "seg-10", "seg-11", "seg-12"]
    assert text.removesuffix("\n").endswith(show(whole_tiny, "seg-12").removesuffix("\n"))


# Other rows


def test_an_actor(whole_tiny: Path):
    text = show(whole_tiny, "act-lind")
    assert text.startswith("act-lind  actor: Bọ́lá Lind\n")
    assert "  parent_id: act-hale-council (Council of Hale)\n" in text
    assert "nam-008  “mayor of Hale”" in text
    assert "facts held (3)\n    fct-008  The agreement on the ferry is a bridge that floats. (certain)" in text
    assert "facts about it, as subject\n    fct-009  Bọ́lá Lind is the mayor of Hale. (Runa Holt, certain)" in text
    assert "prt-005  actor · Remark of the mayor of Hale on the agreement: Called the agreement" in text
    assert "idn-001  website https://courier.example/" in show(whole_tiny, "act-sound-courier")


def test_a_place(whole_tiny: Path):
    text = show(whole_tiny, "plc-hale", "plc-ostmark")
    assert "places within it (2)\n    plc-hale  Hale · P.PPL" in text
    assert "events there\n    evt-vessby-visit  Visit of the mayor of Vessby to Hale" in text
    assert "actors seated there" in text


def test_an_event_says_on_whom_it_rests(whole_tiny: Path):
    text = show(whole_tiny, "evt-ferry-talks", "evt-lind-remark")
    assert "rests on the writer alone: Runa Holt" in text
    assert "rests on 1 independent source: The Sound Courier" in text
    assert "parts of it\n    evt-ferry-agreement" in text
    assert "prt-003  actor · Council of Hale (Vessby): Talked for two days" in text


def test_rows_that_hang_on_a_fact_show_it_with_its_words(whole_tiny: Path):
    for key in ("fct-010", "fig-03", "evd-021"):
        text = show(whole_tiny, key)
        assert "between 200 and 300 people would cross each day|" in text.replace("[4|", "").replace("[2|", "")
        assert "held by Bọ́lá Lind (comm indirect) <- Runa Holt" in text
    assert "figures\n    fig-03" in show(whole_tiny, "fct-010")
    assert "said within it\n    fct-008" in show(whole_tiny, "fct-007")
    assert "held by Runa Holt" in show(whole_tiny, "prt-001")
    assert "The councils of Hale and Vessby agreed" in show(whole_tiny, "cmp-01")


def test_names_identifiers_anomalies_and_sources(whole_tiny: Path):
    assert "occurs in (2)\n    seg-08  sentence" in show(whole_tiny, "nam-007")
    assert "actor_id: act-sound-courier (The Sound Courier)" in show(whole_tiny, "idn-001")
    assert "[a1|first ferry across the Narrow Sound|a1]" in show(whole_tiny, "ano-01")
    text = show(whole_tiny, "src-02")
    assert text.startswith("src-02  source: newspaper of The Sound Courier\n")
    assert "fct-012  Vessby has promised money. (The Sound Courier, certain, negative)" in text


def test_long_sections_are_cut_unless_asked_for(whole_tiny: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cardtext.SHOWN", 2)
    lookup = Lookup(open_package(whole_tiny))
    assert Drawing(lookup)._limit == 2
    assert "and 1 more; --all shows them" in show(whole_tiny, "act-lind")
    assert "more; --all" not in show(whole_tiny, "act-lind", "--all")


# Forms


@pytest.mark.parametrize("package", ["tiny", "project"])
def test_every_row_can_be_shown_in_both_forms(whole_tiny: Path, package: str):
    folder = whole_tiny if package == "tiny" else PROJECT
    wanted = keys(folder)
    before = snapshot(folder / "data")
    text = show(folder, *wanted)
    assert set(wanted) <= {line.split("  ")[0] for line in text.splitlines()}
    cards = run("show", folder, *wanted, "--format", "json").report
    assert [card["id"] for card in cards] == wanted
    assert "does not fit these words" not in text
    assert snapshot(folder / "data") == before


def test_json_holds_the_same_as_the_drawing(whole_tiny: Path):
    (card,) = run("show", whole_tiny, "seg-08", "--format", "json").report
    (sentence,) = card["sentences"]
    assert MARK.sub("", sentence["marked"]) == sentence["words"]
    assert sentence["spans"][4] == {"mark": "5", "start": 349, "end": 359, "exact": "Bọ́lá Lind", "rows": ["evd-017"]}
    fact = next(fact for fact in card["facts"] if fact["fact_id"] == "fct-008")
    assert [layer["holder_id"] for layer in fact["chain"]] == ["act-lind", "act-sound-courier", "act-runa-holt"]
    assert fact["relation"] is None
    assert card["related"]["events"][0]["participants"][0]["row"]["actor_id"] == "act-lind"


def test_colour_only_where_it_is_asked_for(whole_tiny: Path):
    assert "\033" not in run_outside("show", whole_tiny, "seg-08", env={**os.environ, "NO_COLOR": ""}).out
    lookup = Lookup(open_package(whole_tiny))
    drawn = Drawing(lookup, colour=True).draw(Cards(lookup).card("seg-08"))
    assert "\033[36m[5|\033[0mBọ́lá Lind" in drawn
    assert re.sub(r"\033\[[0-9]+m", "", drawn) == show(whole_tiny, "seg-08").removesuffix("\n")


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("setting", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_gets_colour_unless_it_refuses(whole_tiny: Path, setting: dict[str, str], coloured: bool):
    import pty

    ours, theirs = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | setting
    line = [sys.executable, str(SCRIPTS / "show.py"), str(whole_tiny), "seg-03"]
    subprocess.run(line, stdout=theirs, env=environment, check=True, timeout=60)
    os.close(theirs)
    printed = os.read(ours, 100_000).decode("utf-8")
    os.close(ours)
    assert ("\033[" in printed) is coloured


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 29), st.integers(1, 30)), max_size=8))
def test_without_its_marks_a_marked_text_is_the_text(text: str, places: list[tuple[int, int]]):
    text = text.translate({ord(character): None for character in "[|]"})
    spans = [Span(str(n), a, b) for n, (a, b) in enumerate(places, 1) if a < b <= len(text)]
    marked = mark(text, spans)
    assert MARK.sub("", marked) == text
    for span in spans:
        inside = marked.split(f"[{span.label}|")[1].split(f"|{span.label}]")[0]
        assert MARK.sub("", inside) == text[span.start : span.end]


# What is not there, or not sound


def test_without_the_article_all_else_is_shown(tiny: Path):
    (tiny / "seeds" / "text.txt").unlink()
    text = show(tiny, "seg-08")
    assert "  Sentences are not shown: the article is not at hand. Quotes come from the tables.\n" in text
    assert "content “it “a bridge that floats”” in seg-08; source “Bọ́lá Lind” in seg-08" in text
    assert "evt-lind-remark  Remark of the mayor of Hale" in text
    assert "[1|" not in text
    (card,) = run("show", tiny, "nam-007", "--format", "json").report
    assert card["not_at_hand"] == "the article is not at hand"
    assert card["related"] == {}


def test_another_article_is_not_mistaken_for_this_one(tiny: Path):
    file = tiny / "seeds" / "text.txt"
    file.write_bytes(file.read_bytes().replace(b"Hale", b"Hole", 1))
    assert "Sentences are not shown: the article here is not the one that was coded." in show(tiny, "seg-08")


def test_a_quote_in_the_wrong_place_is_left_unmarked(tiny: Path):
    edit = {"file": "data/evidence.csv", "operation": "set", "key": "evd-017", "field": "start", "value": "350"}
    edits.apply(tiny, edit)
    text = show(tiny, "seg-08")
    assert "evd-017 does not fit these words: “Bọ́lá Lind”" in text
    assert "the mayor of Hale, Bọ́lá Lind|" in text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("seg-8", "seg-08"),
        ("SEG-08", "seg-08"),
        ("sge-08", "seg-08"),
        ("Lind", "act-lind"),
        ("evt-fery-talks", "evt-ferry-talks"),
    ],
)
def test_an_unknown_key_is_answered_with_the_nearest(whole_tiny: Path, typed: str, meant: str):
    done = run("show", whole_tiny, typed)
    assert done.status == 1
    assert done.out == ""
    assert f'There is no "{typed}" in this package: did you mean {meant}' in done.err


def test_an_unknown_key_does_not_hide_the_known_ones(whole_tiny: Path):
    done = run("show", whole_tiny, "fct-001", "zzzzzzzz", "--format", "json")
    assert done.status == 1
    assert [card["id"] for card in done.report] == ["fct-001"]
    assert done.err == 'There is no "zzzzzzzz" in this package: data/README.md tells how keys look\n'


def test_the_path_may_be_left_out(whole_tiny: Path):
    done = run_outside("show", "seg-08", cwd=whole_tiny)
    assert done.status == 0
    assert done.out == show(whole_tiny / "datapackage.json", "seg-08")


def test_a_folder_without_a_package_cannot_be_shown(tmp_path: Path):
    done = run("show", tmp_path, "seg-01")
    assert done.status == 2
    assert "There is no datapackage.json here." in done.err


def test_a_table_that_cannot_be_read_is_named(tiny: Path):
    (tiny / "data" / "facts.csv").write_text("fact_id\n", encoding="utf-8")
    done = run("show", tiny, "seg-01")
    assert done.status == 2
    assert "data/facts.csv:1: header-missing" in done.err


@pytest.mark.parametrize(
    "arguments", [[], ["."], ["seg-01", "--format", "csv"], ["relations", "seg-01"], ["seg-01", "--format", "xml"]]
)
def test_arguments_that_make_no_sense(arguments: list[str]):
    assert run("show", *arguments).status == 2


@pytest.mark.parametrize(
    ("table", "key", "field", "value"),
    [
        ("facts", "fct-007", "within_fact_id", "fct-008"),
        ("facts", "fct-008", "within_fact_id", "fct-999"),
        ("facts", "fct-008", "text", ""),
        ("facts", "fct-008", "holder_id", "act-nobody"),
        ("facts", "fct-007", "event_id", "evt-nothing"),
        ("evidence", "evd-016", "fact_id", "fct-999"),
        ("evidence", "evd-016", "start", "9" * 5000),
        ("evidence", "evd-016", "end", "-1"),
        ("evidence", "evd-016", "segment_id", ""),
        ("segments", "seg-04", "parent_id", "seg-08"),
        ("segments", "seg-08", "parent_id", "seg-08"),
        ("segments", "seg-08", "end", "99999"),
        ("sources", "src-01", "creator_id", ""),
        ("figures", "fig-03", "value_min", ""),
    ],
)
def test_a_package_with_faults_is_still_shown(tiny: Path, table: str, key: str, field: str, value: str):
    """Whoever looks for a fault needs to see the rows around it."""
    edits.apply(tiny, {"file": f"data/{table}.csv", "operation": "set", "key": key, "field": field, "value": value})
    wanted = keys(tiny)
    assert show(tiny, *wanted)
    assert len(run("show", tiny, *wanted, "--format", "json").report) == len(wanted)
    for view in ("relations", "independence", "coverage"):
        assert show(tiny, view)


# This project's own package


def test_the_reported_general_is_three_layers_deep():
    """Mardani says it, Alik reports him, the writer reports Alik."""
    facts = {row["fact_id"]: row for row in csv.DictReader((PROJECT / "data" / "facts.csv").open(encoding="utf-8"))}
    deep = next(row for row in facts.values() if row["holder_id"] == "act-mardani" and row["source_id"] == "src-02")
    drawn = block(show(PROJECT, deep["fact_id"]).split("\n\n", 1)[1], deep["fact_id"])
    assert re.search(
        r"held by Sardar Mardani \(\w+ indirect\) <- Alik \(comm indirect\) fct-\d+ <- David Petrosyan", drawn
    )


def test_a_sentence_of_the_article_shows_all_its_spans():
    with (PROJECT / "data" / "evidence.csv").open(encoding="utf-8", newline="") as stream:
        evidence = list(csv.DictReader(stream))
    (card,) = run("show", PROJECT, "seg-05", "--format", "json").report
    (sentence,) = card["sentences"]
    here = {row["evidence_id"] for row in evidence if row["segment_id"] == "seg-05"}
    assert here
    assert here <= {key for span in sentence["spans"] for key in span["rows"]}
    if sentence["words"]:
        assert MARK.sub("", sentence["marked"]) == sentence["words"]

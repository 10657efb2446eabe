"""Relations, independence and coverage: computed from the rows, and right about them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

import edits
from conftest import PROJECT, run, run_outside
from independence import independence, summary


def view(package: Path, name: str) -> list[dict]:
    """The rows of a derived table, as JSON gives them."""
    return run("show", package, name, "--format", "json").report


def tables(package: Path) -> dict[str, list[dict[str, str]]]:
    return {file.stem: edits.read_rows(file)[1] for file in (package / "data").glob("*.csv")}


def weighed(package: Path, kind: str, matter: str) -> dict:
    (row,) = [row for row in view(package, "independence") if (row["kind"], row["matter"]) == (kind, matter)]
    return row


# A small world to weigh: who holds what, within which report, in which work

_FACT = {
    "within_fact_id": "",
    "attribution_type": "comm",
    "quote_form": "indirect",
    "source_id": "",
    "polarity": "positive",
    "subject_id": "",
    "predicate": "",
    "object_id": "",
    "event_id": "evt-fire",
    "place_id": "",
}


def world(*facts: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    """Tables with these facts about one event, each told by the writer in one text."""
    rows = [{**_FACT, "fact_id": f"fct-{n}", "text": f"Text {n}.", **fact} for n, fact in enumerate(facts, 1)]
    cited = {"src-a": "act-agency-a", "src-b": "act-agency-b"}
    return {
        "facts": rows,
        "segments": [{"segment_id": "seg-1", "source_id": "src-1"}],
        "evidence": [{"fact_id": row["fact_id"], "role": "content", "segment_id": "seg-1"} for row in rows],
        "participants": [],
        "sources": [
            {"source_id": "src-1", "creator_id": "act-writer", "publisher_id": "", "cited_in": "", "access": "read"},
            *(
                {"source_id": key, "creator_id": "", "publisher_id": by, "cited_in": "src-1", "access": "cited_only"}
                for key, by in cited.items()
            ),
        ],
    }


def own(**cells: str) -> dict[str, str]:
    return {"holder_id": "act-writer", "attribution_type": "own", "quote_form": "none", "source_id": "src-1", **cells}


def said(by: str, within: str = "", **cells: str) -> dict[str, str]:
    return {"holder_id": by, "within_fact_id": within, **cells}


def fire(*facts: dict[str, str]) -> tuple[int, str]:
    """Sources behind the event, and who they are."""
    (row,) = [row for row in independence(world(*facts)) if row["kind"] == "event"]
    assert row["facts"] == row["own"] + row["said"] + row["ascribed"]
    return row["sources"], row["behind"]


def test_the_writer_alone_is_one_source():
    assert fire(own(), own(), own()) == (1, "act-writer")


def test_two_speakers_are_two_sources():
    assert fire(said("act-x"), said("act-y")) == (2, "act-x;act-y")


def test_the_same_speaker_twice_is_one_source():
    assert fire(said("act-x"), said("act-x")) == (1, "act-x")


def test_a_medium_and_its_speaker_are_one_source():
    assert fire(own(event_id=""), said("act-paper", "fct-1"), said("act-x", "fct-2")) == (1, "act-paper+act-x")


def test_two_media_that_report_one_speaker_are_one_source():
    facts = [said("act-paper"), said("act-x", "fct-1"), said("act-radio"), said("act-x", "fct-3")]
    assert fire(*facts) == (1, "act-paper+act-x+act-radio")


def test_two_media_with_speakers_of_their_own_are_two_sources():
    facts = [said("act-paper"), said("act-x", "fct-1"), said("act-radio"), said("act-y", "fct-3")]
    assert fire(*facts) == (2, "act-paper+act-x;act-radio+act-y")


def test_a_late_link_joins_what_looked_apart():
    facts = [said("act-x"), said("act-y"), said("act-z"), said("act-x", "fct-2")]
    assert fire(*facts) == (2, "act-z;act-x+act-y")


def test_speakers_known_through_one_work_are_one_source():
    assert fire(said("act-x", source_id="src-a"), said("act-y", source_id="src-a"))[0] == 1
    assert fire(said("act-x", source_id="src-a"), said("act-y", source_id="src-b"))[0] == 2
    assert fire(said("act-x", source_id="src-a"), said("act-agency-a"))[0] == 1  # the agency published that work


def test_the_writer_adds_nothing_to_those_he_names():
    assert fire(own(), own(), said("act-x")) == (1, "act-x")


def test_a_thought_or_a_wish_is_no_source():
    assert fire(said("act-x", attribution_type="patt"), said("act-y", attribution_type="ctrl")) == (1, "act-writer")
    facts = [said("act-paper"), said("act-x", "fct-1", attribution_type="patt")]
    assert fire(*facts) == (1, "act-paper")


def test_a_circle_of_reports_ends():
    assert fire(said("act-x", "fct-2"), said("act-y", "fct-1"))[0] == 1


def test_only_the_matter_at_hand_decides():
    facts = [said("act-paper", event_id="evt-flood"), said("act-x", "fct-1", event_id="evt-flood")]
    rows = independence(world(*facts, said("act-paper"), said("act-x")))
    assert {row["matter"]: row["sources"] for row in rows if row["kind"] == "event"} == {"evt-flood": 1, "evt-fire": 2}


def test_a_denial_is_a_matter_of_its_own():
    rows = independence(world(said("act-x", text="It burnt."), said("act-y", text="It burnt.", polarity="negative")))
    assert [row["matter"] for row in rows if row["kind"] == "statement"] == ["It burnt.", "not: It burnt."]


def test_the_fact_that_names_a_participant_counts_for_the_event():
    small = world(own(), said("act-x", event_id=""))
    small["participants"] = [{"event_id": "evt-fire", "fact_id": "fct-2"}]
    (row,) = [row for row in independence(small) if row["kind"] == "event"]
    assert (row["facts"], row["behind"]) == (2, "act-x")


# The tiny package


def test_independence_of_the_tiny_package(whole_tiny: Path):
    assert weighed(whole_tiny, "text", "src-01") == {
        "kind": "text",
        "matter": "src-01",
        "facts": 19,
        "own": 14,
        "said": 5,
        "ascribed": 0,
        "sources": 1,
        "behind": "act-sound-courier+act-lind",
    }
    assert weighed(whole_tiny, "event", "evt-ferry-talks")["behind"] == "act-runa-holt"
    assert weighed(whole_tiny, "statement", "not: Vessby has promised money.")["behind"] == "act-sound-courier"


def test_relations_of_the_tiny_package(whole_tiny: Path):
    assert view(whole_tiny, "relations") == [
        {
            "fact_id": "fct-009",
            "subject_id": "act-lind",
            "predicate": "represents",
            "object_kind": "actor",
            "object_id": "act-hale-council",
            "holder_id": "act-runa-holt",
            "certainty": "certain",
            "polarity": "positive",
            "author_certainty": "certain",
            "layers": 1,
        }
    ]


@pytest.mark.parametrize(
    ("predicate", "cells", "expected"),
    [
        ("opposes", {"object_id": "act-lind", "event_id": "evt-ferry-talks"}, ("actor", "act-lind")),
        ("opposes", {"event_id": "evt-ferry-talks", "place_id": "plc-hale"}, ("event", "evt-ferry-talks")),
        ("located_in", {"event_id": "evt-ferry-talks", "place_id": "plc-hale"}, ("place", "plc-hale")),
        ("has_red_line_at", {"place_id": "plc-hale"}, ("place", "plc-hale")),
        ("opposes", {}, ("", "")),
    ],
)
def test_the_object_of_a_relation(tiny: Path, predicate: str, cells: dict[str, str], expected: tuple[str, str]):
    empty = {"object_id": "", "event_id": "", "place_id": ""}
    for field, value in {"predicate": predicate, **empty, **cells}.items():
        edit = {"file": "data/facts.csv", "operation": "set", "key": "fct-009", "field": field, "value": value}
        edits.apply(tiny, edit)
    (row,) = view(tiny, "relations")
    assert (row["object_kind"], row["object_id"]) == expected


def test_coverage_of_the_tiny_package(whole_tiny: Path):
    here = {
        (row["table"], row["key"], row["role"]) for row in view(whole_tiny, "coverage") if row["segment_id"] == "seg-10"
    }
    assert here == {
        *(("evidence", f"evd-0{n}", role) for n, role in zip((21, 22, 23), ("content", "source", "cue"), strict=True)),
        *(
            ("evidence", f"evd-0{n}", r)
            for n, r in zip((24, 25, 26, 27), ("content", "source", "cue", "context"), strict=True)
        ),
        *(("facts", "fct-010", role) for role in ("content", "source", "cue")),
        *(("facts", "fct-011", role) for role in ("content", "source", "cue", "context")),
        ("actors", "act-lind", "holder"),
        ("figures", "fig-03", "count"),
        ("figures", "fig-04", "count"),
    }
    assert not [row for row in view(whole_tiny, "coverage") if row["segment_id"] == "seg-06"]  # yields nothing


def test_words_that_only_help_to_read_a_fact_do_not_lead_beyond_it(whole_tiny: Path):
    here = {(row["key"], row["role"]) for row in view(whole_tiny, "coverage") if row["segment_id"] == "seg-07"}
    assert ("fct-007", "context") in here
    assert "evt-ferry-agreement" in {key for key, _ in here}
    assert "evt-lind-remark" not in {key for key, _ in here}  # fct-007 is stated in the next sentence


@pytest.mark.parametrize("name", ["relations", "independence", "coverage"])
def test_the_three_forms_agree(whole_tiny: Path, name: str):
    done = run_outside("show", str(whole_tiny), name, "--format", "csv")
    assert done.status == 0
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert rows == [{key: str(value) for key, value in row.items()} for row in view(whole_tiny, name)]
    text = run("show", whole_tiny, name).out
    assert text.splitlines()[0].split()[0] == next(iter(rows[0])) or name == "independence"


def test_independence_for_people_begins_with_the_summary(whole_tiny: Path):
    lines = run("show", whole_tiny, "independence").out.splitlines()
    assert lines[0].split() == ["kind", "rests_on", "matters", "facts"]
    assert lines[1].split() == ["text", "1", "source", "1", "19"]
    assert lines[-1] == "19 statements of a single fact are left out here; --format csv has them"


# This project's own package


def test_every_fact_of_the_project_is_weighed_once():
    rows = view(PROJECT, "independence")
    facts = tables(PROJECT)["facts"]
    for kind in ("text", "statement"):
        assert sum(row["facts"] for row in rows if row["kind"] == kind) == len(facts)
    assert sum(row["facts"] for row in rows if row["kind"] == "relation") == sum(
        bool(row["predicate"]) for row in facts
    )
    assert {row["matter"] for row in rows if row["kind"] == "event"} == {
        r["event_id"] for r in tables(PROJECT)["events"]
    }
    for row in rows:
        assert row["facts"] == row["own"] + row["said"] + row["ascribed"]
        assert 1 <= row["sources"] <= max(1, row["said"])
        assert row["sources"] == len(row["behind"].split(";"))
    for kind in ("text", "event", "relation", "statement"):
        counted = [row for row in summary(rows) if row["kind"] == kind]
        assert sum(row["matters"] for row in counted) == sum(row["kind"] == kind for row in rows)


def test_mardani_and_the_paper_that_quotes_him_are_one_source():
    groups = [set(group.split("+")) for group in weighed(PROJECT, "text", "src-01")["behind"].split(";")]
    assert {"act-alik", "act-mardani"} in groups
    assert {"act-mehr", "act-mirian"} in groups
    assert {"act-telegram-channels", "act-irgc"} in groups
    assert not any("act-petrosyan" in group for group in groups)


def test_the_relations_of_the_project_are_complete():
    rows, data = view(PROJECT, "relations"), tables(PROJECT)
    assert [row["fact_id"] for row in rows] == [row["fact_id"] for row in data["facts"] if row["predicate"]]
    known = {"actor": "actors", "event": "events", "place": "places"}
    keys = {kind: {row[f"{kind}_id"] for row in data[table]} for kind, table in known.items()}
    for row in rows:
        assert row["object_id"] in keys[row["object_kind"]]
        assert row["layers"] >= 1
        assert (row["layers"] == 1) == (row["holder_id"] == "act-petrosyan")


def test_the_way_back_reaches_every_span_fact_and_figure_of_the_project():
    rows, data = view(PROJECT, "coverage"), tables(PROJECT)
    reached = {(row["table"], row["key"]) for row in rows}
    for table, key in (
        ("evidence", "evidence_id"),
        ("facts", "fact_id"),
        ("figures", "figure_id"),
        ("anomalies", "anomaly_id"),
        ("participants", "participant_id"),
        ("comparisons", "comparison_id"),
        ("events", "event_id"),
    ):
        assert {(table, row[key]) for row in data[table]} <= reached
    excused = {row["segment_id"] for row in data["segments"] if row["no_fact_reason"]}
    leaves = {row["segment_id"] for row in data["segments"] if row["segment_type"] != "paragraph"}
    assert {row["segment_id"] for row in rows if row["table"] == "facts"} == leaves - excused
    assert len(rows) == len({tuple(row.values()) for row in rows})

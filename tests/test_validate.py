"""What `validate` tells besides its findings: what was checked and what was not, in each format, and how it ends."""

from __future__ import annotations

import dataclasses
import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

import edits
from conftest import SCRIPTS, run, run_outside, snapshot, validate

LAYERS = ["descriptor", "tables", "rows", "across"]
FINDING = {"severity", "layer", "rule", "message", "mend", "file", "line", "table", "key", "field", "value"}


def edit(package: Path, file: str, operation: str, key: str = "", field: str = "", value: str = "") -> None:
    edits.apply(package, {"file": file, "operation": operation, "key": key, "field": field, "value": value})


def quotes(package: Path) -> int:
    return sum(len(edits.read_rows(package / "data" / f"{name}.csv")[1]) for name in ("evidence", "anomalies"))


def skipped(report: dict) -> list[dict]:
    return [item for layer in report["layers"] for item in layer["skipped"]]


# ---------------------------------------------------------------- a sound package


def test_says_what_was_checked(tiny: Path):
    done = validate(tiny)
    report = done.report
    assert (done.status, report["status"], report["verdict"]) == (0, 0, "valid")
    assert [layer["layer"] for layer in report["layers"]] == LAYERS
    assert all(layer["failed"] == 0 and layer["checked"] for layer in report["layers"])
    assert all(count > 0 for layer in report["layers"] for count in layer["checked"].values())
    assert skipped(report) == []
    for table in report["tables"]:
        header, rows = edits.read_rows(tiny / "data" / f"{table['table']}.csv")
        assert rows, f"the example shows no row of {table['table']}"
        assert (table["rows"], table["columns"], table["findings"]) == (len(rows), len(header), 0)
    assert len(report["tables"]) == 14


def test_text_for_people(tiny: Path):
    done = run("validate", tiny)
    lines = done.out.splitlines()
    assert done.status == 0
    assert lines[-1].startswith("valid")
    for number, layer in enumerate(LAYERS, 1):
        line = next(line for line in lines if line.startswith(f"{number} {layer}"))
        assert "checked " in line
        assert "failed 0" in line
        assert "skipped 0" in line
    assert any(line.split()[:2] == ["evidence", str(quotes(tiny) - 2)] for line in lines)
    assert "\033[" not in done.out


def test_takes_a_folder_or_a_descriptor(tiny: Path):
    assert validate(tiny / "datapackage.json").report["verdict"] == "valid"  # the folder is what all others give


def test_the_present_folder_is_the_default(tiny: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tiny)
    assert run("validate").status == 0


def test_writes_nothing(tiny: Path):
    before = snapshot(tiny)
    validate(tiny)
    assert snapshot(tiny) == before


def test_schemas_may_stand_in_the_descriptor(tiny: Path):
    file = tiny / "datapackage.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    for resource in document["resources"]:
        resource["schema"] = json.loads((tiny / resource["schema"]).read_text(encoding="utf-8"))
    file.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8")
    for schema in (tiny / "schemas" / "tables").iterdir():
        schema.unlink()
    assert validate(tiny).status == 0


def test_a_table_may_be_added(tiny: Path):
    """The model has fourteen tables; a package may bring more, and they are checked too."""
    file = tiny / "datapackage.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    extra = dict(document["resources"][12], name="remarks", path="data/remarks.csv", title="Remarks")
    extra["schema"] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "title": "Remarks",
        "description": "A remark on a fact.",
        "fields": [
            {
                "name": "fact_id",
                "type": "string",
                "title": "Fact",
                "description": "Fact.",
                "example": "fct-001",
                "constraints": {"required": True},
            },
            {"name": "stars", "type": "integer", "title": "Stars", "description": "How good.", "example": "1"},
        ],
        "missingValues": [""],
        "primaryKey": ["fact_id"],
        "foreignKeys": [{"fields": ["fact_id"], "reference": {"resource": "facts", "fields": ["fact_id"]}}],
    }
    document["resources"].append(extra)
    file.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8")
    table = tiny / "data" / "remarks.csv"
    table.write_text("fact_id,stars\nfct-001,5\n", encoding="utf-8")
    edits.seal(tiny)
    done = validate(tiny)
    assert (done.status, done.findings) == (0, [])
    table.write_text("fact_id,stars\nfct-001,five\nfct-0001,5\n", encoding="utf-8")
    assert [(f["rule"], f["line"], f["table"], f["field"]) for f in validate(tiny).findings] == [
        ("type", 2, "remarks", "stars"),
        ("foreign-key", 3, "remarks", "fact_id"),
    ]


# ---------------------------------------------------------------- the article: absent, edited, in another form


def test_without_the_article_the_rest_is_checked(tiny: Path):
    (tiny / "seeds" / "text.txt").unlink()
    done = validate(tiny)
    assert (done.status, done.findings) == (0, [])
    not_checkable = [item for item in skipped(done.report) if "article" in item["reason"]]
    assert "quote-equals-slice" in json.dumps(not_checkable)
    text = run("validate", tiny).out
    assert "not checkable without the article" in text
    assert f"{quotes(tiny)} quotes" in text
    edit(tiny, "data/facts.csv", "set", "fct-019", "certainty", "possible")
    edit(tiny, "data/facts.csv", "set", "fct-019", "author_certainty", "possible")
    edits.seal(tiny)
    assert [f["rule"] for f in validate(tiny).findings] == ["hedge-without-cue"]


@pytest.mark.parametrize("form", ["NFD", "CRLF", "CR", "BOM"])
def test_the_form_of_the_article_does_not_matter(tiny: Path, form: str):
    import unicodedata

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
    done = validate(tiny)
    assert (done.status, done.findings) == (0, [])


def test_an_edited_article_is_one_finding(tiny: Path):
    """Every quote after the edit has moved; what is told is the cause, once."""
    edit(tiny, "seeds/text.txt", "text", field="On 3 March 2031", value="On 3 March of 2031")
    done = validate(tiny)
    assert done.status == 1
    assert [(f["rule"], f["file"], f["line"], f["key"], f["field"]) for f in done.findings] == [
        ("text-hash", "data/sources.csv", 2, "src-01", "sha256")
    ]
    assert "quote-equals-slice" in json.dumps(skipped(done.report))


# ---------------------------------------------------------------- one finding a fault


def test_a_seal_is_not_reported_beside_its_cause(tiny: Path):
    edit(tiny, "data/comparisons.csv", "set", "cmp-01", "relation", "agree")
    assert [f["rule"] for f in validate(tiny).findings] == ["enum"]


def test_an_edit_without_other_fault_breaks_the_seal(tiny: Path):
    edit(tiny, "data/comparisons.csv", "set", "cmp-01", "publisher", "Harbour Yearbook")
    (finding,) = validate(tiny).findings
    assert (finding["rule"], finding["file"]) in [("hash", "datapackage.json"), ("bytes", "datapackage.json")]
    assert "data/comparisons.csv" in finding["message"]
    assert "derive" in finding["mend"]


def test_what_hangs_on_a_failed_table_is_skipped_with_the_reason(tiny: Path):
    edit(tiny, "data/facts.csv", "text", field="fct-019,act-runa-holt,", value="fct-019,act-runa-holt")
    done = validate(tiny)
    assert [(f["rule"], f["line"], f["key"]) for f in done.findings] == [("row-short", 20, "fct-019")]
    reasons = " ".join(item["reason"] for item in skipped(done.report))
    assert "facts" in reasons
    assert any("fact-has-content" in item["what"] for item in skipped(done.report))
    assert any("evidence" in item["what"] and "facts" in item["reason"] for item in skipped(done.report))


def test_faults_in_several_layers_are_told_together(tiny: Path):
    edit(tiny, "datapackage.json", "json", "", "version", '"1"')
    edit(tiny, "data/comparisons.csv", "set", "cmp-01", "relation", "agree")
    edit(tiny, "data/places.csv", "set", "plc-hale", "lat", "2")
    edit(tiny, "data/figures.csv", "set", "fig-02", "verbatim", "three days")
    done = validate(tiny)
    assert done.status == 1
    assert [f["layer"] for f in done.findings] == LAYERS
    assert [layer["failed"] > 0 for layer in done.report["layers"]] == [True] * 4


def test_many_faults_of_one_kind_are_all_told(tiny: Path):
    file = tiny / "data" / "names.csv"
    header, rows = edits.read_rows(file)
    template = rows[-1]
    bad = [{**template, "name_id": f"nam-{n}", "name": f"Ostmark {n}", "place_id": "plc-0"} for n in range(1000, 2500)]
    edits.write_rows(file, header, [*rows, *bad])
    found = [f for f in validate(tiny).findings if f["rule"] == "foreign-key"]
    assert len(found) == 1500, "frictionless stops at 1000 errors a table; nothing may be lost behind them"


# ---------------------------------------------------------------- many cells at once

FORMS = {  # scheme -> (kind of owner, right value, wrong value)
    "iso3166-1-alpha3": ("place_id", "ARM", "AR"),
    "iso3166-1-alpha2": ("place_id", "AM", "ARM"),
    "iso3166-1-numeric": ("place_id", "051", "51"),
    "iso3166-2": ("place_id", "AM-SU", "AMSU"),
    "un-m49": ("place_id", "051", "51"),
    "gleditsch-ward-numeric": ("place_id", "371", "0371"),
    "cow-numeric": ("place_id", "371", "ARM"),
    "cow-abbreviation": ("place_id", "UKG", "371"),
    "cameo-actor": ("actor_id", "ARMMIL", "arm"),
    "cameo-region": ("place_id", "WST", "WST1"),
    "plover-country": ("place_id", "ARM", "AM"),
    "wikidata": ("place_id", "Q399", "399"),
    "geonames": ("place_id", "174982", "0174982"),
    "naturalearth-ne_id": ("place_id", "1159320333", "x1159320333"),
    "whosonfirst": ("place_id", "85632773", "85632773a"),
    "viaf": ("actor_id", "149256093", "0"),
    "lccn": ("actor_id", "n79063156", "79063156"),
    "gnd": ("actor_id", "4002931-1", "x"),
    "website": ("actor_id", "https://www.example.org/", "www.example.org"),
}


def identified(package: Path, right: bool) -> list[str]:
    """Give the package an identifier of every scheme, right or wrong; returns their keys."""
    file = package / "data" / "identifiers.csv"
    header, (first, *_) = edits.read_rows(file)
    owners = {"place_id": "plc-hale", "actor_id": "act-lind"}
    rows = []
    for number, (scheme, (owner, good, bad)) in enumerate(FORMS.items(), 100):
        row = dict(first, actor_id="", identifier_id=f"idn-{number}", scheme=scheme, value=good if right else bad)
        rows.append({**row, owner: owners[owner]})
    edits.write_rows(file, header, [first, *rows])
    edits.seal(package)
    return [row["identifier_id"] for row in rows]


def test_every_scheme_of_identifiers_has_its_form(tiny: Path):
    _, codes = edits.read_rows(tiny / "data" / "codes.csv")
    assert {row["code"] for row in codes if row["list"] == "identifier_scheme"} == set(FORMS)
    identified(tiny, right=True)
    assert validate(tiny).findings == []
    keys = identified(tiny, right=False)
    assert [(f["rule"], f["key"], f["field"]) for f in validate(tiny).findings] == [
        ("identifier-pattern", key, "value") for key in keys
    ]


@pytest.mark.parametrize(
    ("file", "field", "cells"),
    [
        ("places", "lat", ["+1.5", "01.5", " 1.5", "1.5 ", "1_0", "１.5", "1.", ".5", "1e1"]),
        ("segments", "ordinal", ["+17", "017", " 17", "1_7", "１７"]),
    ],
)
def test_numbers_have_one_form(tiny: Path, file: str, field: str, cells: list[str]):
    """What frictionless would take, and other readers would not or would change."""
    table = tiny / "data" / f"{file}.csv"
    header, rows = edits.read_rows(table)
    bad = [{**rows[-1], header[0]: f"{rows[-1][header[0]]}{n}", field: cell} for n, cell in enumerate(cells)]
    edits.write_rows(table, header, [*rows, *bad])
    found = [(f["line"], f["field"]) for f in validate(tiny).findings if f["rule"] in ("canonical", "type")]
    assert found == [(len(rows) + 2 + n, field) for n in range(len(cells))]


def test_words_that_readers_take_for_missing(tiny: Path):
    """The list is pandas's own, as the installed pandas has it."""
    from pandas._libs.parsers import STR_NA_VALUES

    words = sorted(word for word in STR_NA_VALUES if word)
    file = tiny / "data" / "comparisons.csv"
    header, (first,) = edits.read_rows(file)
    rows = [
        {**first, "comparison_id": f"cmp-{n}", "url": f"https://weekly.example/{n}", "publisher": word}
        for n, word in enumerate(words, 100)
    ]
    edits.write_rows(file, header, [first, *rows])
    found = [(f["key"], f["field"]) for f in validate(tiny).findings]
    assert len(words) > 10
    assert found == [(row["comparison_id"], "publisher") for row in rows]


# ---------------------------------------------------------------- formats


def broken(tiny: Path) -> Path:
    edit(tiny, "data/comparisons.csv", "set", "cmp-01", "relation", "agree")
    edit(tiny, "data/figures.csv", "set", "fig-02", "verbatim", "three: days, 100%")
    return tiny


def test_json_has_stable_keys(tiny: Path):
    report = validate(broken(tiny)).report
    assert set(report) == {"verdict", "status", "package", "layers", "tables", "findings"}
    assert (report["verdict"], report["status"]) == ("invalid", 1)
    assert all(set(layer) == {"layer", "checked", "failed", "skipped"} for layer in report["layers"])
    assert all(set(finding) == FINDING for finding in report["findings"])
    assert sum(table["findings"] for table in report["tables"]) == len(report["findings"]) == 2
    assert str(tiny.parent) not in json.dumps(report["findings"])


def test_text_tells_place_rule_value_and_mend(tiny: Path):
    done = run("validate", broken(tiny))
    assert done.status == 1
    line = next(line for line in done.out.splitlines() if line.startswith("data/comparisons.csv:2: enum: "))
    assert 'comparisons cmp-01 relation "agree"' in line
    assert 'did you mean "agrees"?' in line
    assert done.out.splitlines()[-1].startswith("invalid: 2 findings")


def test_github_annotations(tiny: Path):
    done = run("validate", broken(tiny), "--format", "github")
    assert done.status == 1
    commands = [line for line in done.out.splitlines() if line.startswith("::")]
    assert len(commands) == 2
    assert commands[0].startswith("::error file=data/comparisons.csv,line=2,title=enum::")
    assert "100%25" in commands[1], "a per cent sign has to be escaped in a workflow command"


def test_long_values_are_shortened(tiny: Path):
    edit(tiny, "data/comparisons.csv", "fill", "cmp-01", "relation", "5000")
    (finding,) = validate(tiny).findings
    assert len(finding["value"]) <= 80
    assert max(map(len, run("validate", tiny).out.splitlines())) < 1000


def test_control_characters_do_not_reach_the_terminal(tiny: Path):
    edit(tiny, "data/comparisons.csv", "set", "cmp-01", "relation", "\x1b[31magrees\x07")
    done = run("validate", tiny)
    assert done.status == 1
    assert "\x1b" not in done.out
    assert "\x07" not in done.out


def test_report_file(tiny: Path, tmp_path: Path):
    target = tmp_path / "report.json"
    done = run("validate", broken(tiny), "--report", target)
    assert done.status == 1
    assert done.out.splitlines()[-1].startswith("invalid")
    assert json.loads(target.read_text(encoding="utf-8")) == validate(tiny).report
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["report.json"]


def test_a_report_that_cannot_be_written_is_no_traceback(tiny: Path, tmp_path: Path):
    done = run_outside("validate", tiny, "--report", tmp_path / "nowhere" / "report.json")
    assert done.status == 2
    assert "Traceback" not in done.err
    assert "nowhere" in done.out + done.err


def test_notices_do_not_fail(tiny: Path):
    edit(tiny, "data/evidence.csv", "delete", "evd-005")
    edits.seal(tiny)
    done = validate(tiny)
    assert done.status == 0
    assert [(f["severity"], f["rule"], f["key"]) for f in done.findings] == [
        ("notice", "quote-headline-only", "fct-003")
    ]
    text = run("validate", tiny).out
    assert any("quote-headline-only" in line and "fct-003" in line for line in text.splitlines())
    assert text.splitlines()[-1].startswith("valid")


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What a command prints when its standard output is a terminal."""
    primary, secondary = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    line = [sys.executable, str(SCRIPTS / "validate.py"), *arguments]
    with subprocess.Popen(line, stdout=secondary, stderr=secondary, env=clean | environment) as process:
        os.close(secondary)
        out = b""
        while True:
            try:
                chunk = os.read(primary, 65536)
            except OSError:
                break
            if not chunk:
                break
            out += chunk
        process.wait(timeout=60)
    os.close(primary)
    return out.decode()


def test_colour_only_on_a_terminal_that_wants_it(tiny: Path):
    assert "\x1b[" in on_a_terminal(str(tiny), TERM="xterm")
    assert "\x1b[" not in on_a_terminal(str(tiny), TERM="xterm", NO_COLOR="1")


# ---------------------------------------------------------------- how it ends


@pytest.mark.parametrize("arguments", [["--format", "yaml"], ["--nonsense"], ["a", "b"]])
def test_bad_arguments_end_with_2(arguments: list[str]):
    done = run("validate", *arguments)
    assert done.status == 2
    assert "usage" in done.err.lower()


@pytest.mark.parametrize("path", ["nowhere", "nowhere/datapackage.json"])
def test_no_package_ends_with_2(tmp_path: Path, path: str):
    done = validate(tmp_path / path)
    assert done.status == 2
    assert [f["rule"] for f in done.findings] == ["descriptor-missing"]
    assert done.report["verdict"] == "unchecked"


def test_help():
    done = run("validate", "--help")
    assert done.status == 0
    assert all(option in done.out for option in ("--format", "--report", "--rules"))


def test_outside_this_process_too(tiny: Path):
    """The status reaches the shell, and standard output is UTF-8 JSON whatever the locale."""
    done = run_outside("validate", tiny, "--format", "json")
    assert (done.status, done.report["verdict"], done.err) == (0, "valid", "")
    edit(tiny, "data/names.csv", "set", "nam-006", "name", "Bọ́lá Lünd")
    done = run_outside("validate", tiny, "--format", "json", env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"})
    assert done.status == 1
    assert done.findings[0]["value"] == "Bọ́lá Lünd"
    done = run_outside("validate", tiny / "seeds", "--format", "json")
    assert done.status == 2


def test_a_closed_pipe_is_no_traceback(tiny: Path):
    line = f'"{sys.executable}" "{SCRIPTS / "validate.py"}" "{tiny}" | head -n 1'
    done = subprocess.run(line, shell=True, capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr


def test_a_crash_inside_a_layer_is_a_finding(tiny: Path, monkeypatch: pytest.MonkeyPatch):
    """Whatever breaks inside: it is named, what was not checked is named, and it is not valid."""
    import frictionless

    def explode(*_, **__):
        raise RuntimeError("planted")

    monkeypatch.setattr(frictionless.Schema, "from_descriptor", explode)
    done = validate(tiny)
    assert done.status == 1
    crashes = [f for f in done.findings if f["rule"] == "crash"]
    assert crashes
    assert {f["layer"] for f in crashes} == {"tables"}
    assert all("RuntimeError" in f["message"] and "planted" in f["message"] for f in crashes)
    assert any("tables" in item["what"] for item in skipped(done.report))


def test_a_crash_inside_one_check_leaves_the_others(tiny: Path, monkeypatch: pytest.MonkeyPatch):
    """A query that breaks down says so, and every other check still runs."""
    import across

    read = across.read_checks

    def with_a_bad_one(schemas: Path):
        first, *rest = read(schemas)
        return [dataclasses.replace(first, sql="SELECT nothing FROM facts"), *rest]

    monkeypatch.setattr(across, "read_checks", with_a_bad_one)
    edit(tiny, "data/figures.csv", "set", "fig-02", "verbatim", "three days")
    done = validate(tiny)
    assert done.status == 1
    assert [f["rule"] for f in done.findings] == ["crash", "figure-in-text"]
    assert "nothing" in done.findings[0]["message"]


def test_rules_are_listed_for_people():
    done = run("validate", "--rules")
    assert done.status == 0
    line = next(line for line in done.out.splitlines() if "quote-equals-slice" in line)
    assert "across" in line or "across" in done.out.split("quote-equals-slice")[0]


def test_a_symbolic_link_may_not_leave_the_package(tiny: Path, tmp_path: Path):
    outside = tmp_path / "outside.csv"
    inside = tiny / "data" / "comparisons.csv"
    outside.write_bytes(inside.read_bytes())
    inside.unlink()
    inside.symlink_to(outside)
    done = validate(tiny)
    assert done.status == 1
    assert [(f["rule"], f["field"]) for f in done.findings] == [("path-unsafe", "/resources/12/path")]
    assert "link" in done.findings[0]["message"]


def test_is_fast(tiny: Path):
    """The checks of a package this small take a fraction of what starting Python and its libraries does."""
    validate(tiny)
    begin = time.process_time()
    validate(tiny)
    assert time.process_time() - begin < 1.5

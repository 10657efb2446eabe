"""What holds for any input: no traceback, no silent pass, and one reading of a table."""

from __future__ import annotations

import random
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dates
import edits
from conftest import validate
from segmenting import cut

PRINTED = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)


@pytest.mark.parametrize("seed", range(16))
def test_damage_is_found_and_described(whole_tiny: Path, tmp_path: Path, seed: int):
    """A few bytes of one file cut, doubled or overwritten: never a traceback, and never called valid by mistake."""
    chance = random.Random(seed)
    package = shutil.copytree(whole_tiny, tmp_path / "tiny")
    files = sorted(p for p in package.rglob("*") if p.suffix in (".csv", ".json") and p.is_file())
    file = chance.choice([*files, package / "seeds" / "text.txt", package / "datapackage.json"])
    data = bytearray(file.read_bytes())
    at = chance.randrange(len(data))
    length = chance.randrange(1, 20)
    match chance.randrange(3):
        case 0:
            del data[at : at + length]
        case 1:
            data[at:at] = data[at : at + length]
        case 2:
            data[at : at + length] = chance.randbytes(length)
    untouched = bytes(data) == file.read_bytes()
    file.write_bytes(data)
    done = validate(package)
    assert "Traceback" not in done.err
    assert "crash" not in [f["rule"] for f in done.findings], done.findings
    assert all(f["message"] and f["mend"] for f in done.findings)
    if file.suffix == ".csv" or file.suffix == ".txt":
        assert (done.status == 0) == untouched
    assert done.status == {"valid": 0, "invalid": 1, "unchecked": 2}[done.report["verdict"]]


@settings(max_examples=4, deadline=None)
@given(cells=st.lists(st.tuples(PRINTED, PRINTED), min_size=1, max_size=5))
def test_any_printed_words_are_read_as_they_were_written(whole_tiny: Path, cells: list[tuple[str, str]]):
    """Whatever a note says, the structure of the table is sound and no check falls over it."""
    with tempfile.TemporaryDirectory() as folder:
        package = shutil.copytree(whole_tiny, Path(folder) / "tiny")
        file = package / "data" / "comparisons.csv"
        header, rows = edits.read_rows(file)
        for number, (publisher, says) in enumerate(cells, 2):
            rows.append({
                **rows[0],
                "comparison_id": f"cmp-{number:02d}",
                "url": f"https://weekly.example/{number}",
                "publisher": publisher,
                "says": says,
            })  # fmt: skip
        edits.write_rows(file, header, rows)
        edits.seal(package)
        done = validate(package)
        found = done.findings
        assert {(f["table"], f["layer"]) for f in found} <= {("comparisons", "rows"), ("comparisons", "tables")}
        assert {f["rule"] for f in found if f["layer"] == "tables"} <= {"required"}, "its structure is sound"


@given(first=st.dates(date(1, 1, 1)), last=st.dates(date(1, 1, 1)))
@settings(deadline=None, max_examples=40)
def test_an_interval_of_days_spans_those_days(first: date, last: date):
    value = f"{first.isoformat()}/{last.isoformat()}"
    if first <= last:
        assert dates.span(value) == (first, last)
    else:
        with pytest.raises(dates.BadDate):
            dates.span(value)


@given(words=st.text(max_size=30))
@settings(deadline=None, max_examples=200)
def test_words_are_a_date_or_a_bad_date(words: str):
    try:
        earliest, latest = dates.span(words)
    except dates.BadDate:
        return
    assert earliest is None or latest is None or earliest <= latest


@given(text=st.text(st.sampled_from("aZ.!? \n\"”“'Byi🚢\u0301"), max_size=120))
@settings(deadline=None, max_examples=300)
def test_a_cut_text_is_tiled(text: str):
    """Leaf segments are in order, do not overlap, hold no blank at their edges and leave only blanks between them."""
    stretches = cut(text)
    leaves = [stretch for stretch in stretches if stretch.kind != "paragraph"]
    position = 0
    for leaf in leaves:
        assert text[position : leaf.start].strip() == ""
        assert text[leaf.start : leaf.end].strip() == text[leaf.start : leaf.end] != ""
        position = leaf.end
    assert text[position:].strip() == ""
    for index, stretch in enumerate(stretches):
        if stretch.kind == "paragraph":
            inside = [leaf for leaf in leaves if leaf.inside == index]
            assert (inside[0].start, inside[-1].end) == (stretch.start, stretch.end)

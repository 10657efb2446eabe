"""`rebase` moves the coding over to an edited article, never guesses, and never leaves half a job."""

from __future__ import annotations

import os
import random
import re
import shutil
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest

import edits
import rebase
from conftest import PROJECT, Run, run, run_outside, snapshot, validate

HISTORY = ("previous_sha256", "retired_segments")


class Article:
    """A package in a temporary folder with the edits of its article."""

    def __init__(self, package: Path):
        self.package = package
        self.file = package / rows_of(package, "sources")[0]["text_file"]
        self.text = self.file.read_text(encoding="utf-8")

    def edited(self, *replacements: tuple[str, str]) -> Path:
        """A file with the article after some replacements, each of words that stand there."""
        text = self.text
        for old, new in replacements:
            assert old in text, old
            text = text.replace(old, new, 1)
        return self.written(text.encode())

    def written(self, data: bytes) -> Path:
        """A file beside the package with these bytes."""
        file = self.package.parent / "edited.txt"
        file.write_bytes(data)
        return file

    def compare(self, file: Path) -> Run:
        """The report on an edited text; nothing is written."""
        before = snapshot(self.package)
        done = run("rebase", file, self.package, "--format", "json")
        assert snapshot(self.package) == before
        return done

    def apply(self, file: Path) -> Run:
        """Apply an edited text; the outcome is canonical, and what the tables say of the text holds."""
        found = known_findings(self.package)
        done = run("rebase", file, self.package, "--apply", "--format", "json")
        assert done.status == 0, done.out + done.err
        assert run("derive", self.package, "--check").status == 0
        assert self.file.read_bytes() == file.read_bytes()
        left = known_findings(self.package) - found
        assert {rule for rule, _ in left} <= {"segment-uncovered"}, left
        self.uncovered = {key for _, key in left}
        self.text = self.file.read_text(encoding="utf-8")
        return done

    def refused(self, file: Path) -> Run:
        """See that an edited text is refused and nothing written."""
        before = snapshot(self.package)
        done = run("rebase", file, self.package, "--apply", "--format", "json")
        assert (done.status, done.report["verdict"]) == (1, "refused")
        assert snapshot(self.package) == before
        return done


@pytest.fixture
def article(tiny: Path) -> Article:
    return Article(tiny)


@pytest.fixture(scope="session")
def whole_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own package, after `derive`. Not to be written to."""
    package = tmp_path_factory.mktemp("project") / "package"
    for part in ("data", "schemas", "seeds"):
        shutil.copytree(PROJECT / part, package / part)
    for name in ("datapackage.json", "README.md"):
        shutil.copy(PROJECT / name, package / name)
    assert run("derive", package).status == 0
    return package


@pytest.fixture
def real(whole_project: Path, tmp_path: Path) -> Article:
    return Article(shutil.copytree(whole_project, tmp_path / "package"))


def known_findings(package: Path) -> set[tuple[str, str]]:
    return {(item["rule"], item["key"]) for item in validate(package).findings if item["severity"] == "error"}


def rows_of(package: Path, table: str) -> list[dict[str, str]]:
    return edits.read_rows(package / "data" / f"{table}.csv")[1]


def row_of(package: Path, table: str, key: str) -> dict[str, str]:
    return next(row for row in rows_of(package, table) if next(iter(row.values())) == key)


def change(package: Path, table: str, key: str, **cells: str) -> None:
    for name, value in cells.items():
        edit = {"file": f"data/{table}.csv", "operation": "set", "key": key, "field": name, "value": value}
        edits.apply(package, edit)


def remove(package: Path, table: str, *keys: str) -> None:
    for key in keys:
        edit = {"file": f"data/{table}.csv", "operation": "delete", "key": key, "field": "", "value": ""}
        edits.apply(package, edit)


def add_quotes(package: Path, *rows: dict[str, str]) -> list[str]:
    """Add context quotes to the first fact and derive them; returns their keys."""
    file = package / "data" / "evidence.csv"
    header, old = edits.read_rows(file)
    typed = {"fact_id": "fct-001", "role": "context"}
    edits.write_rows(file, header, old + [dict.fromkeys(header, "") | typed | row for row in rows])
    done = run("derive", package)
    assert done.status == 0, done.out
    return [row["evidence_id"] for row in rows_of(package, "evidence")[-len(rows) :]]


def states(done: Run, kind: str) -> dict[str, str]:
    return {item["key"]: item["state"] for item in done.report[kind]}


def only(done: Run, kind: str, *wanted: str) -> dict[str, str]:
    return {key: state for key, state in states(done, kind).items() if state in wanted}


def change_of(done: Run, kind: str, key: str) -> dict:
    return next(item for item in done.report[kind] if item["key"] == key)


def plain(shown: str) -> str:
    """What a marked difference shows as the edited words."""
    return re.sub(r"\[-.*?-\]|\{\+|\+\}", "", shown)


# Ten edits and more


def test_a_typo_mended_inside_a_quote(article: Article):
    file = article.edited(("too slow", "too slov"))
    done = article.refused(file)
    assert only(done, "quotes", "gone") == {"evd-035": "gone", "ano-02": "gone"}
    gone = change_of(done, "quotes", "evd-035")
    assert (gone["says"], gone["line"]) == ("content fct-015", 36)
    assert "slo[-w-]{+v+}" in gone["shown"][0]
    assert states(done, "segments")["seg-14"] == "changed"
    change(article.package, "evidence", "evd-035", exact="it was too slov")
    change(article.package, "anomalies", "ano-02", exact="slov.")
    done = article.apply(file)
    assert only(done, "quotes", "mended") == {"evd-035": "mended", "ano-02": "mended"}
    assert row_of(article.package, "evidence", "evd-035")["start"] == "656"
    assert not article.uncovered


def test_a_typo_mended_outside_of_every_quote(article: Article):
    done = article.apply(article.edited(("at last", "at long last")))
    assert only(done, "segments", "changed") == {"seg-04": "changed", "seg-06": "changed"}
    assert change_of(done, "segments", "seg-06")["shown"] == ["A ferry at l{+ong l+}ast 🚢!"]
    quotes = {item["key"]: (item["state"], item["new"][0] - item["old"][0]) for item in done.report["quotes"]}
    assert quotes["evd-002"] == ("kept", 0)
    assert quotes["evd-006"] == ("moved", 5)
    assert row_of(article.package, "segments", "seg-06")["no_fact_reason"]
    assert not article.uncovered


def test_a_missing_space_mended(article: Article):
    done = article.apply(article.edited(("slow.Vessby", "slow. Vessby")))
    assert only(done, "segments", "changed", "new", "gone") == {"seg-13": "changed"}
    assert row_of(article.package, "segments", "seg-15")["start"] == "673"


def test_a_sentence_moved(article: Article):
    sentence = " According to the Courier, Vessby has not promised any money."
    file = article.edited((sentence, ""), ("of Ostmark.", f"of Ostmark.{sentence}"))
    done = article.apply(file)
    assert not only(done, "segments", "new", "gone")
    assert [item["key"] for item in done.report["segments"] if item["look"]] == ["seg-11"]
    moved = row_of(article.package, "segments", "seg-11")
    assert (moved["parent_id"], moved["ordinal"]) == ("seg-13", "16")
    assert row_of(article.package, "evidence", "evd-028")["segment_id"] == "seg-11"


def test_a_sentence_cut(article: Article):
    file = article.edited((" According to the Courier, Vessby has not promised any money.", ""))
    done = article.refused(file)
    quotes = ("evd-028", "evd-029", "evd-030", "evd-031")
    assert only(done, "quotes", "gone", "ambiguous") == dict.fromkeys(quotes, "gone")
    assert [change["words"] for change in done.report["words"] if change["state"] == "gone"] == ["the Courier"]
    remove(article.package, "evidence", *quotes)
    remove(article.package, "names", "nam-011")
    remove(article.package, "facts", "fct-012")
    assert only(article.apply(file), "segments", "gone") == {"seg-11": "gone"}
    source = rows_of(article.package, "sources")[0]
    assert source["retired_segments"] == "seg-11"
    assert "seg-11" not in {row["segment_id"] for row in rows_of(article.package, "segments")}


def test_a_sentence_added(article: Article):
    done = article.apply(article.edited((" The mayor of Vessby may", " Tickets will be free. The mayor of Vessby may")))
    assert only(done, "segments", "new") == {"seg-18": "new"}
    assert article.uncovered == {"seg-18"}
    added = row_of(article.package, "segments", "seg-18")
    assert (added["parent_id"], added["ordinal"], added["start"], added["end"]) == ("seg-09", "12", "548", "569")


def test_two_paragraphs_swapped(article: Article):
    lines = article.text.split("\n")
    lines[4], lines[5] = lines[5], lines[4]
    done = article.apply(article.written("\n".join(lines).encode()))
    assert set(states(done, "segments").values()) == {"kept", "moved"}
    assert change_of(done, "quotes", "evd-002")["new"] == [308, 402]
    assert row_of(article.package, "segments", "seg-04")["ordinal"] == "8"


def test_quotation_marks_changed(article: Article):
    file = article.edited(("“", '"'), ("”", '"'))
    done = article.refused(file)
    assert only(done, "quotes", "gone", "ambiguous") == {"evd-012": "gone", "evd-016": "gone"}
    assert '[-“-]{+"+}a bridge that floats[-”-]{+"+}' in change_of(done, "quotes", "evd-016")["shown"][0]
    for key in ("evd-012", "evd-016"):
        exact = row_of(article.package, "evidence", key)["exact"]
        change(article.package, "evidence", key, exact=exact.replace("“", '"').replace("”", '"'))
    done = article.apply(file)
    assert change_of(done, "quotes", "evd-016")["new"] == [368, 393]
    assert change_of(done, "quotes", "evd-018")["look"], "the sentence around this quote changed"


@pytest.mark.parametrize("form", ["NFD", "CRLF", "CR", "BOM"])
@pytest.mark.parametrize("option", [[], ["--apply"]])
def test_another_form_of_the_same_text(article: Article, form: str, option: list[str]):
    changed = {
        "NFD": unicodedata.normalize("NFD", article.text),
        "CRLF": article.text.replace("\n", "\r\n"),
        "CR": article.text.replace("\n", "\r"),
        "BOM": "\ufeff" + article.text,
    }[form]
    assert changed != article.text
    before = snapshot(article.package)
    done = run("rebase", article.written(changed.encode()), article.package, *option)
    assert done.status == 0
    assert "the same canonical text" in done.out
    assert snapshot(article.package) == before


def test_an_edited_text_in_another_form(article: Article):
    """Offsets count in the canonical text; the file is kept as it came."""
    text = article.text.replace("at last", "at long last").replace("\n", "\r\n")
    article.apply(article.written(unicodedata.normalize("NFD", text).encode()))
    assert row_of(article.package, "evidence", "evd-017")["exact"] == unicodedata.normalize("NFC", "Bọ́lá Lind")


def test_a_paragraph_split(article: Article):
    done = article.apply(article.edited((" The mayor of Vessby may", "\nThe mayor of Vessby may")))
    assert only(done, "segments", "new", "gone", "changed") == {"seg-18": "new", "seg-09": "changed"}
    assert row_of(article.package, "segments", "seg-12")["parent_id"] == "seg-18"
    assert set(states(done, "quotes").values()) == {"kept"}


def test_two_paragraphs_joined(article: Article):
    done = article.apply(article.edited(("May 2031.\nThe old", "May 2031. The old")))
    assert only(done, "segments", "new", "gone", "changed") == {"seg-09": "changed", "seg-13": "gone"}
    assert row_of(article.package, "segments", "seg-14")["parent_id"] == "seg-09"


def test_a_sentence_split(article: Article):
    """Quotes of both halves are found, each in the half that has it now."""
    done = article.compare(article.edited(("each day, at least 80", "each day. At all times at least 80")))
    assert only(done, "segments", "new", "gone") == {"seg-18": "new"}
    quotes = {item["key"]: (item["state"], item["segment_id"]) for item in done.report["quotes"]}
    assert quotes["evd-021"] == ("kept", "seg-10")
    assert quotes["evd-024"] == ("moved", "seg-18")
    assert not only(done, "quotes", "gone", "ambiguous")


def test_two_sentences_joined(article: Article):
    done = article.compare(article.edited(("money. The mayor", "money, and the mayor")))
    assert only(done, "segments", "gone")
    assert only(done, "quotes", "gone", "ambiguous") == {"evd-032": "gone"}
    assert plain(change_of(done, "quotes", "evd-032")["shown"][0]).endswith(
        "he mayor of Vessby may visit Hale in May 2031"
    )


def test_a_title_changed_and_a_line_above_it(article: Article):
    done = article.compare(
        article.edited(("A Ferry for Hale and Vessby", "From the Sound\nThe Ferry for Hale and Vessby"))
    )
    assert states(done, "segments")["seg-01"] == "changed"
    assert [item["says"] for item in done.report["segments"] if item["state"] == "new"] == ["paragraph", "sentence"]
    assert [item["says"] for item in done.report["segments"]].count("title") == 1


# Words that stand more than once


@pytest.fixture
def repeated(article: Article) -> tuple[Article, list[str]]:
    """A sentence that has the word "ferry" twice, with a quote of each."""
    article.apply(article.edited(("A ferry at last 🚢!", "A ferry at last, it is a ferry to stay 🚢!")))
    change(article.package, "segments", "seg-06", no_fact_reason="")
    starts = [article.text.index(words) for words in ("ferry at last", "ferry to stay")]
    return article, add_quotes(article.package, *({"exact": "ferry", "start": str(start)} for start in starts))


def test_one_of_two_is_removed_and_its_surroundings_tell_which(repeated: tuple[Article, list[str]]):
    article, (first, second) = repeated
    done = article.compare(article.edited(("it is a ferry to stay", "it is one to stay")))
    assert (states(done, "quotes")[first], states(done, "quotes")[second]) == ("kept", "gone")
    done = article.compare(article.edited(("A ferry at last", "One at last")))
    assert (states(done, "quotes")[first], states(done, "quotes")[second]) == ("gone", "moved")


def test_one_of_two_is_removed_and_nothing_tells_which(repeated: tuple[Article, list[str]]):
    article, (first, second) = repeated
    file = article.edited(("A ferry at last, it is a ferry to stay", "A ferry to stay"))
    done = article.refused(file)
    assert only(done, "quotes", "gone", "ambiguous") == {first: "ambiguous", second: "ambiguous"}
    assert change_of(done, "quotes", first)["shown"] == ["seg-06 205-210: A »ferry« to stay 🚢!"]
    remove(article.package, "evidence", first)
    assert only(article.refused(file), "quotes", "gone", "ambiguous") == {second: "ambiguous"}
    change(article.package, "evidence", second, end="")
    assert states(article.apply(file), "quotes")[second] == "mended"
    assert row_of(article.package, "evidence", second)["start"] == "205"


def test_two_equal_sentences(article: Article):
    """Of two side by side nobody can tell which was cut. Of two that stand apart the place tells."""
    twice, words = "A ferry at last 🚢! A ferry at last 🚢!", "ferry at last"
    article.apply(article.edited(("A ferry at last 🚢!", twice), ("any money.", "any money. A ferry at last 🚢!")))
    starts = [match.start() for match in re.finditer(words, article.text)]
    keys = add_quotes(article.package, *({"exact": words, "start": str(start)} for start in starts))
    done = article.compare(article.edited((twice, "A ferry at last 🚢!")))
    assert [states(done, "quotes")[key] for key in keys] == ["ambiguous", "ambiguous", "moved"]
    done = article.compare(article.edited(("any money. A ferry at last 🚢!", "any money.")))
    assert [states(done, "quotes")[key] for key in keys] == ["kept", "kept", "gone"]


def test_a_word_that_changed_its_place_in_the_sentence_is_not_taken_for_the_same(article: Article):
    file = article.edited(("Vessby has not promised any money", "Vessby has promised any money, Hale has not"))
    done = article.refused(file)
    assert states(done, "quotes")["evd-031"] == "ambiguous"


def test_a_common_word_elsewhere_does_not_stand_in_for_a_cut_one(article: Article):
    file = article.edited(
        (" According to the Courier, Vessby has not promised any money.", ""),
        ("The author lives", "Tickets are not yet on sale. The author lives"),
    )
    gone = change_of(article.refused(file), "quotes", "evd-031")
    assert gone["state"] == "gone"
    assert "Tickets are »not« yet" in gone["shown"][0]


# Words of names, figures and dates


def test_names_figures_and_dates_that_are_gone(article: Article):
    file = article.edited(
        ("in May 2031", "soon"), ("two days of talks", "three days of talks"), ("Ostmark", "Westmark")
    )
    done = article.refused(file)
    gone = {(item["table"], item["key"], item["says"]) for item in done.report["words"] if item["state"] == "gone"}
    assert gone == {
        ("names", "nam-017", "name"),
        ("figures", "fig-02", "verbatim"),
        ("events", "evt-ferry-talks", "date_verbatim"),
        ("events", "evt-vessby-visit", "date_verbatim"),
    }


def test_the_words_of_a_figure_count_only_where_its_fact_stands(article: Article):
    file = article.edited(("two days of talks", "three days of talks"), ("A ferry at last", "A ferry in two days"))
    for key, words in (("evd-006", "The agreement ended three days of talks"), ("evd-008", "three days of talks")):
        change(article.package, "evidence", key, exact=words)
    done = article.refused(file)
    gone = [(item["key"], item["reason"]) for item in done.report["words"] if item["state"] == "gone"]
    assert gone == [("fig-02", "The sentences of fct-005 no longer have these words.")]
    change(article.package, "figures", "fig-02", verbatim="three days", value_min="3", value_max="3")
    change(article.package, "events", "evt-ferry-talks", date_verbatim="three days")
    article.apply(file)


# Keys, hashes, refusals


def test_a_retired_key_is_never_used_again(article: Article):
    plain_text, added = article.text, ("A ferry at last 🚢!", "A ferry at last 🚢! Tickets will be free.")
    article.apply(article.edited(added))
    assert article.uncovered == {"seg-18"}
    hashes = [rows_of(article.package, "sources")[0]["sha256"]]
    article.apply(article.written(plain_text.encode()))
    hashes.append(rows_of(article.package, "sources")[0]["sha256"])
    done = article.apply(article.edited(added))
    assert only(done, "segments", "new") == {"seg-19": "new"}
    source = rows_of(article.package, "sources")[0]
    assert source["retired_segments"] == "seg-18"
    assert source["previous_sha256"].split(";") == [hashes[1], *hashes]


def test_there_and_back_changes_nothing_but_the_record(article: Article):
    before = {table: rows_of(article.package, table) for table in ("segments", "evidence", "anomalies", "sources")}
    text = article.text
    lines = text.split("\n")
    lines[4], lines[5] = lines[5], lines[4]
    article.apply(article.written("\n".join(lines).encode()))
    article.apply(article.written(text.encode()))
    after = {table: rows_of(article.package, table) for table in before}
    assert [{**row, **dict.fromkeys(HISTORY, "")} for row in after.pop("sources")] == before.pop("sources")
    assert after == before


def test_the_coders_own_cuts_are_carried_over(article: Article):
    """The coder had joined two sentences and cut a third in two; an edit elsewhere on their lines does not undo it."""
    package, found = article.package, known_findings(article.package)
    change(package, "segments", "seg-10", end="547")
    remove(package, "segments", "seg-11")
    change(package, "segments", "seg-14", end="644")
    header, rows = edits.read_rows(package / "data" / "segments.csv")
    half = {**row_of(package, "segments", "seg-14"), "segment_id": "seg-18", "start": "645", "end": "672"}
    edits.write_rows(package / "data" / "segments.csv", header, [*rows, half])
    for number, row in enumerate(sorted([*rows, half], key=lambda row: (int(row["start"]), -int(row["end"]))), 1):
        change(package, "segments", row["segment_id"], ordinal=str(number))
    blank = {"segment_id": "", "start": "", "end": "", "prefix": "", "suffix": ""}
    for row in rows_of(package, "evidence"):
        if row["segment_id"] == "seg-11" or (row["segment_id"] == "seg-14" and int(row["start"]) > 644):
            change(package, "evidence", row["evidence_id"], **{**blank, "start": row["start"]})
    change(package, "anomalies", "ano-02", segment_id="", start="", end="")
    assert run("derive", package).status == 0
    assert not known_findings(package) - found
    done = article.compare(article.edited(("Lind said that", "Mayor Lind said that"), ("1.5 north", "1.6 north")))
    assert not only(done, "segments", "new", "gone")
    assert change_of(done, "segments", "seg-10")["new"] == [395, 553]
    assert change_of(done, "segments", "seg-18")["new"] == [651, 678]


def test_refuses_what_derive_would_refuse(article: Article):
    """What follows a quote now begins like a spreadsheet formula."""
    before = snapshot(article.package)
    done = run("rebase", article.edited(("lives in Hale.", "lives in Hale+.")), article.package, "--apply")
    assert done.status == 1
    assert "quote-refused: evidence evd-041" in done.out
    assert "refused: 1 to mend; nothing was written" in done.out
    assert snapshot(article.package) == before


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"\xff\xfe", "not UTF-8: byte 0"), (b" \n", "is empty")],
)
def test_cannot_compare_what_is_no_text(article: Article, data: bytes, said: str):
    done = run("rebase", article.written(data), article.package, "--apply")
    assert done.status == 2
    assert said in done.err


def test_cannot_compare_without_the_coded_text(article: Article):
    file = article.edited(("at last", "at long last"))
    shutil.copy(file, article.file)
    done = run("rebase", file, article.package)
    assert done.status == 2
    assert "put the coded one back" in done.err
    article.file.unlink()
    done = run("rebase", file, article.package)
    assert done.status == 2
    assert "not at hand" in done.err


def test_cannot_compare_without_a_package_a_source_or_a_file(article: Article, tmp_path: Path):
    file = article.edited(("at last", "at long last"))
    package = article.package
    for arguments in ([file, tmp_path / "none"], [file, package, "--source", "src-02"], [tmp_path, package]):
        done = run_outside("rebase", *arguments)
        assert (done.status, "Traceback" in done.err) == (2, False)
        assert "not compared: " in done.err


def test_a_full_disk_changes_nothing(article: Article, monkeypatch: pytest.MonkeyPatch):
    file, written = article.edited(("at last", "at long last")), []
    real_write = rebase.replace_file

    def run_full(path: Path, data: bytes) -> None:
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        written.append(path)
        real_write(path, data)

    monkeypatch.setattr(rebase, "replace_file", run_full)
    before = snapshot(article.package)
    done = run("rebase", file, article.package, "--apply")
    assert (done.status, len(written)) == (2, 2)
    assert "No space left" in done.err
    assert snapshot(article.package) == before


@pytest.mark.parametrize("survivors", [0, 1, 3])
def test_an_interrupted_run_leaves_each_file_old_or_new(article: Article, monkeypatch, survivors: int):
    file = article.edited(("at last", "at long last"))
    old = snapshot(article.package)
    copy = shutil.copytree(article.package, article.package.parent / "copy")
    assert run("rebase", file, copy, "--apply").status == 0
    new = snapshot(copy)
    replace, left = os.replace, survivors

    def interrupt(*paths: Path) -> None:
        nonlocal left
        if str(paths[0]).endswith(".rebased"):
            left -= 1
            if left < 0:
                raise KeyboardInterrupt
        replace(*paths)

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run("rebase", file, article.package, "--apply")
    halfway = snapshot(article.package)
    assert set(halfway) == set(old)
    assert all(halfway[name] in (old[name], new[name]) for name in old)
    assert sum(halfway[name] != old[name] for name in old) == survivors


def test_the_text_report_says_what_to_do(article: Article):
    done = run_outside("rebase", article.edited(("too slow", "too slov"), ("at last", "at long last")), article.package)
    assert done.status == 1
    assert 'gone  data/evidence.csv:36: evd-035 content fct-015 656-671 "it was too slow": ' in done.out
    assert "      seg-14 661-676 (93%): it was too slo[-w-]{+v+}" in done.out
    assert done.out.endswith("to mend: 2 before --apply\n")
    assert "moved by +5 (" in done.out


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_edited_no_quote_is_misplaced(article: Article, seed: int):
    """Words cut, doubled, swapped or added at random: what is placed stands there to the letter, in one sentence."""
    chance = random.Random(seed)
    text = article.text
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) - 20)
        length = chance.randint(1, 60)
        match chance.randrange(4):
            case 0:
                text = text[:at] + text[at + length :]
            case 1:
                text = text[:at] + text[at : at + length] + text[at:]
            case 2:
                text = text[at:] + text[:at]
            case 3:
                text = text[:at] + chance.choice([". The", " ferry ", "\n", "“", "é"]) + text[at:]
    done = article.compare(article.written(text.encode()))
    text = unicodedata.normalize("NFC", text)
    leaves = {
        item["key"]: item["new"] for item in done.report["segments"] if item["new"] and item["says"] != "paragraph"
    }
    spans = sorted(leaves.values())
    assert re.sub(r"\s", "", "".join(text[start:end] for start, end in spans)) == re.sub(r"\s", "", text)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    for item in done.report["quotes"]:
        if item["state"] in ("kept", "moved"):
            (start, end), (low, high) = item["new"], leaves[item["segment_id"]]
            assert low <= start < end <= high
            assert text[start:end] == item["words"]
    if done.status == 0 and done.report["verdict"] == "ready":
        article.apply(article.package.parent / "edited.txt")


# The project's own article


def test_a_typo_in_the_projects_article(real: Article):
    done = real.compare(real.edited(("countries.Brigadier", "countries. Brigadier")))
    assert set(only(done, "segments", "new", "gone")) == set()
    lost = {item["words"] for item in done.report["quotes"] if item["state"] in ("gone", "ambiguous")}
    assert all("countries.Brigadier" in words for words in lost)


def test_paragraphs_of_the_projects_article_swapped_and_back(real: Article):
    before = {table: rows_of(real.package, table) for table in ("segments", "evidence", "anomalies")}
    text = real.text
    lines = text.split("\n")
    lines[5], lines[9] = lines[9], lines[5]
    done = real.apply(real.written("\n".join(lines).encode()))
    assert set(states(done, "quotes").values()) == {"kept", "moved"}
    real.apply(real.written(text.encode()))
    assert {table: rows_of(real.package, table) for table in before} == before


def test_a_sentence_of_the_projects_article_cut(real: Article):
    sentence = " But the objectives of both exercises were largely similar."
    done = real.compare(real.edited((sentence, "")))
    lost = only(done, "quotes", "gone", "ambiguous")
    key = next(item["key"] for item in done.report["segments"] if item["state"] == "gone")
    assert set(lost) == {
        next(iter(row.values()))
        for table in ("evidence", "anomalies")
        for row in rows_of(real.package, table)
        if row["segment_id"] == key
    }
    assert set(lost.values()) == {"gone"}


def test_the_quotation_marks_of_the_projects_article_straightened(real: Article):
    text = real.text.translate(str.maketrans("“”’", '""\''))
    done = real.compare(real.written(text.encode()))
    for item in done.report["quotes"]:
        assert (item["state"] in ("gone", "ambiguous")) == bool(set("“”’") & set(item["words"])), item

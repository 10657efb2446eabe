"""Compares an edited article with the text that was coded, and moves the coding over to it, in memory.

A quote that fits the coded text goes where its words went. One that does not (the coder has typed new words into
`exact`, or cleared `end`) is looked for in the edited text, just as `derive` looks for a new quote.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from changes import Change, Comparison
from counterparts import Counterparts
from findings import Finding
from package import Package
from quotes import Finder, Place, Refused, Segment, context, marked
from recutting import recut
from segmenting import Stretch
from structure import Table, read_table
from texts import Text, canonical, read_texts

_HISTORY = ("previous_sha256", "retired_segments")
_MEND_GONE = "Type the words as they stand now into exact, or remove the row."
_MEND_AMBIGUOUS = "Clear end, and type the start of the one that is meant, or its segment_id, prefix or suffix."
_MEND_WORDS = "Type the words as they stand now, or remove them."
_FORMS = (("names", "name"), ("figures", "verbatim"), ("events", "date_verbatim"))
_AROUND, _SHOWN = 30, 3


class Unable(ValueError):
    """The two texts cannot be compared; `problems` are the findings behind it, if any."""

    def __init__(self, reason: str, problems: list[Finding] | None = None):
        super().__init__(reason)
        self.problems = problems or []


def compare(package: Package, data: bytes, source_id: str = "") -> Comparison:
    """Compare the bytes of an edited article with the text of a source (default: the one that has a text).

    Reads files, writes none. Raises Unable where a table cannot be read, where the coded text is not at hand or is not
    the one that was coded, and where the edited one is no UTF-8 text or empty.
    """
    tables = _read_tables(package)
    source, old, others = _texts(package, tables["sources"], source_id)
    try:
        new = Text(old.source_id, canonical(data))
    except UnicodeDecodeError as error:
        raise Unable(f"The edited text is not UTF-8: byte {error.start} cannot be read.") from None
    if not new.text.strip():
        raise Unable("The edited text is empty.")
    comparison = Comparison(old.source_id, source["text_file"], old, new, tables)
    if not comparison.same:
        _Rebase(comparison, source, others).run()
    return comparison


def _read_tables(package: Package) -> dict[str, Table]:
    tables, problems = {}, list(package.problems)
    for resource in package.resources.values():
        if resource.path is not None and resource.schema is not None:
            tables[resource.name], found = read_table(package, resource)
            problems += found
    missing = [name for name in ("sources", "segments", "evidence") if name not in tables]
    if missing or problems:
        what = f"There is no table {', '.join(missing)}" if missing else "The package cannot be read"
        raise Unable(f"{what}.", problems)
    if not set(_HISTORY) <= set(tables["sources"].fields):
        raise Unable(f"The schema of sources is an older one, without {' and '.join(_HISTORY)}.")
    return tables


def _texts(package: Package, sources: Table, source_id: str) -> tuple[dict[str, str], Text, dict[str, str]]:
    """The row and the coded text of the source, and the texts of all other sources at hand by source_id."""
    texts, problems = read_texts(package, sources)
    if problems:
        raise Unable("A text cannot be read.", problems)
    if not source_id and len(texts) != 1:
        raise Unable(f"Name the source with --source: {', '.join(texts) or 'none has a text'}.")
    source_id = source_id or next(iter(texts))
    if source_id not in texts:
        raise Unable(f'No source "{source_id}" has a text; there is {", ".join(texts) or "none"}.')
    row = next(row for row in sources.rows if row["source_id"] == source_id)
    text = texts.pop(source_id)
    if text.text is None:
        raise Unable(f"The coded text is not at hand: there is no {row['text_file']} to compare with.")
    if text.sha256 != row["sha256"]:
        raise Unable(
            f"{row['text_file']} is not the text that was coded (sha256 differs): put the coded one back, "
            "and give the edited one as NEW-TEXT."
        )
    return row, text, {key: other.text for key, other in texts.items() if other.text is not None}


class _Rebase:
    """One rebase: fills in the lists of a comparison and moves the rows of its tables."""

    def __init__(self, comparison: Comparison, source: dict[str, str], others: dict[str, str]):
        self.comparison, self.source, self.others = comparison, source, others
        self.tables = comparison.tables
        self.old_text, self.new_text = comparison.old.text, comparison.new.text
        self.segments = self.tables["segments"]
        mine = [row for row in self.segments.rows if row["source_id"] == comparison.source_id]
        for row in mine:
            if not all(row[name].isdecimal() for name in ("ordinal", "start", "end")):
                raise Unable(f"{row['segment_id']}: ordinal, start and end of a segment are whole numbers.")
        self.rows = sorted(mine, key=lambda row: int(row["ordinal"]))
        index = {row["segment_id"]: i for i, row in enumerate(self.rows)}
        self.old = [
            Stretch(row["segment_type"], int(row["start"]), int(row["end"]), index.get(row["parent_id"]))
            for row in self.rows
        ]
        self.new = recut(self.old_text, self.old, self.new_text)
        self.old_leaves = [i for i, stretch in enumerate(self.old) if stretch.kind != "paragraph"]
        self.new_leaves = [i for i, stretch in enumerate(self.new) if stretch.kind != "paragraph"]
        self.counterparts = Counterparts(
            self.old_text,
            [self.old[i] for i in self.old_leaves],
            self.new_text,
            [self.new[i] for i in self.new_leaves],
        )

    def run(self) -> None:
        self.origins = self._origins()
        self.ids = self._new_ids()
        self._report_segments()
        self._move_quotes()
        self._report_words()
        self._move_segments()
        self._record()

    def _origins(self) -> dict[int, int]:
        """New stretch -> the old one that it continues; a paragraph continues the one that most of it comes from."""
        origins = {self.new_leaves[new]: self.old_leaves[old] for old, new in self.counterparts.pairs.items()}
        shares: Counter[tuple[int, int]] = Counter()
        for new, old in sorted(origins.items()):
            if self.new[new].inside is not None and self.old[old].inside is not None:
                shares[self.new[new].inside, self.old[old].inside] += self.new[new].end - self.new[new].start
        for (new, old), _ in shares.most_common():
            if new not in origins and old not in origins.values():
                origins[new] = old
        return origins

    def _new_ids(self) -> list[str]:
        """Key of each new stretch; one that continues none gets a number that was never used."""
        used = [row["segment_id"] for row in self.segments.rows] + self.source["retired_segments"].split(";")
        for row in self.tables["sources"].rows:
            used += row["retired_segments"].split(";")
        last = max(int(number) for key in used for number in re.findall(r"\d+", key))
        ids = []
        for index in range(len(self.new)):
            if index in self.origins:
                ids.append(self.rows[self.origins[index]]["segment_id"])
            else:
                last += 1
                ids.append(f"seg-{last:02d}")
        return ids

    def _report_segments(self) -> None:
        table = self.segments
        lines = {row["segment_id"]: line for row, line in zip(table.rows, table.lines, strict=True)}
        relocated = self._relocated()
        gone = sorted(set(range(len(self.old))) - set(self.origins.values()))
        changes = [(self.old[i].start, self._segment_change(None, i, lines, False)) for i in gone]
        for i in range(len(self.new)):
            change = self._segment_change(i, self.origins.get(i), lines, self.ids[i] in relocated)
            changes.append((self.new[i].start, change))
        self.comparison.segments = [change for _, change in sorted(changes, key=lambda item: item[0])]

    def _segment_change(self, new: int | None, old: int | None, lines: dict[str, int], look: bool) -> Change:
        before = self.old_text[self.old[old].start : self.old[old].end] if old is not None else ""
        after = self.new_text[self.new[new].start : self.new[new].end] if new is not None else ""
        key = self.ids[new] if new is not None else self.rows[old]["segment_id"]
        state = "changed"
        if old is None or new is None:
            state = "new" if old is None else "gone"
        elif before == after:
            state = "kept" if self.old[old].start == self.new[new].start else "moved"
        stretch = self.new[new] if new is not None else self.old[old]
        return Change(
            table="segments",
            key=key,
            state=state,
            file=self.segments.file,
            line=lines.get(key),
            segment_id=key,
            old=(self.old[old].start, self.old[old].end) if old is not None else None,
            new=(self.new[new].start, self.new[new].end) if new is not None else None,
            says=stretch.kind,
            words=after or before,
            shown=(marked(before, after),) if state == "changed" and stretch.kind != "paragraph" else (),
            look=look,
        )

    def _relocated(self) -> set[str]:
        """Keys of the leaves that stand in another place of the order, not only at other offsets."""
        before = [self.rows[i]["segment_id"] for i in self.old_leaves]
        after = [self.ids[i] for i in self.new_leaves]
        blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        in_order = {key for block in blocks for key in before[block.a : block.a + block.size]}
        return set(before) & set(after) - in_order

    def _leaf_segments(self) -> list[Segment]:
        """The leaves of every source: of this one as they are now, of the others as they are."""
        leaves = [
            Segment(
                self.ids[i],
                self.comparison.source_id,
                self.new[i].start,
                self.new[i].end,
                "" if self.new[i].inside is None else self.ids[self.new[i].inside],
            )
            for i in self.new_leaves
        ]
        for row in self.segments.rows:
            if row["source_id"] in self.others and row["segment_type"] != "paragraph":
                start, end = int(row["start"]), int(row["end"])
                leaves.append(Segment(row["segment_id"], row["source_id"], start, end, row["parent_id"]))
        return leaves

    def _move_quotes(self) -> None:
        self.leaves = self._leaf_segments()
        self.finder = Finder(self.others | {self.comparison.source_id: self.new_text}, self.leaves)
        foreign = {row["segment_id"] for row in self.segments.rows if row["source_id"] != self.comparison.source_id}
        for table in self.tables.values():
            if not {"exact", "start", "end", "segment_id"} <= set(table.fields):
                continue
            for row, line in zip(table.rows, table.lines, strict=True):
                if row["segment_id"] not in foreign:
                    self.comparison.quotes.append(self._quote_change(table, row, line))

    def _quote_change(self, table: Table, row: dict[str, str], line: int) -> Change:
        """What became of a quote; where that is known the row is moved."""
        says = " ".join(part for part in (row.get("role") or row.get("anomaly_type"), row.get("fact_id")) if part)
        common = {"table": table.name, "key": table.key(row), "file": table.file, "line": line, "says": says}
        old = (int(row["start"]), int(row["end"])) if self._fits(row) else None
        outcome = self._carry(row["exact"], *old) if old else self._place_anew(row)
        if not isinstance(outcome, Place):
            return Change(**common, segment_id=row["segment_id"], old=old, words=row["exact"], **outcome)
        state = "mended" if old is None else "kept" if old[0] == outcome.start else "moved"
        look = old is not None and self._sentence_changed(*old)
        row["segment_id"], row["start"], row["end"] = outcome.segment_id, str(outcome.start), str(outcome.end)
        if "prefix" in row:
            row["prefix"], row["suffix"] = outcome.prefix, outcome.suffix
        new = (outcome.start, outcome.end)
        return Change(
            **common, state=state, segment_id=outcome.segment_id, old=old, new=new, words=row["exact"], look=look
        )

    def _fits(self, row: dict[str, str]) -> bool:
        """Whether the row says where its words stand in the coded text, within one leaf."""
        if not (row["exact"] and row["start"].isdecimal() and row["end"].isdecimal()):
            return False
        start, end = int(row["start"]), int(row["end"])
        inside = any(self.old[i].start <= start and end <= self.old[i].end for i in self.old_leaves)
        return inside and self.old_text[start:end] == row["exact"]

    def _sentence_changed(self, start: int, end: int) -> bool:
        return any(
            stretch.start <= start and end <= stretch.end and index not in self.counterparts.same
            for index, stretch in enumerate(self.old[i] for i in self.old_leaves)
        )

    def _carry(self, exact: str, start: int, end: int) -> Place | dict:
        """The place of a quote that fits the coded text, or state, reason, mend and what is shown instead."""
        answer = self.counterparts.locate(start, end)
        if answer.start is not None:
            return self._place(answer.start, answer.start + len(exact))
        if answer.candidates:
            reason = "It cannot be told where these words went, or which of several they are."
            shown = tuple(self._show(begin, begin + len(exact)) for begin in answer.candidates)
            return {"state": "ambiguous", "reason": reason, "mend": _MEND_AMBIGUOUS, "shown": shown}
        index = next(i for i in self.old_leaves if self.old[i].start <= start and end <= self.old[i].end)
        segment_id = self.rows[index]["segment_id"]
        return self._gone(exact, segment_id if segment_id in self.ids else "")

    def _gone(self, exact: str, segment_id: str) -> dict:
        """State, reason, mend and the nearest words of a quote that has no counterpart."""
        places = (match.start() for match in re.finditer(f"(?={re.escape(exact)})", self.new_text))
        elsewhere = [start for start in places if self._leaf_at(start, start + len(exact))]
        if elsewhere:
            reason = "The words are gone from where they stood; the same words stand elsewhere."
            mend = f"{_MEND_GONE} If they are meant there: {_MEND_AMBIGUOUS[0].lower()}{_MEND_AMBIGUOUS[1:]}"
            shown = tuple(self._show(start, start + len(exact)) for start in elsewhere[:_SHOWN])
            return {"state": "gone", "reason": reason, "mend": mend, "shown": shown}
        return {"state": "gone", "mend": _MEND_GONE, **self._absence(exact, segment_id)}

    def _absence(self, words: str, segment_id: str = "") -> dict:
        """Why words that are nowhere cannot be found, and the nearest ones."""
        try:
            self.finder.find(words, segment_id=segment_id)
        except Refused as error:
            return {"reason": str(error), "shown": tuple(error.candidates)}
        return {"reason": "The text no longer has these words.", "shown": ()}

    def _place_anew(self, row: dict[str, str]) -> Place | dict:
        """The place of a quote that the coder has typed or loosened, found as `derive` finds a new one."""
        if not row["exact"]:
            return {"state": "gone", "reason": "The quote is empty.", "mend": _MEND_GONE}
        hints = {name: row.get(name, "") for name in ("segment_id", "prefix", "suffix")}
        if row["end"]:
            hints["segment_id"] = row["segment_id"] if row["segment_id"] in self.ids else ""
        else:
            hints["start"] = row["start"]
        try:
            return self.finder.find(row["exact"], **hints)
        except Refused as error:
            several = self.new_text.count(row["exact"]) > 1
            return {
                "state": "ambiguous" if several else "gone",
                "reason": str(error),
                "mend": error.mend,
                "shown": tuple(error.candidates),
            }

    def _leaf_at(self, start: int, end: int) -> Segment | None:
        mine = (leaf for leaf in self.leaves if leaf.source_id == self.comparison.source_id)
        return next((leaf for leaf in mine if leaf.start <= start and end <= leaf.end), None)

    def _place(self, start: int, end: int) -> Place:
        leaf = self._leaf_at(start, end)
        return Place(leaf.segment_id, start, end, *context(self.new_text, leaf.start, start, end, leaf.end))

    def _show(self, start: int, end: int) -> str:
        leaf = self._leaf_at(start, end)
        before = self.new_text[max(leaf.start, start - _AROUND) : start]
        after = self.new_text[end : min(leaf.end, end + _AROUND)]
        return f"{leaf.segment_id} {start}-{end}: {before}»{self.new_text[start:end]}«{after}"

    def _report_words(self) -> None:
        """Say which names, words of figures and words of dates the texts at hand have no more."""
        texts = [self.new_text, *self.others.values()]
        for name, cell in _FORMS:
            table = self.tables.get(name)
            for row, line in zip(table.rows, table.lines, strict=True) if table else ():
                if not row[cell]:
                    continue
                places = list(self._sentences_of(row["fact_id"])) if name == "figures" else []
                there = any(row[cell] in place for place in places or texts)
                reason = "The text no longer has these words."
                if places and not there and any(row[cell] in text for text in texts):
                    reason = f"The sentences of {row['fact_id']} no longer have these words."
                self.comparison.words.append(
                    Change(
                        table=name,
                        key=table.key(row),
                        state="there" if there else "gone",
                        file=table.file,
                        line=line,
                        says=cell,
                        words=row[cell],
                        reason="" if there else reason,
                        mend="" if there else _MEND_WORDS,
                        shown=() if there else self._absence(row[cell])["shown"],
                    )
                )

    def _sentences_of(self, fact_id: str) -> Iterator[str]:
        """The words of each leaf in which a fact has a content quote now."""
        leaves = {leaf.segment_id: leaf for leaf in self.leaves}
        for row in self.tables["evidence"].rows:
            if (row["fact_id"], row["role"]) == (fact_id, "content") and row["segment_id"] in leaves:
                leaf = leaves[row["segment_id"]]
                yield self.finder.texts[leaf.source_id][leaf.start : leaf.end]

    def _move_segments(self) -> None:
        """Put the rows of the edited text in place of those of the coded one."""
        rows = []
        for index, stretch in enumerate(self.new):
            origin = self.rows[self.origins[index]] if index in self.origins else {}
            rows.append(
                dict.fromkeys(self.segments.fields, "")
                | origin
                | {
                    "segment_id": self.ids[index],
                    "source_id": self.comparison.source_id,
                    "parent_id": "" if stretch.inside is None else self.ids[stretch.inside],
                    "ordinal": str(index + 1),
                    "segment_type": stretch.kind,
                    "start": str(stretch.start),
                    "end": str(stretch.end),
                }
            )
        self.segments.rows = [r for r in self.segments.rows if r["source_id"] != self.comparison.source_id] + rows
        self.segments.lines = [0] * len(self.segments.rows)

    def _record(self) -> None:
        """Put the new hash into the row of the source, the old one and the keys of gone segments on record."""
        gone = [change.key for change in self.comparison.segments if change.state == "gone"]
        for name, added in (("previous_sha256", [self.comparison.old.sha256]), ("retired_segments", gone)):
            self.source[name] = ";".join([*filter(None, self.source[name].split(";")), *added])
        self.source["sha256"] = self.comparison.new.sha256

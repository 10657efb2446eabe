"""Finds a quote in the text: where it stands, in which segment, and the words around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

CONTEXT = 24  # code points of prefix and suffix
FORMULA = "=+-@\t"  # a cell that begins with one of these is a formula to a spreadsheet
_NEAR, _SHOWN_CANDIDATES, _AROUND = 0.55, 3, 30


@dataclass(frozen=True)
class Segment:
    """A leaf segment (not a paragraph): its key, its source and its offsets in code points of the whole text."""

    segment_id: str
    source_id: str
    start: int
    end: int
    parent_id: str = ""


@dataclass(frozen=True)
class Place:
    """Where a quote stands, with up to 24 code points of its segment on either side."""

    segment_id: str
    start: int
    end: int
    prefix: str
    suffix: str


class Refused(ValueError):
    """A quote that has no one place: its text says why, `candidates` are lines that show the nearest places."""

    def __init__(self, reason: str, mend: str, candidates: list[str] | None = None):
        super().__init__(reason)
        self.mend = mend
        self.candidates = candidates or []


class Finder:
    """Finds quotes in canonical texts, to the letter."""

    def __init__(self, texts: dict[str, str], segments: list[Segment]):
        """`texts`: source_id -> text at hand; `segments`: the leaf segments of all sources."""
        self.texts = texts
        self.segments = segments

    def find(self, exact: str, segment_id: str = "", start: str = "", prefix: str = "", suffix: str = "") -> Place:
        """The place of `exact`.

        A `start` (a cell: digits or empty) that points at the quote is kept. Else the quote is searched within
        `segment_id` (a paragraph's key stands for its sentences), or everywhere; a typed prefix or suffix
        decides between several places. Raises Refused where no place, or more than one, remains.
        """
        if start.isascii() and start.isdecimal():
            for segment in self._holding(int(start), len(exact)):
                if self.texts[segment.source_id].startswith(exact, int(start)):
                    return self._place(exact, segment, int(start))
        scope = [s for s in self.segments if not segment_id or segment_id in (s.segment_id, s.parent_id)]
        hits = list(self._hits(exact, scope))
        if len(hits) > 1 and (prefix or suffix):
            hits = [hit for hit in hits if self._fits(exact, *hit, prefix, suffix)] or hits
        if len(hits) == 1:
            return self._place(exact, *hits[0])
        if hits:
            raise Refused(
                f"The quote stands in {len(hits)} places.",
                "Type the segment_id, or the prefix or suffix, of the one that is meant.",
                [self._show(segment, begin, begin + len(exact)) for segment, begin in hits],
            )
        raise self._absent(exact, scope, segment_id)

    def _holding(self, start: int, length: int) -> Iterator[Segment]:
        for segment in self.segments:
            if segment.source_id in self.texts and segment.start <= start and start + length <= segment.end:
                yield segment

    def _hits(self, exact: str, scope: list[Segment]) -> Iterator[tuple[Segment, int]]:
        for segment in scope:
            text = self.texts.get(segment.source_id, "")
            begin = text.find(exact, segment.start, segment.end)
            while begin >= 0:
                yield segment, begin
                begin = text.find(exact, begin + 1, segment.end)

    def _fits(self, exact: str, segment: Segment, start: int, prefix: str, suffix: str) -> bool:
        text = self.texts[segment.source_id]
        return text[:start].endswith(prefix) and text.startswith(suffix, start + len(exact))

    def _place(self, exact: str, segment: Segment, start: int) -> Place:
        end = start + len(exact)
        prefix, suffix = context(self.texts[segment.source_id], segment.start, start, end, segment.end)
        if suffix.startswith(tuple(FORMULA)):
            raise Refused(
                f'The words after the quote begin with "{suffix[0]}", which a spreadsheet takes for a formula.',
                "Take a longer quote, past that sign.",
                [self._show(segment, start, end)],
            )
        return Place(segment.segment_id, start, end, prefix, suffix)

    def _absent(self, exact: str, scope: list[Segment], segment_id: str) -> Refused:
        elsewhere = list(self._hits(exact, self.segments)) if segment_id else []
        if elsewhere:
            return Refused(
                f"The quote is not in {segment_id}, but it stands elsewhere.",
                "Clear segment_id and start, or type the right segment_id.",
                [self._show(segment, begin, begin + len(exact)) for segment, begin in elsewhere],
            )
        across = [text.find(exact) for text in self.texts.values() if exact in text]
        if across:
            touched = [s.segment_id for s in self.segments if s.start < across[0] + len(exact) and across[0] < s.end]
            return Refused(
                f"The quote runs across {' and '.join(touched)}." if touched else "The quote is in no segment.",
                "A quote lies within one sentence: give each part a row of its own.",
            )
        near = self._nearest(exact, scope) or self._nearest(exact, self.segments)
        return Refused(
            "The quote is not in the text, to the letter.",
            "Copy the words from the text; the nearest are shown." if near else "Copy the words from the text.",
            near,
        )

    def _nearest(self, exact: str, scope: list[Segment]) -> list[str]:
        """The likest places, best first: where, how like, and the difference marked [-typed-]{+in the text+}."""
        found = []
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(exact)
        for segment in scope:
            text = self.texts.get(segment.source_id, "")[segment.start : segment.end]
            matcher.set_seq1(text)
            begin, end = _window(matcher, len(exact))
            window = text[begin:end]
            like = SequenceMatcher(None, exact, window, autojunk=False).ratio()
            if like >= _NEAR:
                found.append((-like, segment.start + begin, segment, window))
        found.sort(key=lambda item: item[:2])
        return [
            f"{segment.segment_id} {start}-{start + len(window)} ({-like:.0%}): {marked(exact, window)}"
            for like, start, segment, window in found[:_SHOWN_CANDIDATES]
        ]

    def _show(self, segment: Segment, start: int, end: int) -> str:
        text = self.texts[segment.source_id]
        before = text[max(segment.start, start - _AROUND) : start]
        after = text[end : min(segment.end, end + _AROUND)]
        return f"{segment.segment_id} {start}-{end}: {before}»{text[start:end]}«{after}"


def _window(matcher: SequenceMatcher, length: int) -> tuple[int, int]:
    """Start and end of the stretch of the first sequence that answers to the second, of `length` characters.

    It is laid out from the longest match, and grows to every match that lies within twice the length.
    """
    longest = matcher.find_longest_match()
    low, high = longest.a - longest.b - length // 2, longest.a - longest.b + length + length // 2
    blocks = [b for b in matcher.get_matching_blocks() if b.size > 1 and low <= b.a and b.a + b.size <= high]
    if not blocks:
        return 0, 0
    first, last = blocks[0], blocks[-1]
    begin = max(0, first.a - first.b)
    return begin, last.a + last.size + (length - last.b - last.size)


def context(text: str, segment_start: int, start: int, end: int, segment_end: int) -> tuple[str, str]:
    """Prefix and suffix of `text[start:end]`: up to 24 code points on either side within the segment.

    The prefix is shortened from the left until it no longer begins like a spreadsheet formula.
    """
    prefix = text[max(segment_start, start - CONTEXT) : start].lstrip(FORMULA)
    return prefix, text[end : min(segment_end, end + CONTEXT)]


def marked(typed: str, printed: str) -> str:
    """`printed` with the differences from `typed` marked: [-typed-]{+printed+}."""
    parts = []
    for change, a, b, c, d in SequenceMatcher(None, typed, printed, autojunk=False).get_opcodes():
        if change == "equal":
            parts.append(printed[c:d])
        else:
            parts.append((f"[-{typed[a:b]}-]" if b > a else "") + (f"{{+{printed[c:d]}+}}" if d > c else ""))
    return "".join(parts)

"""Cuts an edited text as its coder cut the text before: kinds of lines and cuts between sentences are carried over."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from segmenting import Stretch, cut, sentences

_AROUND = 12  # code points on either side of a cut that have to be the same for it to be carried over
_LIKE = 0.6  # the least likeness of a title, byline, ... to the line that it has become


def recut(old_text: str, old: list[Stretch], new_text: str) -> list[Stretch]:
    """The stretches of the edited text in reading order, each paragraph before its sentences.

    `old` are the stretches of the old text as its coder left them, in reading order. Where the coder cut between two
    sentences, or did not, against the first cut, so it is done wherever the words around have stayed.
    """
    made, unmade = _differences(old_text, old)
    stretches: list[Stretch] = []
    lines = [stretch for stretch in cut(new_text) if stretch.inside is None]
    for line, kind in zip(lines, _kinds(old_text, old, new_text, lines), strict=True):
        paragraph = len(stretches)
        stretches.append(Stretch(kind, line.start, line.end))
        if kind == "paragraph":
            for start, end in _sentences(new_text, line, made, unmade):
                stretches.append(Stretch("sentence", start, end, paragraph))
    return stretches


def _kinds(old_text: str, old: list[Stretch], new_text: str, lines: list[Stretch]) -> list[str]:
    """The kind of each line: as before for a line that was there before, else as the first cut has it.

    A line stays a title, byline, ... while its words are alike; there is no second one beside it.
    """
    words = [new_text[line.start : line.end] for line in lines]
    before = {old_text[line.start : line.end]: line.kind for line in old if line.inside is None}
    kinds: list[str | None] = [before.get(line) for line in words]
    for line, kind in before.items():
        if kind == "paragraph" or line in words:
            continue
        likeness = [
            SequenceMatcher(None, line, other, autojunk=False).ratio() if known is None else 0
            for other, known in zip(words, kinds, strict=True)
        ]
        if likeness and max(likeness) >= _LIKE:
            kinds[likeness.index(max(likeness))] = kind
    held = set(kinds)
    return [
        kind or (line.kind if line.kind not in held else "paragraph") for kind, line in zip(kinds, lines, strict=True)
    ]


def _differences(text: str, stretches: list[Stretch]) -> tuple[set[tuple], set[tuple]]:
    """The cuts that the coder made beyond the first cut, and those of the first cut that the coder unmade."""
    coder = {
        (one.end, other.start)
        for one, other in pairwise(stretches)
        if one.inside is not None and one.inside == other.inside
    }
    first = {gap for line in stretches if line.kind == "paragraph" for gap in _gaps(text, line)}
    return {_surroundings(text, *gap) for gap in coder - first}, {_surroundings(text, *gap) for gap in first - coder}


def _gaps(text: str, line: Stretch) -> set[tuple[int, int]]:
    """End and next start of each two sentences of a paragraph, as the first cut has them."""
    spans = [(line.start + start, line.start + end) for start, end in sentences(text[line.start : line.end])]
    return {(one[1], other[0]) for one, other in pairwise(spans)}


def _surroundings(text: str, end: int, start: int) -> tuple[str, str, str]:
    """A gap between two sentences with the words before and after it on its line."""
    before = text[max(0, end - _AROUND) : end].rpartition("\n")[2]
    return before, text[end:start], text[start : start + _AROUND].partition("\n")[0]


def _sentences(text: str, line: Stretch, made: set[tuple], unmade: set[tuple]) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph."""
    gaps = {gap for gap in _gaps(text, line) if _surroundings(text, *gap) not in unmade}
    for before, gap, after in made:
        at = text.find(before + gap + after, line.start, line.end)
        while at >= 0:
            end = at + len(before)
            if _surroundings(text, end, end + len(gap)) == (before, gap, after):
                gaps.add((end, end + len(gap)))
            at = text.find(before + gap + after, at + 1, line.end)
    start = line.start
    for gap_end, gap_start in sorted(gaps):
        yield start, gap_end
        start = gap_start
    yield start, line.end

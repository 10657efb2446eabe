"""Cuts a plain-text article into title, subtitle, byline, paragraphs with their sentences, and author note.

A first cut only: once the segments stand in the table they are the coder's to mend, and are never cut again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_BYLINE = re.compile(r"By [^.]{2,80}")
_AUTHOR_NOTE = "The author "
_CLOSING = "\"'”’»)]"
_OPENING = "\"'“‘«(["
_SPACED_END = re.compile(rf"[.!?…][{re.escape(_CLOSING)}]*(?P<gap>\s+)(?=[{re.escape(_OPENING)}]*(?P<next>\w))")
_MISSING_SPACE = re.compile(r"(?<=[a-z]{2}\.)(?P<gap>)(?=[A-Z][a-z])")
_TITLES = {"mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "maj", "capt", "sgt", "st", "rev", "hon"}
_NEVER_LAST = _TITLES | {"no", "vs", "cf", "fig", "i.e", "e.g"}
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")


@dataclass(frozen=True)
class Stretch:
    """A stretch of a text: kind and offsets in code points; `inside` is the index of its paragraph, if any."""

    kind: str
    start: int
    end: int
    inside: int | None = None


def cut(text: str) -> list[Stretch]:
    """The stretches of a canonical text in reading order, each paragraph before its sentences."""
    lines = list(_LINE.finditer(text))
    stretches: list[Stretch] = []
    for index, line in enumerate(lines):
        kind = _kind(text, lines, index, stretches)
        stretches.append(Stretch(kind, line.start(), line.end()))
        if kind == "paragraph":
            paragraph = len(stretches) - 1
            for start, end in sentences(line.group()):
                stretches.append(Stretch("sentence", line.start() + start, line.start() + end, paragraph))
    return stretches


def sentences(paragraph: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph, in code points of the paragraph."""
    gaps = [match.span("gap") for match in _SPACED_END.finditer(paragraph) if _ends_sentence(paragraph, match)]
    gaps += [match.span("gap") for match in _MISSING_SPACE.finditer(paragraph)]
    start = 0
    for gap_start, gap_end in sorted(gaps):
        yield start, gap_start
        start = gap_end
    yield start, len(paragraph)


def _kind(text: str, lines: list[re.Match], index: int, before: list[Stretch]) -> str:
    line, kinds = lines[index], [stretch.kind for stretch in before]
    if index == 0:
        return "title"
    if "paragraph" not in kinds and _BYLINE.fullmatch(line.group()):
        return "byline"
    if index == 1 and _stands_apart(text, lines, index):
        return "subtitle"
    if index == len(lines) - 1 and line.group().startswith(_AUTHOR_NOTE):
        return "author_note"
    return "paragraph"


def _stands_apart(text: str, lines: list[re.Match], index: int) -> bool:
    """Whether the line is directly under the title and followed by a blank line or a byline."""
    above, line = lines[index - 1], lines[index]
    if "\n\n" in text[above.end() : line.start()] or index + 1 == len(lines):
        return False
    below = lines[index + 1]
    return text[line.end() : below.start()].count("\n") > 1 or bool(_BYLINE.fullmatch(below.group()))


def _ends_sentence(paragraph: str, match: re.Match) -> bool:
    following = match["next"]
    if following.islower() or paragraph[: match.start()].endswith(tuple(_OPENING)):
        return False  # “… The second: an ellipsis that opens a quotation
    if paragraph[match.start()] != ".":
        return True
    word = re.split(rf"[\s{re.escape(_OPENING)}]", paragraph[: match.start()])[-1]
    return word.casefold() not in _NEVER_LAST and not _INITIALS.fullmatch(word)

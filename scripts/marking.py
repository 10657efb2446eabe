"""Marks spans within a sentence: `[1|words|1]`. The closing mark repeats the number, so that spans may overlap."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARK = re.compile(r"\[a?[0-9]+\||\|a?[0-9]+\]")


@dataclass(frozen=True)
class Span:
    """A stretch to mark: its label, and offsets in code points, the end excluded."""

    label: str
    start: int
    end: int


def mark(text: str, spans: list[Span]) -> str:
    """`text` with a mark where each span begins and ends; without the marks it is `text` again.

    Of spans that begin together the longest opens first, of those that end together the one that began last closes
    first: where spans lie within each other, so do their marks. Offsets count from the start of `text`; every span has
    to lie within it and hold at least one character.
    """
    opening, closing = {}, {}
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        opening[span.start] = opening.get(span.start, "") + f"[{span.label}|"
        closing[span.end] = f"|{span.label}]" + closing.get(span.end, "")
    return "".join(closing.get(at, "") + opening.get(at, "") + text[at : at + 1] for at in range(len(text) + 1))

"""Spans of a text as pairs of offsets: read from a cell, written to one, and how far they overlap."""

from __future__ import annotations

import re
from collections.abc import Iterable

Span = tuple[int, int]
_CELL = re.compile(r"(?:\d+-\d+(?:;\d+-\d+)*)?", re.ASCII)


def read_spans(cell: str) -> tuple[Span, ...]:
    """The spans of a cell such as `28-59;83-117`: offsets in code points, the end excluded, in the order given.

    Raises ValueError where the cell has another form or a span holds no character.
    """
    if not _CELL.fullmatch(cell):
        raise ValueError(f'"{cell}" is not start-end;start-end')
    spans = tuple((int(start), int(end)) for start, end in (part.split("-") for part in cell.split(";") if part))
    for start, end in spans:
        if start >= end:
            raise ValueError(f'the span {start}-{end} in "{cell}" holds no character')
    return spans


def written(spans: Iterable[Span]) -> str:
    """Spans as a cell, in the order of the text, each once."""
    return ";".join(f"{start}-{end}" for start, end in sorted(set(spans)))


def characters(spans: Iterable[Span]) -> frozenset[int]:
    """Offsets of all characters that the spans hold."""
    return frozenset(offset for start, end in spans for offset in range(start, end))


def same(spans: Iterable[Span], reference: Iterable[Span]) -> float:
    """Share of `spans`, each counted once, that stand in `reference` with both offsets alike; 0 where there are none."""
    spans, reference = set(spans), set(reference)
    return len(spans & reference) / len(spans) if spans else 0.0


def overlapping(spans: Iterable[Span], reference: Iterable[Span]) -> float:
    """Mean share of the characters of a span that the one span of `reference` overlapping it most holds too.

    Each of `spans` counts once, whatever its length; 0 where there are none.
    """
    spans, reference = set(spans), set(reference)
    shares = [
        max((min(end, other_end) - max(start, other_start) for other_start, other_end in reference), default=0)
        / (end - start)
        for start, end in sorted(spans)
    ]
    return sum(max(share, 0.0) for share in shares) / len(shares) if shares else 0.0


def harmonic(precision: float, recall: float) -> float:
    """F1: the harmonic mean of precision and recall; 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

"""Finds the facts of different codings that are one and the same fact, from their words alone.

Two facts are alike as far as their content spans overlap and their texts have the same groups of three letters;
both count alike. The pairs of any two codings are joined from the likest down, as long as no unit gets two facts of one
coding. Where two pairs are equally alike, the one that stands at the nearer place in its coding goes first.

None of the codes that are compared afterwards plays a part, so that agreement is not made by the matching. The price
is a weakness to know of: where a coding has two facts in the same words, held by different holders, or splits a sentence
in another way than the other, a fact can be joined to the wrong one of them and shows as a disagreement. The
joining is greedy: it does not look for the best sum over all pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from spans import Span, characters

LEAST = 0.4  # below this, pairs are mostly different facts in the same words


@dataclass(frozen=True)
class Fact:
    """What the matching sees of a fact: its key, its text, and its content spans."""

    key: str
    text: str
    spans: tuple[Span, ...]


def likeness(one: Fact, other: Fact) -> float:
    """From 0 to 1: the mean of the overlap of the content spans and that of the texts; 0 where no span overlaps."""
    mine, theirs = characters(one.spans), characters(other.spans)
    shared = len(mine & theirs)
    if not shared:
        return 0.0
    return (2 * shared / (len(mine) + len(theirs)) + text_likeness(one.text, other.text)) / 2


def text_likeness(one: str, other: str) -> float:
    """Dice coefficient of the groups of three letters of two texts, with their counts, regardless of case."""
    mine, theirs = _threes(one), _threes(other)
    return 2 * (mine & theirs).total() / (mine.total() + theirs.total())


def align(codings: dict[str, Sequence[Fact]], least: float = LEAST) -> list[dict[str, str]]:
    """The units of several codings: each a dict of coding -> key of its fact, at most one fact a coding.

    Every fact is in exactly one unit; one that has no counterpart is a unit of its own. The order is that of the
    codings and of the facts in them.
    """
    places = {(name, fact.key): place for name, facts in codings.items() for place, fact in enumerate(facts)}
    unit_of = {node: {node[0]: node[1]} for node in places}
    for _, _, one, other in sorted(_pairs(codings, least)):
        mine, theirs = unit_of[one], unit_of[other]
        if mine is not theirs and not mine.keys() & theirs.keys():
            mine.update(theirs)
            for node in theirs.items():
                unit_of[node] = mine
    units, seen = [], set()
    for node in places:
        unit = unit_of[node]
        if id(unit) not in seen:
            seen.add(id(unit))
            units.append({name: unit[name] for name in codings if name in unit})
    return units


def _pairs(codings: dict[str, Sequence[Fact]], least: float):
    """(-likeness, distance of places, node, node) of all pairs that are alike enough."""
    for one, other in combinations(codings, 2):
        for place, fact in enumerate(codings[one]):
            for other_place, other_fact in enumerate(codings[other]):
                alike = likeness(fact, other_fact)
                if alike >= least:
                    distance = abs(place / len(codings[one]) - other_place / len(codings[other]))
                    yield -round(alike, 9), round(distance, 9), (one, fact.key), (other, other_fact.key)


def _threes(text: str) -> Counter[str]:
    padded = f"  {' '.join(text.casefold().split())} "
    return Counter(padded[place : place + 3] for place in range(len(padded) - 2))

"""Says which sentence, and which words in it, of an edited text correspond to those of the text before.

A sentence corresponds to the one with the same words, in whatever place; what is left over is paired by likeness.
A quote corresponds where a best alignment of the two sentences, word by word, takes it. Where best alignments take it
to several places, or take several quotes to its place, nothing is decided.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from segmenting import Stretch

_WORD = re.compile(r"\w+|[^\w\s]")
_LIKE = 0.5  # the least likeness of two sentences that are one sentence, changed
_KIN = 0.6  # the least part of the shorter of two sentences that stands in the other, in runs of
_RUN = 3  # at least so many words


@dataclass(frozen=True)
class Answer:
    """Where a quote is now: `start` where that is decided, else None and the starts of all `candidates`, if any."""

    start: int | None
    candidates: tuple[int, ...] = ()


class Counterparts:
    """The leaves (all stretches but paragraphs) of a text and of its edited form, and what corresponds to what.

    `pairs` maps indexes of old leaves to indexes of new ones; `same` holds the old leaves whose counterpart has
    the same words.
    """

    def __init__(self, old_text: str, old: list[Stretch], new_text: str, new: list[Stretch]):
        self.old = [_Leaf(old_text, stretch) for stretch in old]
        self.new = [_Leaf(new_text, stretch) for stretch in new]
        self.pairs = _same_words(self.old, self.new)
        self.same = set(self.pairs)
        taken = set(self.pairs.values())
        self._old_rest = [index for index in range(len(old)) if index not in self.same]
        self._new_rest = [index for index in range(len(new)) if index not in taken]
        self.pairs |= _likest(self.old, self._old_rest, self.new, self._new_rest)
        self._alignments: dict[tuple[int, int], _Alignment] = {}

    def locate(self, start: int, end: int) -> Answer:
        """Where the words of the old text from `start` to `end` are in the new text.

        The words have to lie within one old leaf. Offsets are in code points of the whole texts.
        """
        index = next(i for i, leaf in enumerate(self.old) if leaf.start <= start and end <= leaf.end)
        if index in self.same:
            return Answer(self.new[self.pairs[index]].start + start - self.old[index].start)
        exact = self.old[index].words(start, end)
        ways = list(self._ways(exact))
        decided, open_places = [], []
        for way in ways:
            if way.old_start != start:
                continue
            rivals = [other for other in ways if other.new_start == way.new_start and other.old_start != start]
            best = max((other.weight for other in rivals if other.is_best), default=-1)
            if way.is_best and way.weight >= best:
                decided.append((way.weight, way.weight > best, way.new_start))
            elif best < 0:
                open_places.append(way.new_start)
        heaviest = [item for item in decided if item[0] == max(decided)[0]]
        if len(heaviest) == 1 and heaviest[0][1]:
            return Answer(heaviest[0][2])
        places = [item[2] for item in heaviest] or open_places
        return Answer(None, tuple(sorted(set(places))))

    def _ways(self, exact: str) -> Iterator[_Way]:
        """Every way in which the words may correspond, between old and new leaves that are kin."""
        for old, new in self._kin:
            before, after = self.old[old].find(exact), self.new[new].find(exact)
            if before and after:
                if (old, new) not in self._alignments:
                    self._alignments[old, new] = _Alignment(self.old[old], self.new[new])
                for old_start in before:
                    for new_start in after:
                        weight, is_best = self._alignments[old, new].through(old_start, new_start, len(exact))
                        yield _Way(old_start, new_start, weight, is_best)

    @cached_property
    def _kin(self) -> list[tuple[int, int]]:
        """Pairs of an old and a new leaf one of which may hold words of the other: changed, split or merged."""
        return [
            (old, new)
            for old in self._old_rest
            for new in self._new_rest
            if self.pairs.get(old) == new or _are_kin(self.old[old].tokens, self.new[new].tokens)
        ]


@dataclass(frozen=True)
class _Way:
    """An old place of some words, a new one, the words in common around them, and whether no alignment is better."""

    old_start: int
    new_start: int
    weight: int
    is_best: bool


class _Leaf:
    """A leaf of a text with its words and their offsets."""

    def __init__(self, text: str, stretch: Stretch):
        self.kind, self.start, self.end = stretch.kind, stretch.start, stretch.end
        self.text = text[self.start : self.end]
        matches = list(_WORD.finditer(self.text))
        self.tokens = [match.group() for match in matches]
        self.spans = [(self.start + match.start(), self.start + match.end()) for match in matches]

    def words(self, start: int, end: int) -> str:
        return self.text[start - self.start : end - self.start]

    def find(self, exact: str) -> list[int]:
        """Every place of `exact`, overlapping ones too, as offsets in the whole text."""
        return [self.start + match.start() for match in re.finditer(f"(?={re.escape(exact)})", self.text)]

    def touched(self, start: int, end: int) -> tuple[int, int]:
        """Index of the first word that reaches into a span, and of the first one after it."""
        first = sum(span_end <= start for _, span_end in self.spans)
        return first, max(first, sum(span_start < end for span_start, _ in self.spans))


class _Alignment:
    """All best alignments of two leaves, word by word."""

    def __init__(self, old: _Leaf, new: _Leaf):
        self.old, self.new = old, new
        self.head = _common(old.tokens, new.tokens)
        self.tail = _common(old.tokens[::-1], new.tokens[::-1])

    def through(self, old_start: int, new_start: int, length: int) -> tuple[int, bool]:
        """Words in common if the span at `old_start` becomes the one at `new_start`; whether that is the most."""
        old_from, old_to = self.old.touched(old_start, old_start + length)
        new_from, new_to = self.new.touched(new_start, new_start + length)
        inside = zip(self.old.tokens[old_from:old_to], self.new.tokens[new_from:new_to], strict=False)
        weight = self.head[old_from][new_from] + sum(a == b for a, b in inside)
        weight += self.tail[len(self.old.tokens) - old_to][len(self.new.tokens) - new_to]
        return weight, weight >= self.head[-1][-1]


def _common(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[list[int]]:
    """Table of the lengths of the longest common subsequences of a[:i] and b[:j]."""
    table = [[0] * (len(b) + 1)]
    for one in a:
        above, row = table[-1], [0]
        for j, other in enumerate(b):
            row.append(above[j] + 1 if one == other else max(above[j + 1], row[j]))
        table.append(row)
    return table


def _same_words(old: list[_Leaf], new: list[_Leaf]) -> dict[int, int]:
    """Pairs of leaves with the same words; repeated ones only where their neighbours decide."""
    a, b = [(leaf.kind, leaf.text) for leaf in old], [(leaf.kind, leaf.text) for leaf in new]
    where: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, leaves in enumerate((a, b)):
        for index, key in enumerate(leaves):
            where[key][side].append(index)
    pairs = {before[0]: after[0] for before, after in where.values() if len(before) == len(after) == 1}
    repeated = [item for item in where.values() if all(item) and max(map(len, item)) > 1]
    if repeated:
        head, tail = _common(a, b), _common(a[::-1], b[::-1])
        for before, after in repeated:
            best = [
                (i, j)
                for i in before
                for j in after
                if head[i][j] + 1 + tail[len(a) - i - 1][len(b) - j - 1] == head[-1][-1]
            ]
            olds, news = Counter(i for i, _ in best), Counter(j for _, j in best)
            pairs |= {i: j for i, j in best if olds[i] == news[j] == 1}
    return pairs


def _likest(old: list[_Leaf], old_rest: list[int], new: list[_Leaf], new_rest: list[int]) -> dict[int, int]:
    """Pairs of leaves of one kind, the likest first, in reading order where two are equally alike."""
    ranked = []
    for i in old_rest:
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(old[i].tokens)
        for j in new_rest:
            matcher.set_seq1(new[j].tokens)
            if old[i].kind == new[j].kind and matcher.quick_ratio() >= _LIKE and matcher.ratio() >= _LIKE:
                ranked.append((-matcher.ratio(), i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(ranked):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _are_kin(a: list[str], b: list[str]) -> bool:
    """Whether most of the shorter of two lists of words stands in the other, in runs."""
    shorter = min(len(a), len(b))
    if (Counter(a) & Counter(b)).total() < _KIN * shorter:
        return False
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= min(_RUN, shorter)) >= max(1, _KIN * shorter)

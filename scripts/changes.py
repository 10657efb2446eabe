"""What an edit of an article does to its coding: one Change a row, and the Comparison that holds them."""

from __future__ import annotations

from dataclasses import dataclass, field

from structure import Table
from texts import Text

STATES = {
    "segments": ("kept", "moved", "changed", "new", "gone"),
    "quotes": ("kept", "moved", "mended", "ambiguous", "gone"),
    "words": ("there", "gone"),
}
TO_MEND = ("ambiguous", "gone")


@dataclass(frozen=True)
class Change:
    """What became of one row: a segment, a quote, or a cell with words of the text.

    `old` and `new` are (start, end) in code points, None where there is none. `says` is what it stands for, `words` are
    the words concerned, `shown` lines that show the nearest words or the difference. `look` asks to look at it again:
    a quote whose sentence changed around it, or a sentence that stands in another place of the order.
    """

    table: str
    key: str
    state: str
    file: str = ""
    line: int | None = None
    segment_id: str = ""
    old: tuple[int, int] | None = None
    new: tuple[int, int] | None = None
    says: str = ""
    words: str = ""
    reason: str = ""
    mend: str = ""
    shown: tuple[str, ...] = ()
    look: bool = False


@dataclass
class Comparison:
    """An edited text against the coded one, and the tables as they would be.

    `tables` hold the rebased rows where nothing is `to_mend`; else only some of them are moved.
    """

    source_id: str
    text_file: str
    old: Text
    new: Text
    tables: dict[str, Table]
    segments: list[Change] = field(default_factory=list)
    quotes: list[Change] = field(default_factory=list)
    words: list[Change] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether both are one and the same canonical text."""
        return self.old.sha256 == self.new.sha256

    @property
    def to_mend(self) -> list[Change]:
        """What the coder has to decide before the coding can be moved over."""
        return [change for change in self.quotes + self.words if change.state in TO_MEND]

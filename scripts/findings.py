"""What a check reports: one finding a fault, at one place, with a way to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from difflib import get_close_matches

LAYERS = ("descriptor", "tables", "rows", "across")
SHOWN = 80


@dataclass(frozen=True)
class Finding:
    """One fault (severity `error`) or one thing worth a look (`notice`).

    `file` is relative to the package's root, `line` counts from 1. `key` is the row's primary key, its
    parts joined by "/"; in the descriptor layer `field` is a JSON pointer. Unknown parts are empty.
    """

    layer: str
    rule: str
    message: str
    mend: str = ""
    file: str = ""
    line: int | None = None
    table: str = ""
    key: str = ""
    field: str = ""
    value: str = ""
    severity: str = "error"

    def as_dict(self) -> dict:
        """The finding as JSON-ready dict; the value is shortened to about 80 characters."""
        return asdict(self) | {"value": shorten(self.value)}


def shorten(value: object, limit: int = SHOWN) -> str:
    """`value` as one line of at most `limit` characters; control characters are shown escaped."""
    text = value if isinstance(value, str) else "" if value is None else str(value)
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[: limit + 1])
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def did_you_mean(value: str, options: Iterable[str]) -> str:
    """`did you mean "x"?` for the option nearest to `value`, or nothing where none is near."""
    options = list(options)
    folded = {option.casefold(): option for option in options}
    near = folded.get(value.strip().casefold())
    if near is None:
        near = next(iter(get_close_matches(value, options, n=1, cutoff=0.6)), None)
    return f'did you mean "{near}"?' if near is not None else ""


def line_of(finding: Finding) -> str:
    """A finding as one line of text: `file:line: rule: table key field "value": message -> mend`."""
    place = finding.file + (f":{finding.line}" if finding.line else "")
    where = " ".join(part for part in (finding.table, finding.key, finding.field) if part)
    value = f'"{shorten(finding.value)}"' if finding.value else ""
    subject = " ".join(part for part in (where, value) if part)
    head = ": ".join(part for part in (place, finding.rule, subject) if part)
    return f"{head}: {finding.message}" + (f" -> {finding.mend}" if finding.mend else "")

"""Shows a comparison of two versions of an article: as text for the coder, or as one JSON document."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from dataclasses import asdict

from changes import STATES, Change, Comparison
from findings import Finding, shorten

_WIDTH = 120


def as_json(comparison: Comparison, verdict: str, status: int, problems: list[Finding], written: list[str]) -> str:
    """The comparison as one JSON document.

    Keys: `verdict` (same, ready, to-mend, refused, applied), `status` (exit status), `source_id`, `text_file`,
    `old_sha256`, `new_sha256`; `counts` (kind -> state -> number); `segments`, `quotes`, `words`, each a list of what
    became of a row: `table`, `key`, `state`, `file`, `line`, `segment_id`, `old` and `new` ([start, end] or null),
    `says`, `words`, `reason`, `mend`, `shown` (lines), `look`; `problems`, what `derive` has against it; `written`,
    the files that were.
    """
    document = {
        "verdict": verdict,
        "status": status,
        "source_id": comparison.source_id,
        "text_file": comparison.text_file,
        "old_sha256": comparison.old.sha256,
        "new_sha256": comparison.new.sha256,
        "counts": {kind: _counts(kind, getattr(comparison, kind)) for kind in STATES},
        **{kind: [asdict(change) for change in getattr(comparison, kind)] for kind in STATES},
        "problems": [problem.as_dict() for problem in problems],
        "written": written,
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def as_text(comparison: Comparison) -> str:
    """The comparison for people: a line of counts a kind, then what is worth a look, then what has to be mended."""
    old, new = comparison.old, comparison.new
    lines = [
        f"{comparison.source_id} {comparison.text_file}",
        f"  coded   {old.sha256}  {len(old.text):,} code points",
        f"  edited  {new.sha256}  {len(new.text):,} code points",
    ]
    if comparison.same:
        return "\n".join([*lines, "the same canonical text: nothing to do"])
    for kind in STATES:
        changes = getattr(comparison, kind)
        counts = " · ".join(f"{state} {number:,}" for state, number in _counts(kind, changes).items())
        lines += ["", f"{kind:<8}  {counts}"]
        lines += _moved(changes)
        if kind == "segments":
            shown = [change for change in changes if change.state in ("changed", "new", "gone")]
            lines += [line for change in shown for line in _lines(change)]
            lines += _keys("in another place of the order", [change for change in changes if change.look])
        else:
            lines += [line for change in changes if change.state == "mended" for line in _lines(change)]
            looks = [change for change in changes if change.look]
            lines += _keys("the sentence changed around the same words; see whether it still says so", looks)
            lines += [line for change in comparison.to_mend if change in changes for line in _lines(change)]
    new_keys = [change for change in comparison.segments if change.state == "new" and change.says != "paragraph"]
    return "\n".join([*lines, *([""] if new_keys else []), *_keys("to be coded after --apply", new_keys, "")])


def _counts(kind: str, changes: list[Change]) -> dict[str, int]:
    counted = Counter(change.state for change in changes)
    return {state: counted[state] for state in STATES[kind]}


def _moved(changes: list[Change]) -> list[str]:
    """What moved, by how far."""
    shifts: dict[int, list[Change]] = {}
    for change in changes:
        if change.state == "moved":
            shifts.setdefault(change.new[0] - change.old[0], []).append(change)
    return [line for shift, moved in shifts.items() for line in _keys(f"moved by {shift:+,}", moved)]


def _keys(what: str, changes: list[Change], indent: str = "  ") -> list[str]:
    if not changes:
        return []
    keys = ", ".join(_ranges([change.key for change in changes]))
    return textwrap.wrap(
        f"{what} ({len(changes)}): {keys}", _WIDTH, initial_indent=indent, subsequent_indent=indent + "  "
    )


def _ranges(keys: list[str]) -> list[str]:
    """Keys with numbers that follow each other taken together: evd-003 to evd-007."""
    runs: list[list[str]] = []
    for key in keys:
        if runs and _before(runs[-1][-1], key):
            runs[-1].append(key)
        else:
            runs.append([key])
    return [f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs]


def _before(key: str, other: str) -> bool:
    (prefix, _, number), (other_prefix, _, other_number) = key.rpartition("-"), other.rpartition("-")
    numbers = number.isdecimal() and other_number.isdecimal()
    return numbers and prefix == other_prefix and int(number) + 1 == int(other_number)


def _lines(change: Change) -> list[str]:
    """One change in full: where the row is, what it says, what to do, and the nearest words."""
    place = f"{change.file}:{change.line}: " if change.line else ""
    offsets = " -> ".join(f"{span[0]}-{span[1]}" for span in (change.old, change.new) if span)
    head = " ".join(part for part in (change.key, change.says, offsets) if part)
    told = f" {change.reason}" if change.reason else ""
    told += f" -> {change.mend}" if change.mend else ""
    line = f'  {change.state}  {place}{head} "{shorten(change.words)}"{":" if told else ""}{told}'
    return [line, *(f"      {shown}" for shown in change.shown)]

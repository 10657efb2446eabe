"""The way back: from a sentence to every row that was coded from it.

Computed from the spans whenever it is asked for and never stored, so that it cannot drift from them.
"""

from __future__ import annotations

from chains import Tables

FIELDS = ["segment_id", "table", "key", "role"]

_CELLS = {  # cell of a fact -> table of the row that it names, and the part that this row plays
    "holder_id": ("actors", "holder"),
    "subject_id": ("actors", "subject"),
    "object_id": ("actors", "object"),
    "event_id": ("events", "event"),
    "place_id": ("places", "place"),
    "source_id": ("sources", "work"),
}


def coverage(tables: Tables) -> list[dict[str, str]]:
    """One row a segment, row and part that it plays there, with the keys of FIELDS, in the order of the segments.

    Spans and facts have the role of the span (content, source, cue, modal, context), anomalies their type. All else
    is reached through a fact whose content stands in the segment: figures (the kind of quantity), participants (their
    role), comparisons (their relation), and the actors, events, places and works that the fact names (holder, subject,
    object, event, place, work). A segment that yields nothing has no row.
    """
    found: dict[str, dict[tuple[str, str, str], None]] = {row["segment_id"]: {} for row in tables.get("segments", [])}
    facts = {row["fact_id"]: row for row in tables.get("facts", [])}
    said_of = _rows_by_fact(tables)
    for row in tables.get("evidence", []):
        here = found.get(row["segment_id"])
        if here is None:
            continue
        here["evidence", row["evidence_id"], row["role"]] = None
        here["facts", row["fact_id"], row["role"]] = None
        if row["role"] == "content" and row["fact_id"] in facts:
            here.update(_named_by(facts[row["fact_id"]]))
            here.update(said_of.get(row["fact_id"], {}))
    for row in tables.get("anomalies", []):
        if row["segment_id"] in found:
            found[row["segment_id"]]["anomalies", row["anomaly_id"], row["anomaly_type"]] = None
    return [dict(zip(FIELDS, (segment, *part), strict=True)) for segment, parts in found.items() for part in parts]


def _named_by(fact: dict[str, str]) -> dict[tuple[str, str, str], None]:
    return {(table, fact[cell], part): None for cell, (table, part) in _CELLS.items() if fact[cell]}


def _rows_by_fact(tables: Tables) -> dict[str, dict[tuple[str, str, str], None]]:
    """What else hangs on each fact: figures, participants and comparisons."""
    found: dict[str, dict[tuple[str, str, str], None]] = {}
    for table, key, role in (
        ("figures", "figure_id", "quantity_kind"),
        ("participants", "participant_id", "role"),
        ("comparisons", "comparison_id", "relation"),
    ):
        for row in tables.get(table, []):
            found.setdefault(row["fact_id"], {})[table, row[key], row[role]] = None
    return found

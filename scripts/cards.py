"""Everything that the package says about one row, as one JSON-ready card: where it leads, and what leads to it.

What is drawn for people (`cardtext`) and what is printed as JSON are the same card.
"""

from __future__ import annotations

import re
from functools import cached_property

from chains import Layer, chains
from independence import independence
from lookup import Lookup, Row, offsets
from marking import Span, mark
from relations import relation_object

_TITLES = {  # (table, field that names the row) -> what the rows found that way are to it
    ("names", "actor_id"): "names in the text",
    ("names", "place_id"): "names in the text",
    ("identifiers", "actor_id"): "identifiers",
    ("identifiers", "place_id"): "identifiers",
    ("actors", "parent_id"): "belong to it",
    ("actors", "place_id"): "actors seated there",
    ("places", "parent_id"): "places within it",
    ("events", "place_id"): "events there",
    ("events", "parent_event_id"): "parts of it",
    ("participants", "event_id"): "who takes part",
    ("participants", "actor_id"): "takes part in",
    ("participants", "place_id"): "who acts there",
    ("participants", "fact_id"): "says who takes part",
    ("facts", "holder_id"): "facts held",
    ("facts", "subject_id"): "facts about it, as subject",
    ("facts", "object_id"): "facts about it, as object",
    ("facts", "event_id"): "facts about it",
    ("facts", "place_id"): "facts about it",
    ("facts", "within_fact_id"): "said within it",
    ("facts", "source_id"): "facts from it",
    ("figures", "fact_id"): "figures",
    ("figures", "of_actor_id"): "figures of it",
    ("figures", "part_of_id"): "parts of it",
    ("anomalies", "fact_id"): "anomalies",
    ("anomalies", "other_fact_id"): "anomalies, as the other side",
    ("comparisons", "fact_id"): "comparisons",
    ("sources", "creator_id"): "works by it",
    ("sources", "publisher_id"): "works published by it",
    ("sources", "cited_in"): "works known through it",
}


class Cards:
    """Makes cards of the rows of a package.

    A card has: `id`, `table`, `name`, `row` (its cells that are not empty), `leads_to` (key -> name of the rows that it
    names), `sentences` (see `_add_sentence`), `facts` (see `_fact`), `related` (what it is -> entries of `id`, `table`,
    `row` and, for events of a sentence, `participants`), `parts` (cards of a paragraph's sentences) and, for an event,
    `rests_on` (its row of `independence`). `not_at_hand` says why sentences have no words; it is empty where they have.
    """

    def __init__(self, lookup: Lookup):
        self._lookup = lookup
        self._chains = chains(lookup.tables)

    @cached_property
    def _weighed_events(self) -> dict[str, dict[str, str | int]]:
        return {row["matter"]: row for row in independence(self._lookup.tables) if row["kind"] == "event"}

    def card(self, key: str) -> dict:
        """The card of the row with this key. Raises KeyError where there is none."""
        found = self._lookup.find(key)
        if found is None:
            raise KeyError(key)
        table, row = found
        card = {
            "id": key,
            "table": table,
            "name": self._lookup.name(key),
            "row": _filled(row),
            "leads_to": {
                row[field]: self._lookup.name(row[field]) for field in self._lookup.links(table) if row[field]
            },
            "not_at_hand": "",
            "sentences": [],
            "facts": [],
            "related": {},
            "parts": [],
        }
        if table == "segments":
            self._fill_segment(card, row)
        else:
            self._fill(card, table, row)
        return card

    def _fill_segment(self, card: dict, row: Row) -> None:
        key = row["segment_id"]
        if not row["parent_id"]:
            inside = self._lookup.naming("segments", "parent_id", key)
            card["parts"] = [self.card(part["segment_id"]) for part in inside]
        if card["parts"]:
            card["not_at_hand"] = card["parts"][0]["not_at_hand"]
            return
        evidence = self._lookup.naming("evidence", "segment_id", key)
        anomalies = self._lookup.naming("anomalies", "segment_id", key)
        self._add_sentence(card, key, evidence, anomalies)
        card["facts"] = [self._fact(fact_id) for fact_id in dict.fromkeys(item["fact_id"] for item in evidence)]
        stated = dict.fromkeys(item["fact_id"] for item in evidence if item["role"] == "content")
        events: dict[str, list[Row]] = {}
        for fact_id in stated:
            event_id = self._lookup.row(fact_id)["event_id"]
            if event_id:
                events.setdefault(event_id, [])
            for item in self._lookup.naming("participants", "fact_id", fact_id):
                events.setdefault(item["event_id"], []).append(item)
        card["related"] = _without_empty(
            {
                "events": [
                    self._entry("events", self._lookup.row(event_id))
                    | {"participants": [self._entry("participants", item) for item in participants]}
                    for event_id, participants in events.items()
                    if self._lookup.row(event_id)
                ],
                "figures": self._entries("figures", "fact_id", stated),
                "anomalies": [self._entry("anomalies", item) for item in anomalies],
                "comparisons": self._entries("comparisons", "fact_id", stated),
            }
        )

    def _fill(self, card: dict, table: str, row: Row) -> None:
        key = card["id"]
        evidence = self._evidence(table, row)
        for segment_id in dict.fromkeys(item["segment_id"] for item in evidence):
            here = [item for item in evidence if item["segment_id"] == segment_id]
            evidence_here, anomalies_here = ([], here) if table == "anomalies" else (here, [])
            self._add_sentence(card, segment_id, evidence_here, anomalies_here)
        if table == "facts" or (table != "anomalies" and row["fact_id"]):
            card["facts"] = [self._fact(row["fact_id"])]
        for (other, field), title in _TITLES.items():
            if self._lookup.links(other).get(field) == table:
                entries = self._entries(other, field, [key])
                card["related"].setdefault(title, []).extend(entries)
        if table == "names":
            card["related"]["occurs in"] = self._occurrences(row["name"])
            card["not_at_hand"] = self._not_at_hand()
        if table == "events":
            card["rests_on"] = self._weighed_events.get(key)
        card["related"] = _without_empty(card["related"])

    def _evidence(self, table: str, row: Row) -> list[Row]:
        """The spans behind a row: its own, or those of the fact that it hangs on."""
        if table in ("evidence", "anomalies"):
            return [row]
        if table in ("facts", "figures", "participants", "comparisons"):
            return self._lookup.naming("evidence", "fact_id", row["fact_id"])
        return []

    def _add_sentence(self, card: dict, segment_id: str, evidence: list[Row], anomalies: list[Row]) -> None:
        """Add a segment with the spans that stand in it.

        `words` and `marked` are null without the article. `spans` have `mark` (a number, or "a" and a number for
        anomalies), `start`, `end`, `exact` and `rows` (keys). Spans of the same place share a mark; one that does not
        hold its words is left unmarked, with an empty `mark`.
        """
        words = self._lookup.words(segment_id)
        begin, _ = offsets(self._lookup.row(segment_id))
        spans = []
        for letter, table, rows in (("", "evidence", evidence), ("a", "anomalies", anomalies)):
            places: dict[tuple[int, int, str], list[str]] = {}
            for row in sorted(rows, key=lambda row: (offsets(row)[0], -offsets(row)[1])):
                places.setdefault((*offsets(row), row["exact"]), []).append(self._lookup.key(table, row))
            number = 0
            for (start, end, exact), keys in places.items():
                holds = words is None or (begin <= start < end and words[start - begin : end - begin] == exact)
                number += holds
                label = f"{letter}{number}" if holds else ""
                spans.append({"mark": label, "start": start, "end": end, "exact": exact, "rows": keys})
        marked = None
        if words is None:
            card["not_at_hand"] = self._lookup.reason(segment_id)
        else:
            inside = [Span(s["mark"], s["start"] - begin, s["end"] - begin) for s in spans if s["mark"]]
            marked = mark(words, inside)
        card["sentences"].append({"segment_id": segment_id, "words": words, "marked": marked, "spans": spans})

    def _fact(self, fact_id: str) -> dict:
        """A fact: its cells that are not empty, its `chain` outward to the writer, its `relation`, its `spans`."""
        row = self._lookup.row(fact_id)
        relation = None
        if row["predicate"]:
            kind, key = relation_object(row)
            relation = {
                "subject": self._lookup.name(row["subject_id"]),
                "predicate": row["predicate"],
                "object_kind": kind,
                "object": self._lookup.name(key),
            }
        return {
            "fact_id": fact_id,
            "row": _filled(row),
            "chain": [self._layer(layer) for layer in self._chains.get(fact_id, [])],
            "relation": relation,
            "spans": [
                {name: item[name] for name in ("evidence_id", "role", "segment_id", "exact")}
                for item in self._lookup.naming("evidence", "fact_id", fact_id)
            ],
        }

    def _layer(self, layer: Layer) -> dict[str, str]:
        return {
            "holder_id": layer.holder_id,
            "name": self._lookup.name(layer.holder_id),
            "fact_id": layer.fact_id,
            "attribution_type": layer.attribution_type,
            "quote_form": layer.quote_form,
            "source_id": layer.source_id,
        }

    def _entries(self, table: str, field: str, keys) -> list[dict]:
        return [self._entry(table, row) for key in keys for row in self._lookup.naming(table, field, key)]

    def _entry(self, table: str, row: Row) -> dict:
        return {"id": self._lookup.key(table, row), "table": table, "row": _filled(row)}

    def _not_at_hand(self) -> str:
        """Why no segment has words; empty where one has."""
        leaves = [row["segment_id"] for row in self._lookup.leaves()]
        return "" if any(map(self._lookup.words, leaves)) or not leaves else self._lookup.reason(leaves[0])

    def _occurrences(self, name: str) -> list[dict]:
        """The segments in whose words a name stands as a whole word."""
        whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        return [
            self._entry("segments", row)
            for row in self._lookup.leaves()
            if whole.search(self._lookup.words(row["segment_id"]) or "")
        ]


def _filled(row: Row) -> Row:
    return Row({field: cell for field, cell in row.items() if cell})


def _without_empty(related: dict[str, list]) -> dict[str, list]:
    return {title: entries for title, entries in related.items() if entries}

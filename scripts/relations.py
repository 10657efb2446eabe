"""Standing relations, read off the facts: who stands how to whom, who says so, and how firmly.

They are computed whenever they are asked for and never stored, so that they cannot drift from the facts.
"""

from __future__ import annotations

from chains import Tables, chains

FIELDS = [
    "fact_id",
    "subject_id",
    "predicate",
    "object_kind",
    "object_id",
    "holder_id",
    "certainty",
    "polarity",
    "author_certainty",
    "layers",
]

_PLACE_FIRST = ("_in", "_at")


def relations(tables: Tables) -> list[dict[str, str | int]]:
    """One row a fact that states a relation, with the keys of FIELDS, in the order of the facts.

    `object_kind` is actor, event or place, and empty where the fact names no object. `layers` counts the holders from
    the fact outward to the writer: 1 is the writer's own word.
    """
    around = chains(tables)
    rows = []
    for fact in tables.get("facts", []):
        if not fact["predicate"]:
            continue
        kind, key = relation_object(fact)
        rows.append(
            {
                "fact_id": fact["fact_id"],
                "subject_id": fact["subject_id"],
                "predicate": fact["predicate"],
                "object_kind": kind,
                "object_id": key,
                "holder_id": fact["holder_id"],
                "certainty": fact["certainty"],
                "polarity": fact["polarity"],
                "author_certainty": fact["author_certainty"],
                "layers": len(around[fact["fact_id"]]),
            }
        )
    return rows


def relation_object(fact: dict[str, str]) -> tuple[str, str]:
    """Kind and key of the object of a fact's relation.

    An actor comes first. A fact may name an event and a place besides: a predicate that ends in `_in` or `_at`
    (located in, has a red line at) takes the place, any other takes the event.
    """
    order = ["event", "place"]
    if fact["predicate"].endswith(_PLACE_FIRST):
        order.reverse()
    cells = {"actor": "object_id", "event": "event_id", "place": "place_id"}
    return next(((kind, fact[cells[kind]]) for kind in ("actor", *order) if fact[cells[kind]]), ("", ""))

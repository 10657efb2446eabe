"""On how many independent sources does it rest? Counted along the chains of holders, never typed.

A count of facts says little. When an article has ten sentences about an event, they may come from ten witnesses, or
all from one general whom two newspapers quote. This is how sources are counted here:

- **A source is somebody who said it**, or noted it as a fact: a ministry, a general, a newspaper. The writer of the
  article is not one of them, as he stands around everything.
- **A thought or a wish is no source.** "Tehran fears an attack" does not mean that Tehran has said so: the writer
  ascribes the fear, and the fact rests on the writer, or on the newspaper where a newspaper ascribes it.
- **Whoever hands it on is not a second source.** If a newspaper reports a general, the two are one source.
- **Two media that report the same speaker are one source**, as both rest on him. So are two speakers whom we
  know through the same medium or the same work, as both rest on it. In general: two chains that share anybody below the
  writer, or a work, are one source, and so is everything that hangs together in this way.
- **The writer counts only where nobody else is named.** What he says in his own voice rests on one source, himself.
  Where he names others for the same matter, his own sentence may rest on theirs, so it adds nothing.
- **Only the matter at hand decides.** Two agencies that quote one minister today are still two sources for something
  else tomorrow.

A number here is an upper bound. It tells who is named, not whether they are right, and two sources that look apart may
belong to the same house, or have read the same report, without the article saying so. "Behind an event" means that the
source speaks of the event; whether it affirms, denies or fears it stands in the facts.
"""

from __future__ import annotations

from collections.abc import Iterable

from chains import OWN, Layer, Tables, chains
from relations import relation_object

FIELDS = ["kind", "matter", "facts", "own", "said", "ascribed", "sources", "behind"]
SUMMARY_FIELDS = ["kind", "rests_on", "matters", "facts"]


def independence(tables: Tables) -> list[dict[str, str | int]]:
    """One row a matter, with the keys of FIELDS: the texts, then events, relations and statements.

    `kind` is text (all facts of one text), event (the facts about it, and those that name who takes part in it),
    relation (same subject, predicate, object and polarity) or statement (same `text` and polarity); `matter` names it,
    after "not:" where it is denied and "open:" where it is left open. `facts` counts its facts: `own` are those in the
    writer's voice, `said` those that others said, `ascribed` the thoughts and wishes of others that only the writer
    reports. `sources` is the number of independent sources. `behind` names them, a semicolon between sources and a plus
    between those who are one source, the outermost first; it is the writer where he is alone.
    """
    around, works = chains(tables), _works(tables)
    rows = []
    for kind, matters in _matters(tables, around).items():
        for matter, facts in matters.items():
            rows.append({"kind": kind, "matter": matter, **_weigh([around[key] for key in facts], works)})
    return rows


def summary(rows: Iterable[dict[str, str | int]]) -> list[dict[str, str | int]]:
    """How many matters of each kind, and how many facts on them, rest on how much; keys of SUMMARY_FIELDS."""
    counts: dict[tuple[str, str], list[int]] = {}
    for row in sorted(rows, key=lambda row: (_KINDS.index(row["kind"]), row["sources"], row["said"] > 0)):
        number = row["sources"]
        rests_on = f"{number} source{'s' if number > 1 else ''}" if row["said"] else "the writer alone"
        count = counts.setdefault((row["kind"], rests_on), [0, 0])
        count[0] += 1
        count[1] += row["facts"]
    return [
        {"kind": kind, "rests_on": rests_on, "matters": matters, "facts": facts}
        for (kind, rests_on), (matters, facts) in counts.items()
    ]


_KINDS = ("text", "event", "relation", "statement")


def _matters(tables: Tables, around: dict[str, list[Layer]]) -> dict[str, dict[str, list[str]]]:
    """Kind -> name of the matter -> fact_ids."""
    found: dict[str, dict[str, dict[str, None]]] = {kind: {} for kind in _KINDS}

    def add(kind: str, matter: str, fact_id: str) -> None:
        if matter and fact_id in around:
            found[kind].setdefault(matter, {})[fact_id] = None

    texts = {row["segment_id"]: row["source_id"] for row in tables.get("segments", [])}
    for row in tables.get("evidence", []):
        if row["role"] == "content":
            add("text", texts.get(row["segment_id"], ""), row["fact_id"])
    for row in [*tables.get("facts", []), *tables.get("participants", [])]:
        add("event", row["event_id"], row["fact_id"])
    for row in tables.get("facts", []):
        denied = {"positive": "", "negative": "not: ", "unknown": "open: "}.get(row["polarity"], "")
        if row["predicate"]:
            _, object_id = relation_object(row)
            add("relation", denied + " ".join([row["subject_id"], row["predicate"], object_id]).strip(), row["fact_id"])
        add("statement", denied + row["text"], row["fact_id"])
    return {kind: {matter: list(facts) for matter, facts in matters.items()} for kind, matters in found.items()}


def _weigh(found: list[list[Layer]], works: dict[str, set[str]]) -> dict[str, str | int]:
    """The counts of one matter, from the chains of its facts."""
    said = [[layer for layer in chain if layer.is_said] for chain in found]
    own = sum(chain[0].attribution_type == OWN for chain in found)
    groups = _groups([layers for layers in said if layers], works)
    writers = dict.fromkeys(chain[-1].holder_id for chain in found)
    return {
        "facts": len(found),
        "own": own,
        "said": sum(map(bool, said)),
        "ascribed": sum(not layers for layers in said) - own,
        "sources": max(1, len(groups)),
        "behind": ";".join("+".join(group) for group in groups or [writers]),
    }


def _groups(said: list[list[Layer]], works: dict[str, set[str]]) -> list[list[str]]:
    """The holders of chains that hang together by a holder or a work, outermost first, a list a group."""
    groups: list[tuple[dict[str, None], set[str]]] = []
    for chain in said:
        holders = {layer.holder_id: None for layer in reversed(chain)}
        ties = set(holders).union(*(works.get(layer.source_id, ()) for layer in chain))
        joined = [group for group in groups if group[1] & ties]
        groups = [group for group in groups if not group[1] & ties]
        together = {holder: None for group in joined for holder in group[0]} | holders
        groups.append((together, ties.union(*(group[1] for group in joined))))
    return [list(holders) for holders, _ in groups]


def _works(tables: Tables) -> dict[str, set[str]]:
    """What ties together those who speak through a cited work, by source_id: it, its makers, the work that cites it."""
    cited = {row["source_id"]: row for row in tables.get("sources", []) if row["access"] != "read"}
    return {
        key: {key, row["creator_id"], row["publisher_id"], *({row["cited_in"]} & set(cited))} - {""}
        for key, row in cited.items()
    }

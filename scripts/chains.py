"""Who says it, to whom, up to the writer: the chain of holders around a fact.

The writer is the outermost layer of every chain. Where no report of his stands around a fact he is added, since
it is he who wrote the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

Tables = dict[str, list[dict[str, str]]]

OWN = "own"
SAYING = ("comm", "ftv")  # said, or noted as a fact; the other types are thoughts and wishes that are ascribed


@dataclass(frozen=True)
class Layer:
    """One layer of a chain: a holder, the fact that he holds, how it is attributed, and the work it stands in.

    `fact_id` is empty where the writer is implied.
    """

    holder_id: str
    fact_id: str = ""
    attribution_type: str = OWN
    quote_form: str = "none"
    source_id: str = ""

    @property
    def is_said(self) -> bool:
        """Whether the holder said it, rather than being the writer or having it ascribed."""
        return self.attribution_type in SAYING


def chains(tables: Tables) -> dict[str, list[Layer]]:
    """The chain of each fact, by fact_id: its holder first, outward along `within_fact_id`, the writer last.

    A chain that runs in a circle, or into a fact that is not there, ends where it breaks.
    """
    facts = {row["fact_id"]: row for row in tables.get("facts", [])}
    writers = _writers(tables)
    return {key: _chain(facts, key, writers.get(key, "")) for key in facts}


def _chain(facts: dict[str, dict[str, str]], key: str, writer: str) -> list[Layer]:
    layers, seen = [], set()
    while key in facts and key not in seen:
        seen.add(key)
        row = facts[key]
        layers.append(
            Layer(row["holder_id"], key, row["attribution_type"], row["quote_form"], row["source_id"]),
        )
        key = row["within_fact_id"]
    if writer and layers[-1].attribution_type != OWN:
        layers.append(Layer(writer))
    return layers


def _writers(tables: Tables) -> dict[str, str]:
    """The writer of the text in which each fact's content stands, by fact_id."""
    creators = {row["source_id"]: row["creator_id"] for row in tables.get("sources", [])}
    texts = {row["segment_id"]: row["source_id"] for row in tables.get("segments", [])}
    writers: dict[str, str] = {}
    for row in tables.get("evidence", []):
        if row["role"] == "content":
            writers.setdefault(row["fact_id"], creators.get(texts.get(row["segment_id"], ""), ""))
    return writers

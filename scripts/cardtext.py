"""Draws a card for people: the sentence with its marks, each fact with its chain of holders, then what hangs on it."""

from __future__ import annotations

from collections.abc import Callable

from lookup import Lookup, Row
from marking import MARK

SHOWN = 20  # entries of a section, before the rest is only counted
_BOLD, _CYAN, _YELLOW, _PLAIN = "\033[1m", "\033[36m", "\033[33m", "\033[0m"
_KINDS = {"identifiers": "identifier", "names": "name", "evidence": "span", "anomalies": "anomaly"}
_IN_FACT = {  # cells that the drawing of a fact shows in its own words
    *("fact_id", "holder_id", "within_fact_id", "attribution_type", "quote_form", "text", "certainty", "polarity"),
    *("author_certainty", "subject_id", "predicate", "object_id", "event_id", "place_id", "source_id", "note"),
}


class Drawing:
    """Draws cards as text. `colour` sets marks and keys off; `everything` draws sections in full length."""

    def __init__(self, lookup: Lookup, colour: bool = False, everything: bool = False):
        self._lookup = lookup
        self._colour = colour
        self._limit = None if everything else SHOWN

    def draw(self, card: dict) -> str:
        """A card as text, without a newline at the end."""
        lines = [self._head(card)]
        if card["not_at_hand"] and not card["parts"]:
            told = f"  Sentences are not shown: {card['not_at_hand']}. Quotes come from the tables."
            lines.append(self._paint(told, _YELLOW))
        lines += self._own_cells(card)
        for sentence in card["sentences"]:
            lines += self._sentence(sentence, card)
        marks = {key: span["mark"] for item in card["sentences"] for span in item["spans"] for key in span["rows"]}
        shown = {item["segment_id"] for item in card["sentences"] if item["words"] is not None}
        for fact in card["facts"]:
            lines += ["", *self._fact(fact, marks, shown)]
        if card.get("rests_on"):
            lines += ["", self._rests_on(card["rests_on"])]
        for title, entries in card["related"].items():
            lines += ["", *self._section(title, entries, card["id"])]
        for part in card["parts"]:
            lines += ["", self.draw(part)]
        return "\n".join(lines)

    def _head(self, card: dict) -> str:
        row, table = card["row"], card["table"]
        if table == "segments":
            within = f" of {row['parent_id']}" if "parent_id" in row else ""
            what = f"{row['segment_type']}{within}, {row['source_id']}, characters {row['start']}-{row['end']}"
        else:
            what = _KINDS.get(table, table.removesuffix("s")) + (f": {card['name']}" if card["name"] else "")
        return f"{self._paint(card['id'], _BOLD)}  {what}"

    def _own_cells(self, card: dict) -> list[str]:
        """The cells of the row itself, those that name a row with what they name."""
        if card["table"] == "segments":
            reason = card["row"]["no_fact_reason"]
            return [f"  no fact: {reason}"] if reason else []
        if card["table"] == "facts":
            return []  # it is drawn as a fact
        lines = []
        for field, cell in card["row"].items():
            name = card["leads_to"].get(cell)
            if cell not in (card["id"], card["name"]):
                lines.append(f"  {field}: {cell}" + (f" ({name})" if name else ""))
        return lines

    def _sentence(self, sentence: dict, card: dict) -> list[str]:
        if sentence["marked"] is None:
            return []
        lead = "" if card["id"] == sentence["segment_id"] else f"{sentence['segment_id']}: "
        text = MARK.sub(lambda match: self._paint(match[0], _CYAN), _printable(sentence["marked"]))
        lines = [f"  {lead}{text}"]
        for span in sentence["spans"]:
            if not span["mark"]:
                rows = ", ".join(span["rows"])
                lines.append(self._paint(f"    {rows} does not fit these words: “{span['exact']}”", _YELLOW))
        return lines

    def _fact(self, fact: dict, marks: dict[str, str], shown: set[str]) -> list[str]:
        row = fact["row"]
        if not row:
            return [f"  {self._paint(fact['fact_id'], _BOLD)}  there is no such fact"]
        lines = [f"  {self._paint(fact['fact_id'], _BOLD)}  {row['text']}"]
        lines.append("    held by " + " <- ".join(_layer(layer, fact["fact_id"]) for layer in fact["chain"]))
        firmness = f"{row['certainty']}, {row['polarity']}; writer: {row['author_certainty']}"
        rest = [cell for field, cell in row.items() if field not in _IN_FACT]
        lines.append(f"    {firmness} · {' · '.join(rest)}")
        if fact["relation"]:
            relation = fact["relation"]
            lines.append(f"    relation: {relation['subject']} {relation['predicate']} {relation['object']}".rstrip())
        for label, field in (("event", "event_id"), ("place", "place_id"), ("work", "source_id")):
            if field in row and self._lookup.row(row[field])["access"] != "read":
                lines.append(f"    {label}: {self._named(row[field])}")
        lines.append("    words: " + self._spans(fact["spans"], marks, shown))
        if "note" in row:
            lines.append(f"    note: {row['note']}")
        return lines

    def _spans(self, spans: list[dict], marks: dict[str, str], shown: set[str]) -> str:
        """The spans by role: by their mark where their sentence is shown, by their words elsewhere."""
        roles: dict[str, list[str]] = {}
        for span in spans:
            mark = marks.get(span["evidence_id"])
            if mark and span["segment_id"] in shown:
                told = mark if len(shown) == 1 else f"{span['segment_id']} {mark}"
            else:
                told = f"“{span['exact']}” in {span['segment_id']}"
            roles.setdefault(span["role"], []).append(told)
        return "; ".join(f"{role} {', '.join(told)}" for role, told in roles.items()) or "none"

    def _rests_on(self, weighed: dict) -> str:
        groups = [group.split("+") for group in weighed["behind"].split(";")]
        names = "; ".join(" with ".join(map(self._name, group)) for group in groups)
        if not weighed["said"]:
            return f"  rests on the writer alone: {names}"
        number = weighed["sources"]
        return f"  rests on {number} independent source{'s' if number > 1 else ''}: {names}"

    def _section(self, title: str, entries: list[dict], at: str) -> list[str]:
        count = f" ({len(entries)})" if len(entries) > 1 else ""
        lines = [f"  {self._paint(title + count, _BOLD)}"]
        for entry in entries[: self._limit]:
            lines.append(f"    {entry['id']}  {self._line(entry, at)}")
            lines += [f"      {self._line(part, entry['id'])}" for part in entry.get("participants", [])]
        if self._limit and len(entries) > self._limit:
            lines.append(f"    and {len(entries) - self._limit} more; --all shows them")
        return lines

    def _line(self, entry: dict, at: str) -> str:
        """One row in one line, as seen from the row `at`, which is not named again."""
        return _LINES[entry["table"]](self, entry["row"], at)

    def _fact_line(self, row: Row, at: str) -> str:
        denied = "" if row["polarity"] == "positive" else f", {row['polarity']}"
        holder = "" if row["holder_id"] == at else f"{self._name(row['holder_id'])}, "
        return f"{row['text']} ({holder}{row['certainty']}{denied})"

    def _event_line(self, row: Row, at: str) -> str:
        when = row.get("date_edtf", "no date") + (f" “{row['date_verbatim']}”" if "date_verbatim" in row else "")
        where = f" · {self._name(row['place_id'])}" if row.get("place_id", at) != at else ""
        return f"{row['label']} · {row['event_status']} · {when}{where}"

    def _participant_line(self, row: Row, at: str) -> str:
        actor = "" if row["actor_id"] == at else self._name(row["actor_id"])
        event = "" if row["event_id"] == at else self._name(row["event_id"])
        where = f" ({self._name(row['place_id'])})" if row.get("place_id", at) != at else ""
        activity = f": {row['activity']}" if "activity" in row else ""
        return f"{' · '.join(filter(None, [row['role'], actor, event]))}{where}{activity}"

    def _figure_line(self, row: Row, at: str) -> str:
        part = f", part of {row['part_of_id']}" if row.get("part_of_id", at) != at else ""
        return f"“{row['verbatim']}” = {_value(row)}: {row['counted']}{part}"

    def _anomaly_line(self, row: Row, at: str) -> str:
        facts = [row[field] for field in ("fact_id", "other_fact_id") if row.get(field, at) != at]
        touches = f" ({', '.join(facts)})" if facts else ""
        return f"{row['anomaly_type']} “{row['exact']}”: {row['note']}{touches}"

    def _comparison_line(self, row: Row, at: str) -> str:
        fact = "" if row["fact_id"] == at else f" ({row['fact_id']})"
        return f"{row['relation']}, {row.get('publisher', 'unnamed')}: {row['says']}{fact} {row['url']}"

    def _actor_line(self, row: Row, at: str) -> str:
        return f"{row['name']} · " + ", ".join(row[f] for f in ("actor_type", "sector", "country") if f in row)

    def _place_line(self, row: Row, at: str) -> str:
        return f"{row['name']} · {row['place_type']}"

    def _name_line(self, row: Row, at: str) -> str:
        return f"“{row['name']}”" + (f" ({row['note']})" if "note" in row else "")

    def _identifier_line(self, row: Row, at: str) -> str:
        return f"{row['scheme']} {row['value']}"

    def _source_line(self, row: Row, at: str) -> str:
        return " · ".join(filter(None, [self._name(row["source_id"]), row["access"], row.get("date_edtf")]))

    def _segment_line(self, row: Row, at: str) -> str:
        return f"{row['segment_type']}, characters {row['start']}-{row['end']}"

    def _named(self, key: str) -> str:
        return f"{key} {self._lookup.name(key)}".rstrip()

    def _name(self, key: str) -> str:
        return self._lookup.name(key) or key

    def _paint(self, text: str, code: str) -> str:
        return f"{code}{text}{_PLAIN}" if self._colour else text


_LINES: dict[str, Callable[[Drawing, Row, str], str]] = {
    "actors": Drawing._actor_line,
    "anomalies": Drawing._anomaly_line,
    "comparisons": Drawing._comparison_line,
    "events": Drawing._event_line,
    "facts": Drawing._fact_line,
    "figures": Drawing._figure_line,
    "identifiers": Drawing._identifier_line,
    "names": Drawing._name_line,
    "participants": Drawing._participant_line,
    "places": Drawing._place_line,
    "segments": Drawing._segment_line,
    "sources": Drawing._source_line,
}


def _printable(text: str) -> str:
    """`text` on one line, safe for a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def _layer(layer: dict, at: str) -> str:
    """One layer of the chain of the fact `at`: who, how (unless in his own voice), and which other fact says so."""
    quoted = "" if layer["quote_form"] == "none" else f" {layer['quote_form']}"
    how = "" if layer["attribution_type"] == "own" else f" ({layer['attribution_type']}{quoted})"
    fact = f" {layer['fact_id']}" if layer["fact_id"] not in ("", at) else ""
    return f"{layer['name'] or layer['holder_id']}{how}{fact}"


def _value(row: Row) -> str:
    low, high, unit = row["value_min"], row["value_max"], row["unit"]
    if low == high:
        number = low
    elif low and high:
        number = f"{low} to {high}"
    else:
        number = f"at least {low}" if low else f"at most {high}"
    return f"{number} {unit} ({row['bound']})"

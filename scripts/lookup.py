"""Finds rows by key, and the rows that name them, in a package that was read; and the words of its sentences."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import get_close_matches

from chains import Tables
from findings import Finding
from package import Package
from structure import Table, read_table
from texts import read_texts

_CALLED = {"actors": "name", "places": "name", "events": "label", "facts": "text", "figures": "verbatim"}
_LEADING_ZEROS = re.compile(r"-0+(?=[0-9])")
_OFFSET = re.compile(r"[0-9]{1,9}")


class Row(dict[str, str]):
    """The cells of a row by field; a cell that is not there is empty, as in a package that is still being filled in."""

    def __missing__(self, field: str) -> str:
        return ""


class Lookup:
    """The tables of a package, and the ways between their rows. Every cell is the string that stands in the file.

    `tables` are lists of rows by name; `problems` are findings about what could not be read. A key that is not there is
    no error: it leads nowhere.
    """

    def __init__(self, package: Package):
        self.problems: list[Finding] = list(package.problems)
        self.tables: Tables = {}
        self._keys: dict[str, str] = {}
        self._rows: dict[str, tuple[str, Row]] = {}
        self._naming: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        self._links: dict[str, dict[str, str]] = {}
        self._texts: dict[str, str] = {}
        self._reasons: dict[str, str] = {}
        for resource in package.resources.values():
            if resource.path is not None and resource.schema is not None:
                table, found = read_table(package, resource)
                self.problems += found
                self.tables[table.name] = table.rows = [Row(row) for row in table.rows]
                self._links[table.name] = _links(resource.schema, table.name)
                if len(table.primary_key) == 1:
                    self._keys[table.name] = table.primary_key[0]
                if table.name == "sources" and not found:
                    self._read_texts(package, table)
        for name, key in self._keys.items():
            for row in self.tables[name]:
                self._rows.setdefault(row[key], (name, row))
        for name, links in self._links.items():
            for row in self.tables[name]:
                for field in links:
                    if row[field]:
                        self._naming[name, field][row[field]].append(row)

    def _read_texts(self, package: Package, sources: Table) -> None:
        texts, problems = read_texts(package, sources)
        self.problems += problems
        hashes = {row["source_id"]: row["sha256"] for row in sources.rows}
        for key, text in texts.items():
            if text.text is None:
                self._reasons[key] = text.reason
            elif hashes[key] and hashes[key] != text.sha256:
                self._reasons[key] = "the article here is not the one that was coded"
            else:
                self._texts[key] = text.text

    def find(self, key: str) -> tuple[str, Row] | None:
        """Table and row of a key, or None."""
        return self._rows.get(key)

    def row(self, key: str) -> Row:
        """The row of a key; empty where there is none."""
        return self._rows[key][1] if key in self._rows else Row()

    def key(self, table: str, row: Row) -> str:
        """The key of a row of `table`, which has a key of one field."""
        return row[self._keys[table]]

    def near(self, key: str) -> list[str]:
        """Up to three keys that resemble `key`, the nearest first."""
        folded = {_folded(known): known for known in self._rows}
        return [folded[near] for near in get_close_matches(_folded(key), folded, n=3, cutoff=0.6)]

    def links(self, table: str) -> dict[str, str]:
        """The fields of `table` that name rows: field -> table of those rows."""
        return self._links.get(table, {})

    def naming(self, table: str, field: str, key: str) -> list[Row]:
        """The rows of `table` whose `field` is `key`."""
        return self._naming[table, field].get(key, [])

    def name(self, key: str) -> str:
        """What people call the row with this key: a name, a label, a sentence; empty where it has none."""
        table, row = self._rows.get(key, ("", Row()))
        if table == "sources":
            maker = self.name(row["publisher_id"]) or self.name(row["creator_id"])
            return row["title"] or row["source_type"] + (f" of {maker}" if maker else "")
        return row[_CALLED.get(table, "")]

    def words(self, segment_id: str) -> str | None:
        """The words of a segment, or None where the article is not at hand or the offsets do not fit it."""
        row = self.row(segment_id)
        text = self._texts.get(row["source_id"])
        start, end = offsets(row)
        return text[start:end] if text is not None and 0 <= start < end <= len(text) else None

    def reason(self, segment_id: str) -> str:
        """Why `words` gives none."""
        return self._reasons.get(self.row(segment_id)["source_id"], "its offsets do not fit the article")

    def leaves(self) -> list[Row]:
        """The segments that are not cut any further, in the order of the table."""
        return [row for row in self.tables.get("segments", []) if row["segment_type"] != "paragraph"]


def offsets(row: Row) -> tuple[int, int]:
    """`start` and `end` of a row as numbers; (-1, -1) where they are none."""
    start, end = row["start"], row["end"]
    return (int(start), int(end)) if _OFFSET.fullmatch(start) and _OFFSET.fullmatch(end) else (-1, -1)


def _folded(key: str) -> str:
    """A key as people type it: in any case, without the zeros in front of its number."""
    return _LEADING_ZEROS.sub("-", key.casefold())


def _links(schema: dict, table: str) -> dict[str, str]:
    """Field -> table, for each foreign key of one field; one without `resource` stays in its own table."""
    links = {}
    for item in schema.get("foreignKeys", []):
        match item:
            case {"fields": str(field) | [str(field)], "reference": {"resource": str(target)}}:
                links[field] = target or table
            case {"fields": str(field) | [str(field)], "reference": {}}:
                links[field] = table
    return links

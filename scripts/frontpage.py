"""Fills the derived blocks of a package's README.md: what is inside, and three rows with their quotes."""

from __future__ import annotations

import re

from dictionary import cell, table
from package import Package
from structure import Table

_BLOCK = re.compile(r"(?P<head><!-- derived:(?P<name>[a-z]+) -->\n).*?(?P<tail><!-- /derived -->)", re.DOTALL)
_SHOWN = 3


def front_page(text: str, package: Package, tables: dict[str, Table]) -> str:
    """`text` with the content of each known block renewed; all else is kept."""
    blocks = {"tables": _tables, "rows": _rows}

    def fill(match: re.Match) -> str:
        block = blocks.get(match["name"])
        return match["head"] + block(package, tables) + match["tail"] if block else match.group()

    return _BLOCK.sub(fill, text)


def _tables(package: Package, tables: dict[str, Table]) -> str:
    rows = [
        [f"[{name}]({resource.file})", str(len(tables[name].rows)), cell(resource.descriptor.get("description", ""))]
        for name, resource in package.resources.items()
    ]
    return table(["table", "rows", "a row is"], rows)


def _rows(package: Package, tables: dict[str, Table]) -> str:
    """Main facts of different holders in the order of the text, the first one of each."""
    names = {row["actor_id"]: row["name"] for row in tables["actors"].rows}
    quotes: dict[str, dict[str, str]] = {}
    for row in sorted(tables["evidence"].rows, key=lambda row: int(row["start"])):
        if row["role"] == "content":
            quotes.setdefault(row["fact_id"], row)
    main = [row for row in tables["facts"].rows if row["salience"] == "main" and row["fact_id"] in quotes]
    main.sort(key=lambda row: (int(quotes[row["fact_id"]]["start"]), row["fact_id"]))
    by_holder: dict[str, dict[str, str]] = {}
    for row in main:
        by_holder.setdefault(row["holder_id"], row)
    shown = [
        [
            cell(row["fact_id"]),
            cell(row["text"]),
            f"“{cell(quotes[row['fact_id']]['exact'])}”",
            cell(names.get(row["holder_id"], row["holder_id"])),
            cell(row["certainty"] if row["polarity"] == "positive" else f"{row['certainty']}, {row['polarity']}"),
        ]
        for row in list(by_holder.values())[:_SHOWN]
    ]
    return table(["fact", "what is said", "words of the article", "who says it", "how firmly"], shown)

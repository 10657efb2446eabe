"""The reverse view: from a sentence, or any row, to everything that was coded from it.

    python scripts/show.py [PATH] ID... [--format text|json] [--all]
    python scripts/show.py [PATH] relations|independence|coverage [--format text|json|csv]

PATH is a package's folder or its datapackage.json (default: this folder). ID is any key, such as seg-17 or fct-001; a
paragraph shows its sentences. `relations`, `independence` and `coverage` are computed afresh from the tables; the
modules of the same name (`reverse` for coverage) say what they hold. JSON is a list: of cards (see `cards`), or of
rows. Exit status: 0 shown; 1 a key is not known; 2 there is no package that can be read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

import independence
import relations
import reverse
from cards import Cards
from cardtext import Drawing
from chains import Tables
from console import run
from findings import line_of, shorten
from lookup import Lookup
from package import DESCRIPTOR, open_package
from report import wants_colour
from saving import csv_bytes

Rows = list[dict]
VIEWS: dict[str, tuple[list[str], Callable[[Tables], Rows]]] = {
    "relations": (relations.FIELDS, relations.relations),
    "independence": (independence.FIELDS, independence.independence),
    "coverage": (reverse.FIELDS, reverse.coverage),
}

_USAGE = "show [PATH] ID... | TABLE [--format text|json|csv] [--all]"
_PURPOSE = "Show everything that was coded from a sentence, or that is known of any other row."
_WIDEST = 60  # characters of a cell in a table for people, the last column excepted


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="show", usage=_USAGE, description=_PURPOSE)
    parser.add_argument("what", nargs="+", metavar="ID", help=f"keys, or one of {', '.join(VIEWS)}")
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text", help="csv is for the tables only")
    parser.add_argument("--all", action="store_true", help="show long sections to their end")
    options = parser.parse_args(arguments)
    path, *wanted = options.what if _is_path(options.what[0]) else (".", *options.what)
    views = [name for name in wanted if name in VIEWS]
    if not wanted:
        parser.error("name a key, such as seg-01, or one of " + ", ".join(VIEWS))
    if views and len(wanted) > 1:
        parser.error(f"{views[0]} is shown alone")
    if options.format == "csv" and not views:
        parser.error(f"csv is for {', '.join(VIEWS)}")
    package = open_package(path)
    lookup = Lookup(package)
    if lookup.problems:
        for problem in lookup.problems:
            print(line_of(problem), file=sys.stderr)
        print("nothing can be shown before this is mended", file=sys.stderr)
        return 2
    if views:
        print(_view(views[0], lookup.tables, options.format))
        return 0
    cards, unknown = Cards(lookup), [key for key in wanted if lookup.find(key) is None]
    shown = [cards.card(key) for key in wanted if key not in unknown]
    if options.format == "json":
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    elif shown:
        drawing = Drawing(lookup, wants_colour(), options.all)
        print("\n\n".join(map(drawing.draw, shown)))
    for key in unknown:
        near = ", ".join(lookup.near(key))
        told = f"did you mean {near}?" if near else "data/README.md tells how keys look"
        print(f'There is no "{key}" in this package: {told}', file=sys.stderr)
    return 1 if unknown else 0


def _is_path(argument: str) -> bool:
    """Whether an argument names a package rather than something in it."""
    looks_so = argument in (".", "..") or any(mark in argument for mark in "/\\") or argument.endswith(DESCRIPTOR)
    return argument not in VIEWS and (looks_so or Path(argument).exists())


def _view(name: str, tables: Tables, form: str) -> str:
    fields, compute = VIEWS[name]
    rows = compute(tables)
    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=2)
    if form == "csv":
        return csv_bytes(fields, rows).decode("utf-8").removesuffix("\n")
    if name != "independence":
        return _table(fields, rows)
    many = [row for row in rows if row["kind"] != "statement" or row["facts"] > 1]
    left_out = f"{len(rows) - len(many)} statements of a single fact are left out here; --format csv has them"
    summary = _table(independence.SUMMARY_FIELDS, independence.summary(rows))
    return "\n\n".join([summary, _table(fields, many), left_out])


def _table(fields: list[str], rows: Rows) -> str:
    """Rows as aligned columns, numbers to the right; long cells are cut, but for the last column."""
    *shortened, last = fields
    lines = [fields, *([*(shorten(str(row[name]), _WIDEST) for name in shortened), str(row[last])] for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(fields))]
    numeric = [bool(rows) and isinstance(rows[0][name], int) for name in fields]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        for line in lines
    )


if __name__ == "__main__":
    sys.exit(run(main))

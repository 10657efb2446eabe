"""Fills in what is never typed: offsets, segments, dates, enums, hashes, and the pages made of them.

    python scripts/derive.py [PATH] [--check]

PATH is a package's folder or its datapackage.json (default: this folder). Exit status: 0 done, or nothing to do;
1 refused, or, with --check, something would change; 2 there is no package to read.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import dates
from codelists import code_lists, with_codes
from console import run
from dictionary import dictionary
from findings import Finding, line_of
from frontpage import front_page
from package import Package, open_package
from quotes import Finder, Refused, Segment
from saving import csv_bytes, json_bytes, natural, replace_file, sha256
from segmenting import cut
from structure import Table, read_table
from texts import Text, read_texts

_NEEDED = ("sources", "segments", "actors", "facts", "evidence", "codes")
_NUMBERED = re.compile(r"\^\(\?:(?P<prefix>[a-z]+-)\\d\{(?P<width>\d+)(?:,\d*)?\}\)\$")


@dataclass
class Derived:
    """What deriving gives: the new bytes of each file, and what stands against writing them."""

    package: Package
    files: dict[Path, bytes] = field(default_factory=dict)
    problems: list[Finding] = field(default_factory=list)

    def changed(self) -> list[Path]:
        """The files whose bytes would change, in order of name."""
        return sorted(p for p, data in self.files.items() if not p.is_file() or p.read_bytes() != data)

    def shown(self, path: Path) -> str:
        """A path relative to the package."""
        return path.relative_to(self.package.root).as_posix()


def derive(package: Package) -> Derived:
    """Derive all that can be derived of `package`; reads files, writes none.

    Where `problems` is not empty, `files` is empty: it is all or nothing.
    """
    derived = Derived(package, problems=list(package.problems))
    tables = _read_tables(derived)
    if derived.problems:
        return derived
    texts = _texts(derived, tables["sources"])
    _number_rows(package, tables)
    _cut_segments(tables, texts)
    _place_quotes(derived, tables, texts)
    _date_events(derived, tables)
    if not derived.problems:
        _write(derived, tables)
    return derived


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="derive", description="Fill in what is never typed by hand.")
    parser.add_argument("path", nargs="?", default=".", help="folder of the package, or its datapackage.json")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where something would change")
    options = parser.parse_args(arguments)
    package = open_package(options.path)
    if package.document is None:
        for problem in package.problems:
            print(line_of(problem))
        return 2
    derived = derive(package)
    if derived.problems:
        for problem in derived.problems:
            print(line_of(problem))
        print(f"refused: {len(derived.problems)} to mend; nothing was written")
        return 1
    changed = derived.changed()
    for path in changed:
        print(("would change " if options.check else "wrote ") + derived.shown(path))
        if not options.check:
            replace_file(path, derived.files[path])
    if options.check and changed:
        print("run nox -s derive and keep what it writes")
    if not changed:
        print(f"nothing to change in {len(derived.files)} files")
    return 1 if options.check and changed else 0


def _read_tables(derived: Derived) -> dict[str, Table]:
    tables = {}
    for resource in derived.package.resources.values():
        if resource.path is None or resource.schema is None:
            message = f'The resource "{resource.name}" has no path or no schema that can be read.'
            derived.problems += [] if derived.problems else [_unreadable(derived, resource.pointer, message)]
        else:
            tables[resource.name], found = read_table(derived.package, resource)
            derived.problems += found
    missing = [name for name in _NEEDED if name not in tables]
    if missing and not derived.problems:
        derived.problems.append(_unreadable(derived, "/resources", f"There is no table {', '.join(missing)}."))
    return tables


def _unreadable(derived: Derived, pointer: str, message: str) -> Finding:
    document = derived.package.document
    return Finding(
        layer="descriptor",
        rule="resource-missing",
        message=message,
        mend="Mend the resource; nox -s validate says more.",
        file=document.file,
        line=document.line(pointer),
        field=pointer,
    )


def _texts(derived: Derived, sources: Table) -> dict[str, Text]:
    """The texts at hand; their hashes go into `sources`. A text that changed is refused."""
    texts, problems = read_texts(derived.package, sources)
    derived.problems += problems
    for row, line in zip(sources.rows, sources.lines, strict=True):
        text = texts.get(row["source_id"])
        if text is None or text.text is None:
            continue
        if row["sha256"] and row["sha256"] != text.sha256:
            derived.problems.append(
                _refusal(
                    sources,
                    row,
                    line,
                    "text-hash",
                    "sha256",
                    f"{row['text_file']} is not the text that was coded: its hash is {text.sha256}.",
                    "Restore the text. If it was changed on purpose, clear this cell and code its changes.",
                )
            )
        row["sha256"] = text.sha256
    return {key: text for key, text in texts.items() if text.text is not None}


def _number_rows(package: Package, tables: dict[str, Table]) -> None:
    """Give each row with an empty key the next number, where the schema's pattern says that keys are numbers."""
    for name, table in tables.items():
        numbering = _numbering(package, name)
        if numbering is None:
            continue
        key, prefix, width = numbering
        taken = [int(row[key].removeprefix(prefix)) for row in table.rows if row[key].removeprefix(prefix).isdecimal()]
        last = max(taken, default=0)
        for row in table.rows:
            if not row[key]:
                last += 1
                row[key] = f"{prefix}{last:0{width}d}"


def _numbering(package: Package, name: str) -> tuple[str, str, int] | None:
    """Key field, prefix and least width of the numbered keys of a table; None where keys are names."""
    resource = package.resources[name]
    for item in resource.fields:
        pattern = _NUMBERED.fullmatch(item.get("constraints", {}).get("pattern", ""))
        if [item["name"]] == resource.primary_key and pattern:
            return item["name"], pattern["prefix"], int(pattern["width"])
    return None


def _cut_segments(tables: dict[str, Table], texts: dict[str, Text]) -> None:
    """Cut each text that has no segments yet; segments that exist are the coder's and stay."""
    segments = tables["segments"]
    for source_id, text in texts.items():
        if any(row["source_id"] == source_id for row in segments.rows):
            continue
        numbers = [row["segment_id"].removeprefix("seg-") for row in segments.rows]
        first = max((int(number) for number in numbers if number.isdecimal()), default=0) + 1
        stretches = cut(text.text)
        for index, stretch in enumerate(stretches):
            segments.lines.append(0)
            segments.rows.append(
                dict.fromkeys(segments.fields, "")
                | {
                    "segment_id": f"seg-{first + index:02d}",
                    "source_id": source_id,
                    "parent_id": "" if stretch.inside is None else f"seg-{first + stretch.inside:02d}",
                    "ordinal": str(index + 1),
                    "segment_type": stretch.kind,
                    "start": str(stretch.start),
                    "end": str(stretch.end),
                }
            )


def _place_quotes(derived: Derived, tables: dict[str, Table], texts: dict[str, Text]) -> None:
    """Fill in where each quote of each table stands."""
    segments, problems = _segments(tables["segments"])
    derived.problems += problems
    sources = {segment.segment_id: segment.source_id for segment in segments}
    finder = Finder({key: text.text for key, text in texts.items()}, segments)
    for table in tables.values():
        if not {"exact", "start", "end", "segment_id"} <= set(table.fields):
            continue
        for row, line in zip(table.rows, table.lines, strict=True):
            placed = row["segment_id"] and row["start"].isdecimal() and row["end"].isdecimal()
            known = placed and sources.get(row["segment_id"]) not in texts
            if known:
                continue  # placed before, and its text is not at hand now
            problem = _place_quote(finder, table, row, line, bool(texts))
            if problem:
                derived.problems.append(problem)


def _segments(table: Table) -> tuple[list[Segment], list[Finding]]:
    """The leaf segments, and the rows whose offsets are no numbers."""
    segments, problems = [], []
    for row, line in zip(table.rows, table.lines, strict=True):
        if not (row["start"].isdecimal() and row["end"].isdecimal()):
            message = "The offsets of a segment are whole numbers."
            mend = "Type both, or remove all segments of the source to have it cut anew."
            problems.append(_refusal(table, row, line, "type", "start", message, mend))
        elif row["segment_type"] != "paragraph":
            start, end = int(row["start"]), int(row["end"])
            segments.append(Segment(row["segment_id"], row["source_id"], start, end, row["parent_id"]))
    return segments, problems


def _place_quote(finder: Finder, table: Table, row: dict[str, str], line: int, at_hand: bool) -> Finding | None:
    if not row["exact"]:
        return _refusal(table, row, line, "required", "exact", "The quote is empty.", "Copy the words from the text.")
    if not at_hand:
        message = "The quote cannot be placed: no text is at hand."
        return _refusal(table, row, line, "quote-absent", "exact", message, "Put the text where text_file says.")
    typed = {name: row.get(name, "") for name in ("segment_id", "start", "prefix", "suffix")}
    try:
        place = finder.find(row["exact"], **typed)
    except Refused as error:
        shown = "".join(f"\n    {candidate}" for candidate in error.candidates)
        return _refusal(table, row, line, "quote-refused", "exact", str(error), error.mend + shown)
    row["segment_id"], row["start"], row["end"] = place.segment_id, str(place.start), str(place.end)
    if "prefix" in row:
        row["prefix"], row["suffix"] = place.prefix, place.suffix
    return None


def _date_events(derived: Derived, tables: dict[str, Table]) -> None:
    """Fill in the earliest and the latest day of each date."""
    for table in tables.values():
        if not {"date_edtf", "date_earliest", "date_latest"} <= set(table.fields):
            continue
        for row, line in zip(table.rows, table.lines, strict=True):
            try:
                earliest, latest = dates.span(row["date_edtf"]) if row["date_edtf"] else (None, None)
            except dates.BadDate as error:
                message = f"This is not a date of EDTF level 1: {error}."
                mend = "Write 2025-04-09, 2025-04, 2025-04-09/2025-04-10, 2022-09/.. or 2020~."
                derived.problems.append(_refusal(table, row, line, "edtf-parses", "date_edtf", message, mend))
                continue
            row["date_earliest"] = earliest.isoformat() if earliest else ""
            row["date_latest"] = latest.isoformat() if latest else ""


def _write(derived: Derived, tables: dict[str, Table]) -> None:
    """Put the new bytes of every file into `derived.files`."""
    package, files = derived.package, derived.files
    lists = code_lists(tables["codes"].rows)
    for name, resource in package.resources.items():
        table = tables[name]
        if table.primary_key:
            table.rows.sort(key=lambda row, key=table.primary_key[0]: natural(row[key]))
        files[resource.path] = csv_bytes(table.fields, table.rows)
        resource.descriptor["bytes"] = len(files[resource.path])
        resource.descriptor["hash"] = sha256(files[resource.path])
        resource.schema = with_codes(resource.schema, lists)
        if resource.schema_document is None:
            resource.descriptor["schema"] = resource.schema
        else:
            files[package.root / resource.schema_document.file] = json_bytes(resource.schema)
    files[package.root / package.document.file] = json_bytes(package.descriptor)
    files[package.root / "data" / "README.md"] = dictionary(package, tables)
    page = package.root / "README.md"
    if page.is_file():
        files[page] = front_page(page.read_text("utf-8"), package, tables).encode("utf-8")


def _refusal(table: Table, row: dict[str, str], line: int, rule: str, name: str, message: str, mend: str) -> Finding:
    layer = "across" if rule not in ("required", "type") else "tables"
    return Finding(
        layer=layer,
        rule=rule,
        message=message,
        mend=mend,
        file=table.file,
        line=line,
        table=table.name,
        key=table.key(row),
        field=name,
        value=row.get(name, ""),
    )


if __name__ == "__main__":
    sys.exit(run(main))

"""Reads a table's bytes, strictly: one line a row, the header of the schema, the right number of cells.

CSV readers disagree on everything that is not plain, so what is not plain is refused here, by line,
before any of them sees it. Line = row number + 1 from here on.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass, field

from findings import Finding, did_you_mean
from package import Package, Resource

LONGEST_CELL = 32_767  # what a spreadsheet cell can hold
_BOM = b"\xef\xbb\xbf"
_PLAIN_LINE = re.compile(r'(?:"[^"]*(?:""[^"]*)*"|[^",]*)(?:,(?:"[^"]*(?:""[^"]*)*"|[^",]*))*')


@dataclass
class Table:
    """A table as strings: `rows` are dicts of field name -> cell ("" where empty), `lines` their line numbers."""

    name: str
    file: str
    fields: list[str]
    primary_key: list[str]
    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def key(self, row: dict[str, str]) -> str:
        """The primary key of a row, its parts joined by "/"."""
        return "/".join(row[name] for name in self.primary_key)


def read_table(package: Package, resource: Resource) -> tuple[Table, list[Finding]]:
    """The table of a resource and what is wrong with the structure of its file.

    Where there are findings the table may be incomplete and is not to be relied on. The resource has to
    have a path and a schema.
    """
    table = Table(resource.name, resource.file, resource.field_names, resource.primary_key)
    found: list[Finding] = []

    def report(rule: str, message: str, mend: str, line: int | None = None, **place: str) -> None:
        found.append(
            Finding(
                layer="tables",
                rule=rule,
                message=message,
                mend=mend,
                file=resource.file,
                line=line,
                table=resource.name,
                **place,
            )
        )

    try:
        data = resource.path.read_bytes()
    except OSError:
        near = did_you_mean(resource.path.name, package.unclaimed(resource.path.parent))
        report("file-missing", "The file of this table is missing.", near or "Restore it, or mend the path.")
        return table, found

    text = _decode(data, report)
    if text is None:
        return table, found
    lines = text.split("\n")
    if lines[-1]:
        report("final-newline", "The last line does not end with a newline.", "End it with one.", len(lines))
    else:
        lines.pop()
    _read_lines(lines, table, report)
    return table, found


def _decode(data: bytes, report) -> str | None:
    """The text of a file with LF line ends, or None where nothing in it can be read."""
    if data.startswith(_BOM):
        report("bom", "The file begins with a byte order mark.", "Save it as UTF-8 without BOM.", 1)
        data = data[len(_BOM) :]
    if not data.strip():
        report("file-empty", "The file is empty.", "Write at least the header.", 1)
        return None
    nul = data.find(b"\0")
    if nul >= 0:
        line = data.count(b"\n", 0, nul) + 1
        report("nul", "The line holds a NUL byte.", "Remove it; save the file as UTF-8.", line)
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        message = f"The file is not UTF-8: byte 0x{data[error.start]:02x} at column {column} of the line."
        report("encoding", message, "Save the file as UTF-8.", line)
        return None
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        report("line-ends", "Lines end with CR or CRLF, or a cell holds a CR.", "Save the file with LF.", line)
        text = text.replace("\r\n", "\n").replace("\r", " ")
    return text


def _read_lines(lines: list[str], table: Table, report) -> None:
    csv.field_size_limit(max(csv.field_size_limit(), max(map(len, lines)) + 1))
    header_is_right = False
    for number, line in enumerate(lines, 1):
        cells = None if not line.strip(", \t") else _cells(line)
        if cells is None:
            mend = "Remove the line." if number > 1 else "Write the header."
            report("blank-line", "The line is blank.", mend, number)
        elif isinstance(cells, str):
            _report_quotes(cells, line, number, report)
            if cells == "quote-unclosed":
                return  # where this cell ends is a guess, so all that follows would be one too
        elif number == 1:
            header_is_right = _check_header(cells, table, report)
        elif header_is_right:
            _add_row(cells, number, table, report)


def _cells(line: str) -> list[str] | str:
    """The cells of a line, or the rule that it breaks."""
    if _PLAIN_LINE.fullmatch(line):
        return next(csv.reader([line], strict=True))
    try:
        next(csv.reader([line], strict=True))
    except csv.Error as error:
        return "quote-unclosed" if "unexpected end" in str(error) else "quote-stray"
    return "quote-stray"


def _report_quotes(rule: str, line: str, number: int, report) -> None:
    if rule == "quote-unclosed":
        report(
            rule,
            "A quotation mark opens a cell that this line does not close; the rest of the file was not read.",
            "Close it; a quotation mark within a cell is doubled, and a cell does not span lines.",
            number,
            value=line[line.rfind('"') :],
        )
    else:
        report(
            rule,
            "A quotation mark stands where none may stand.",
            "Put the whole cell in quotation marks and double those within it.",
            number,
            value=line,
        )


def _check_header(header: list[str], table: Table, report) -> bool:
    """Report how the header differs from the schema; True where it does not."""
    expected = table.fields
    if header == expected:
        return True
    doubled = [name for name, count in Counter(header).items() if count > 1]
    missing = [name for name in expected if name not in header]
    extra = [name for name in header if name not in expected]
    for name in doubled:
        report("header-doubled", f'The header names "{name}" more than once.', "Keep one.", 1, field=name)
    if len(missing) == len(extra) and len(header) == len(expected):
        for wanted, name in ((w, n) for w, n in zip(expected, header, strict=True) if n in extra):
            near = did_you_mean(name, missing) or f'the schema has "{wanted}" here'
            report("header-misnamed", "The schema has no such column.", near, 1, field=wanted, value=name)
    else:
        for name in missing:
            near = did_you_mean(name, extra).replace("did you mean", "is it")
            report("header-missing", f'The column "{name}" is missing.', near or "Add it.", 1, field=name)
        for name in extra:
            near = did_you_mean(name, missing)
            report("header-extra", "The schema has no such column.", near or "Remove it.", 1, field=name, value=name)
    if not (doubled or missing or extra):
        mend = "Order them so: " + ",".join(expected)
        report("header-order", "The columns are not in the order of the schema.", mend, 1, value=",".join(header))
    return False


def _add_row(cells: list[str], number: int, table: Table, report) -> None:
    wanted, given = len(table.fields), len(cells)
    if given != wanted:
        rule = "row-short" if given < wanted else "row-long"
        what = "fewer" if given < wanted else "more"
        mend = "Give every cell its comma, empty ones too; a comma within a cell needs quotation marks around it."
        report(rule, f"The row has {given} cells, {what} than the {wanted} of the header.", mend, number, key=cells[0])
        return
    row = dict(zip(table.fields, cells, strict=True))
    for name, cell in row.items():
        if len(cell) > LONGEST_CELL:
            message = f"The cell has {len(cell)} characters; a spreadsheet cell holds {LONGEST_CELL}."
            report("cell-too-long", message, "Shorten it.", number, key=table.key(row), field=name, value=cell)
    table.rows.append(row)
    table.lines.append(number)

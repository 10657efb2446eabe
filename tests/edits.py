"""Edits of a package on disk, as the rows of counterexamples.csv name them, and a fresh seal afterwards.

Written without the engine's code, so that a fault there cannot hide itself here.

| operation | does | key | field | value |
|---|---|---|---|---|
| set | writes a cell | of the row | column | new cell |
| delete | removes a row | of the row | | |
| copy | repeats a row below itself, one cell changed | of the row | column | new cell |
| drop | removes all rows, the header stays | | | |
| text | replaces the first occurrence in the bytes of the file | | old words | new words |
| append | adds bytes at the end of the file | | | words |
| fill | writes a cell of that many letters | of the row | column | count |
| empty | leaves the file with no byte | | | |
| write | writes the file, new or old | | | words |
| link | puts a symbolic link in place of the file | | | target |
| remove | removes the file | | | |
| rename | renames the file | | | new name |
| json | writes a value of a JSON file | pointer of the parent | member | JSON |
| unjson | removes a member of a JSON file | pointer of the parent | member | |
| repeat | appends an item of a JSON list to it again | pointer of the list | index | |
| move | moves an item of a JSON list | pointer of the list | index | new index |

`text`, `append` and `write` read Python's escapes (`\\r\\n`, `\\x00`), and "\\udcff" stands for the lone byte FF.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path


def read_rows(file: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Header and rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = list(reader)
        return list(reader.fieldnames), rows


def write_rows(file: Path, header: list[str], rows: list[dict[str, str]]) -> None:
    """Write a CSV file in the canonical form."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_bytes(out.getvalue().encode("utf-8"))


def row_key(file: Path, row: dict[str, str]) -> str:
    """Key of a row, as findings name it: `codes` has two key columns, every other table has its first one."""
    parts = ("list", "code") if file.stem == "codes" else (next(iter(row)),)
    return "/".join(row[name] for name in parts)


def line_of_row(file: Path, key: str) -> int:
    """Line of the last row with that key, the header being line 1."""
    lines = [n for n, row in enumerate(read_rows(file)[1], 2) if row_key(file, row) == key]
    assert lines, f"no row {key} in {file.name}"
    return lines[-1]


def apply(package: Path, edit: dict[str, str]) -> None:
    """Apply one edit (file, operation, key, field, value) to the package."""
    file = package / edit["file"]
    operation, key, name, value = (edit[part] for part in ("operation", "key", "field", "value"))
    if operation in ("set", "delete", "copy", "fill", "drop"):
        header, rows = read_rows(file)
        if operation == "drop":
            rows = []
        else:
            index = next(i for i, row in enumerate(rows) if row_key(file, row) == key)
            assert operation == "delete" or name in header, f"no column {name} in {file.name}"
            if operation == "delete":
                del rows[index]
            elif operation == "copy":
                rows.insert(index + 1, {**rows[index], name: value})
            else:
                rows[index][name] = "x" * int(value) if operation == "fill" else value
        write_rows(file, header, rows)
    elif operation == "text":
        data = file.read_bytes()
        assert _bytes(name) in data, f"{name!r} is not in {file.name}"
        file.write_bytes(data.replace(_bytes(name), _bytes(value), 1))
    elif operation == "append":
        file.write_bytes(file.read_bytes() + _bytes(value))
    elif operation == "empty":
        file.write_bytes(b"")
    elif operation == "write":
        file.write_bytes(_bytes(value))
    elif operation == "link":
        file.unlink()
        file.symlink_to(value)
    elif operation == "remove":
        file.unlink()
    elif operation == "rename":
        file.rename(file.with_name(value))
    else:
        document = json.loads(file.read_text(encoding="utf-8"))
        parent = document
        for token in key.split("/")[1:]:
            parent = parent[int(token) if isinstance(parent, list) else token.replace("~1", "/").replace("~0", "~")]
        member = int(name) if isinstance(parent, list) else name
        if operation == "unjson":
            del parent[member]
        elif operation == "repeat":
            parent.append(parent[member])
        elif operation == "move":
            parent.insert(int(value), parent.pop(member))
        else:
            assert operation == "json", f"unknown operation {operation}"
            parent[member] = json.loads(value)
        file.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def seal(package: Path) -> None:
    """Write the size and hash of each table that is there into the descriptor, as if the edit were meant."""
    file = package / "datapackage.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    for resource in document["resources"]:
        table = package / resource["path"]
        if table.is_file():
            data = table.read_bytes()
            resource["bytes"], resource["hash"] = len(data), f"sha256:{hashlib.sha256(data).hexdigest()}"
    file.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _bytes(words: str) -> bytes:
    """The bytes that `words` stands for; its backslash escapes are read."""
    out = words
    for escape in ("\\r", "\\n", "\\t", "\\x00", "\\ufeff", "\\udcff"):
        out = out.replace(escape, escape.encode("ascii").decode("unicode_escape"))
    return out.encode("utf-8", "surrogateescape")

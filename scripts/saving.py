"""The one form in which files are written, and how: beside the old file, then in its place."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path


def csv_bytes(fields: list[str], rows: Iterable[dict[str, str]]) -> bytes:
    """Rows of strings as CSV: header first, UTF-8, LF, quotation marks only where a cell needs them."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows([row[name] for name in fields] for row in rows)
    return buffer.getvalue().encode("utf-8")


def json_bytes(value: object) -> bytes:
    """A value as JSON: two blanks of indent, UTF-8 unescaped, keys in the order given, a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def sha256(data: bytes) -> str:
    """`sha256:` and 64 hex digits, as a descriptor's `hash` has it."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def natural(text: str) -> list[str | int]:
    """Sort key that orders numbers within a text by value: seg-9 before seg-10."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"([0-9]+)", text)]


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a reader, or a crash, sees the old file or the new one, never a part.

    Keeps the mode of the file it replaces. Raises OSError where the folder cannot be written.
    """
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

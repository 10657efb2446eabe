"""Lines of the values in a JSON text, so that a finding can name the line and not only the pointer."""

from __future__ import annotations

import re
from json.decoder import scanstring

_BLANK = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"[^\s,\]}]+")


def pointer_lines(text: str) -> dict[str, int]:
    """JSON pointer -> line (from 1) of where its key, or its item, begins. `text` has to be valid JSON."""
    lines = {"": 1}
    starts = [0] + [match.end() for match in re.finditer("\n", text)]

    def line(position: int) -> int:
        low, high = 0, len(starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if starts[middle] <= position else (low, middle)
        return low + 1

    def skip(position: int) -> int:
        return _BLANK.match(text, position).end()

    def value(position: int, pointer: str) -> int:
        """Walk the value at `position`; returns the position behind it."""
        if text[position] == "{":
            return members(skip(position + 1), pointer)
        if text[position] == "[":
            return items(skip(position + 1), pointer)
        if text[position] == '"':
            return scanstring(text, position + 1)[1]
        return _SCALAR.match(text, position).end()

    def members(position: int, pointer: str) -> int:
        while text[position] != "}":
            key, after = scanstring(text, position + 1)
            child = f"{pointer}/{escape(key)}"
            lines[child] = line(position)
            position = skip(value(skip(skip(after) + 1), child))
            if text[position] == ",":
                position = skip(position + 1)
        return position + 1

    def items(position: int, pointer: str) -> int:
        index = 0
        while text[position] != "]":
            child = f"{pointer}/{index}"
            lines[child] = line(position)
            position = skip(value(position, child))
            index += 1
            if text[position] == ",":
                position = skip(position + 1)
        return position + 1

    value(skip(0), "")
    return lines


def escape(key: str) -> str:
    """A key as a part of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def nearest_line(lines: dict[str, int], pointer: str) -> int:
    """The line of `pointer`, or of the nearest value around it that exists."""
    while pointer not in lines:
        pointer = pointer.rpartition("/")[0]
    return lines[pointer]

"""Puts the code lists of the table `codes` into the table schemas: `enum`, `categories`, or a pattern."""

from __future__ import annotations

import copy
import re

CodeLists = dict[str, list[tuple[str, str]]]
DERIVED_KEYS = ("enum", "categories")


def code_lists(rows: list[dict[str, str]]) -> CodeLists:
    """The rows of `codes` as list name -> (code, label) pairs, in the order of the rows."""
    lists: CodeLists = {}
    for row in rows:
        lists.setdefault(row["list"], []).append((row["code"], row["label"]))
    return lists


def with_codes(schema: dict, lists: CodeLists) -> dict:
    """A copy of a table schema with the constraints of each field that has a `codeList`.

    A field that holds one code gets `enum` and `categories`; one with a `separator` holds several in one
    cell, which an enum cannot say, and gets a pattern. A field whose list is unknown is left as it is.
    """
    schema = copy.deepcopy(schema)
    for field in schema["fields"]:
        pairs = lists.get(field.get("codeList", ""))
        if not pairs:
            continue
        constraints = field.setdefault("constraints", {})
        if "separator" in field:
            constraints["pattern"] = several_of([code for code, _ in pairs], field["separator"])
        else:
            constraints["enum"] = [code for code, _ in pairs]
            field["categories"] = [{"value": code, "label": label} for code, label in pairs]
    return schema


def several_of(codes: list[str], separator: str) -> str:
    """Pattern of one or more of `codes`, with the separator between them."""
    one = "(?:" + "|".join(_escape(code) for code in codes) + ")"
    return f"^(?:{one}(?:{_escape(separator)}{one})*)$"


def _escape(code: str) -> str:
    return re.sub(r"([.^$*+?{}\[\]\\|()/])", r"\\\1", code)


def codes_in(pattern: str, separator: str) -> list[str]:
    """The codes that a pattern of `several_of` allows; nothing where it is another pattern."""
    inner = re.fullmatch(r"\^\(\?:\(\?:(?P<codes>.*?)\)\(\?:.*\)\*\)\$", pattern)
    codes = [re.sub(r"\\(.)", r"\1", code) for code in re.split(r"(?<!\\)\|", inner["codes"])] if inner else []
    return codes if codes and several_of(codes, separator) == pattern else []

"""Writes `data/README.md`, the data dictionary: what each table and column means, out of the schemas."""

from __future__ import annotations

from package import Package, Resource, as_list
from structure import Table

_HEAD = """# Data dictionary

Written by `nox -s derive` from the table schemas and `codes.csv`; mend those, not this page. An empty cell means that
there is no value. Offsets count Unicode code points of the canonical text (UTF-8, NFC, LF), from 0, the end excluded.
"""


def dictionary(package: Package, tables: dict[str, Table]) -> bytes:
    """The page as UTF-8 Markdown; `package` has its derived schemas, `tables` their rows."""
    parts = [_HEAD, _contents(package, tables)]
    parts += [_section(resource, tables[resource.name]) for resource in package.resources.values()]
    if "codes" in tables:
        parts.append(_code_lists(package, tables["codes"].rows))
    return "\n".join(parts).encode("utf-8")


def cell(text: object) -> str:
    """A text as the cell of a Markdown table."""
    return str(text).replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def code(text: object) -> str:
    """A text as code in the cell of a Markdown table."""
    shown = str(text).replace("|", "\\|")
    return f"``{shown}``" if "`" in shown else f"`{shown}`"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table of ready cells."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _contents(package: Package, tables: dict[str, Table]) -> str:
    rows = [
        [f"[{name}](#{name})", str(len(tables[name].rows)), cell(resource.descriptor.get("description", ""))]
        for name, resource in package.resources.items()
    ]
    return table(["table", "rows", "a row is"], rows)


def _section(resource: Resource, rows: Table) -> str:
    schema = resource.schema
    lines = [f"## {resource.name}\n", schema.get("description", "") + "\n"]
    file = f"[`{resource.file}`]({resource.file.removeprefix('data/')})"
    count = len(rows.rows)
    lines.append(f"{file}, {count} {'row' if count == 1 else 'rows'}." + _class(schema) + "\n")
    columns = [_column(resource, field) for field in resource.fields]
    lines.append(table(["column", "type", "required", "unit", "meaning", "example", "codes"], columns))
    lines.append(_keys(resource))
    return "\n".join(lines)


def _class(schema: dict) -> str:
    return f" Class: <{schema['rdfType']}>." if "rdfType" in schema else ""


def _column(resource: Resource, field: dict) -> list[str]:
    constraints = field.get("constraints", {})
    listed = field.get("codeList")
    example = field.get("example", "")
    return [
        code(field["name"]),
        field.get("type", "") + (f", several separated by `{field['separator']}`" if "separator" in field else ""),
        "yes" if constraints.get("required") or field["name"] in resource.primary_key else "",
        cell(field.get("unit", "")),
        cell(field.get("description", "")),
        code(example) if example else "",
        f"[{listed}](#codes-{listed})" if listed else "",
    ]


def _keys(resource: Resource) -> str:
    schema, lines = resource.schema, []
    if resource.primary_key:
        lines.append("- Primary key: " + ", ".join(code(name) for name in resource.primary_key))
    for key in schema.get("uniqueKeys", []):
        lines.append("- Unique together: " + ", ".join(code(name) for name in key))
    for key in schema.get("foreignKeys", []):
        target = key["reference"].get("resource") or resource.name
        names = ", ".join(code(name) for name in as_list(key["fields"]))
        targets = ", ".join(code(name) for name in as_list(key["reference"]["fields"]))
        lines.append(f"- {names} refers to {targets} of [{target}](#{target})")
    return "\n".join(lines) + "\n"


def _code_lists(package: Package, rows: list[dict[str, str]]) -> str:
    users: dict[str, list[str]] = {}
    for resource in package.resources.values():
        for field in resource.fields:
            if "codeList" in field:
                users.setdefault(field["codeList"], []).append(f"{resource.name}.{field['name']}")
    parts = ["## Code lists\n"]
    for name in dict.fromkeys(row["list"] for row in rows):
        listed = [row for row in rows if row["list"] == name]
        used = ", ".join(code(user) for user in users.get(name, [])) or "no column"
        parts.append(f'<a id="codes-{name}"></a>\n\n### {name}\n\nUsed by {used}.\n')
        with_scope = any(row["applies_to"] for row in listed)
        head = ["code", "label", "meaning"] + (["applies to"] if with_scope else []) + ["standard"]
        parts.append(
            table(
                head,
                [
                    [code(row["code"]), cell(row["label"]), cell(row["definition"])]
                    + ([cell(row["applies_to"].replace(";", ", "))] if with_scope else [])
                    + [cell(" ".join(part for part in (row["standard"], row["standard_code"]) if part))]
                    for row in listed
                ],
            )
        )
    return "\n".join(parts)

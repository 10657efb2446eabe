"""Layer 1: the descriptor and its table schemas, against `schemas/profile.json` and `schemas/tables/`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, relevance

from codelists import DERIVED_KEYS
from findings import Finding, did_you_mean, shorten
from package import Package, Resource
from positions import escape
from report import Layer

RULES = {
    "descriptor-missing": "The package has a descriptor",
    "descriptor-not-json": "The descriptor is a JSON object",
    "schema-missing": "Each table schema that is named exists",
    "schema-not-json": "Each table schema is JSON",
    "path-unsafe": "Each path leads to a file inside the package",
    "profile-required": "The descriptor has the properties that the profile asks for",
    "profile-unknown": "Resources, dialects, schemas and fields have no unknown property",
    "profile-value": "Each property has a value that the profile allows",
    "resource-doubled": "No two resources have one name",
    "resource-missing": "All fourteen tables are there",
    "resource-order": "The resources stand in the order of the model",
    "resource-path": "A table's file is named after it",
    "categories-without-enum": "Categories never stand without an enum",
    "regex": "Each pattern is a regular expression",
    "schema-differs": "Each of the fourteen tables has the schema of this kind of package",
}
_UNREADABLE_WITHOUT = ("name", "path", "type", "format", "encoding", "dialect", "schema")


def check_descriptor(package: Package, schemas: Path) -> tuple[Layer, set[str]]:
    """Check the descriptor of `package` with the profile in `schemas`.

    Returns the layer and the names of the tables that cannot be read for what was found.
    """
    layer = Layer("descriptor", findings=list(package.problems))
    profile = json.loads((schemas / "profile.json").read_text("utf-8"))
    layer.findings += _profile_findings(package, profile)
    layer.findings += _doubled(package)
    layer.findings += _bad_patterns(package)
    pointers = [finding.table for finding in layer.findings if "/schema" in finding.field or finding.rule == "regex"]
    for resource in package.resources.values():
        reference = schemas / "tables" / f"{resource.name}.json"
        if resource.schema is not None and resource.name not in pointers and reference.is_file():
            layer.findings += _differences(package, resource, json.loads(reference.read_text("utf-8")))
    documents = {resource.schema_document.file for resource in package.resources.values() if resource.schema_document}
    layer.checked = {"descriptor": 1, "schemas": sum(r.schema is not None for r in package.resources.values())}
    layer.failed = len({finding.file for finding in layer.findings} & (documents | {package.document.file}))
    return layer, {finding.table for finding in layer.findings if finding.table and _stops_reading(finding)}


def _stops_reading(finding: Finding) -> bool:
    """Whether the table of the finding cannot be read for it; a missing title, say, is no reason."""
    part = re.match(r"/resources/\d+/([^/]+)", finding.field)
    return part is None or part[1] in _UNREADABLE_WITHOUT


def _profile_findings(package: Package, profile: dict) -> list[Finding]:
    """What the profile has against the descriptor: at most one finding a place, the most telling one."""
    told = tuple(_told(package))
    best: dict[tuple, tuple] = {}
    for error in Draft202012Validator(profile).iter_errors(package.dereferenced()):
        for pointer, *what in _explain(error):
            weight, place = relevance(error), (pointer, what[0] == "resource-missing" and what[1])
            if not pointer.startswith(told) and (place not in best or weight > best[place][0]):
                best[place] = (weight, error, what)
    found, once = [], set()
    for (pointer, _), (_, error, (rule, message, mend, value)) in best.items():
        if isinstance(error.schema, dict) and error.schema.get("x-once"):
            if rule in once:
                continue
            once.add(rule)
        found.append(_at(package, pointer, rule, message, mend, value))
    return found


def _told(package: Package) -> list[str]:
    """The places of which it was said already, when the package was opened, that nothing can be read there."""
    pointers = [problem.field for problem in package.problems if problem.field]
    for index, item in enumerate(package.descriptor.get("resources") or ()):
        if isinstance(item, dict) and isinstance(item.get("schema"), str):
            resource = package.resources.get(item.get("name"))
            if resource is None or resource.index != index or resource.schema_document is None:
                pointers.append(f"/resources/{index}/schema")  # not read: broken, or the name is taken
    return pointers


def _explain(error: ValidationError) -> Iterator[tuple[str, str, str, str, str]]:
    """(pointer, rule, message, mend, value) of each fault that one jsonschema error stands for."""
    base = "".join(f"/{escape(str(part))}" for part in error.absolute_path)
    schema = error.schema if isinstance(error.schema, dict) else {}
    rule, mend = schema.get("x-rule"), schema.get("x-mend", "")
    keyword, wanted, value = error.validator, error.validator_value, error.instance
    if keyword == "required":
        for name in (name for name in wanted if name not in value and f"'{name}'" in error.message):
            unknown = [key for key in value if key not in schema.get("properties", {})]
            near = did_you_mean(name, unknown).replace("did you mean", "is it")
            message = f'"{name}" is missing.'
            yield f"{base}/{escape(name)}", rule or "profile-required", message, near or mend or "Add it.", ""
    elif keyword == "additionalProperties":
        known = schema.get("properties", {})
        prefixes = tuple(schema.get("patternProperties", ()))
        missing = [name for name in schema.get("required", ()) if name not in value]
        for name in value:
            if name in known or any(re.search(prefix, name) for prefix in prefixes):
                continue
            if did_you_mean(name, missing):
                continue  # reported as the missing property that it was meant to be
            near = did_you_mean(name, known)
            message = f'"{name}" is not a property here.'
            yield f"{base}/{escape(name)}", rule or "profile-unknown", message, near or "Remove it.", name
    else:
        message = _words(keyword, wanted, error)
        shown = "" if keyword == "contains" else _short(value)
        yield base, rule or "profile-value", message, mend or _mend(keyword, wanted, value), shown


def _words(keyword: str, wanted: object, error: ValidationError) -> str:
    if keyword == "const":
        return f"This has to be {json.dumps(wanted, ensure_ascii=False)}."
    if keyword == "enum":
        return f"This has to be one of {', '.join(map(_short, wanted))}."
    if keyword == "type":
        names = wanted if isinstance(wanted, list) else [wanted]
        return f"This has to be of type {' or '.join(names)}."
    if keyword in ("minItems", "minLength", "minProperties"):
        return "This is empty."
    if keyword == "pattern":
        return "This does not have the form that is asked for."
    if keyword == "contains":
        name = wanted["properties"]["name"]["const"]
        return f'There is no table "{name}".'
    if keyword == "uniqueItems":
        return "This holds the same value twice."
    if error.schema.get("x-rule") == "resource-path":
        return "The file is not named after its table."
    return "This does not have a form that the profile allows."


def _mend(keyword: str, wanted: object, value: object) -> str:
    if keyword == "const":
        return f"Write {json.dumps(wanted, ensure_ascii=False)}."
    if keyword == "enum" and isinstance(value, str):
        return did_you_mean(value, map(str, wanted)) or "Take one of these."
    return "Mend it."


def _short(value: object) -> str:
    return shorten(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _at(package: Package, pointer: str, rule: str, message: str, mend: str, value: str = "") -> Finding:
    """A finding at a place of the dereferenced descriptor; within a schema file, at its place there."""
    document, inner, table = package.document, pointer, ""
    part = re.match(r"/resources/(\d+)", pointer)
    if part:
        resource = next((r for r in package.resources.values() if r.index == int(part[1])), None)
        table = resource.name if resource else ""
        schema = f"/resources/{part[1]}/schema"
        if resource and resource.schema_document and (pointer == schema or pointer.startswith(f"{schema}/")):
            document, inner = resource.schema_document, pointer.removeprefix(schema)
    return Finding(
        layer="descriptor",
        rule=rule,
        message=message,
        mend=mend,
        file=document.file,
        line=document.line(inner),
        table=table,
        field=pointer,
        value=value,
    )


def _doubled(package: Package) -> list[Finding]:
    found = []
    resources = package.descriptor.get("resources")
    for index, item in enumerate(resources if isinstance(resources, list) else []):
        name = item.get("name") if isinstance(item, dict) else None
        if isinstance(name, str) and package.resources[name].index != index:
            message = f'A resource before this one is named "{name}" too.'
            found.append(
                _at(package, f"/resources/{index}/name", "resource-doubled", message, "Rename or remove it.", name)
            )
    return found


def _bad_patterns(package: Package) -> list[Finding]:
    found = []
    for resource in package.resources.values():
        for index, field in enumerate(resource.schema["fields"] if resource.schema else []):
            constraints = field.get("constraints")
            pattern = constraints.get("pattern") if isinstance(constraints, dict) else None
            if not isinstance(pattern, str):
                continue
            try:
                re.compile(pattern)
            except re.error as error:
                pointer = f"{resource.pointer}/schema/fields/{index}/constraints/pattern"
                message = f"The pattern is not a regular expression: {error}."
                found.append(_at(package, pointer, "regex", message, "Mend the pattern.", pattern))
    return found


def _differences(package: Package, resource: Resource, reference: dict) -> list[Finding]:
    """How a table schema differs from the one of the model, apart from what its code lists decide."""
    found = []
    mend = "Restore the schema of the model; what your article needs besides goes into an additional table."

    def report(pointer: str, message: str, value: object = "") -> None:
        place, shown = f"{resource.pointer}/schema{pointer}", "" if value == "" else _short(value)
        found.append(_at(package, place, "schema-differs", message, mend, shown))

    wanted = {field["name"]: field for field in reference["fields"]}
    names = resource.field_names
    for name in (name for name in wanted if name not in names):
        report("/fields", f'The field "{name}" is missing.')
    for index, field in enumerate(resource.fields):
        if field["name"] not in wanted:
            report(f"/fields/{index}", "The model has no such field here.", field["name"])
        elif _fixed(field) != _fixed(wanted[field["name"]]):
            _report_field(field, wanted[field["name"]], f"/fields/{index}", report)
    if not found and names != list(wanted):
        report("/fields", f"The fields are in another order than {', '.join(wanted)}.")
    for key in {**reference, **resource.schema}:
        if key != "fields" and resource.schema.get(key) != reference.get(key):
            what = f"The model has {_short(reference[key])} here." if key in reference else "The model has no such key."
            report(f"/{escape(key)}", what, resource.schema.get(key, ""))
    return found


def _report_field(field: dict, wanted: dict, pointer: str, report) -> None:
    field, wanted = _fixed(field), _fixed(wanted)
    for key in {**wanted, **field}:
        if field.get(key) != wanted.get(key):
            what = f"The model has {_short(wanted[key])} here." if key in wanted else "The model has nothing here."
            report(f"{pointer}/{escape(key)}", what, field.get(key, ""))


def _fixed(field: dict) -> dict:
    """A field without what its code list decides."""
    derived = (*DERIVED_KEYS, "pattern") if "separator" in field else DERIVED_KEYS
    constraints = {key: value for key, value in field.get("constraints", {}).items() if key not in derived}
    rest = {key: value for key, value in field.items() if key not in (*DERIVED_KEYS, "constraints")}
    return rest | ({"constraints": constraints} if constraints else {})

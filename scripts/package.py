"""Opens a data package: its descriptor, its table schemas and where its files are.

Everything else stands on this module. Bad content never raises: it becomes a finding, so that a
broken package is described rather than refused with a traceback.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from findings import Finding, did_you_mean
from positions import nearest_line, pointer_lines

DESCRIPTOR = "datapackage.json"


class UnsafePath(ValueError):
    """A path that is not a plain relative path inside the package."""


@dataclass
class Document:
    """A JSON file of the package: its name relative to the root, its text and its value."""

    file: str
    text: str
    value: object

    @cached_property
    def lines(self) -> dict[str, int]:
        """JSON pointer -> line."""
        return pointer_lines(self.text)

    def line(self, pointer: str) -> int:
        """Line of the value at `pointer`, or of the nearest one around it."""
        return nearest_line(self.lines, pointer)


@dataclass
class Resource:
    """One table of a package. `path` and `schema` are None where the descriptor gives no usable one."""

    name: str
    index: int
    descriptor: dict
    file: str = ""
    path: Path | None = None
    schema: dict | None = None
    schema_document: Document | None = None

    @property
    def pointer(self) -> str:
        """JSON pointer of the resource in the descriptor."""
        return f"/resources/{self.index}"

    @property
    def fields(self) -> list[dict]:
        """Field descriptors of the schema, in order."""
        return self.schema["fields"]

    @property
    def field_names(self) -> list[str]:
        """Names of the fields, in order."""
        return [item["name"] for item in self.fields]

    @property
    def primary_key(self) -> list[str]:
        """Names of the fields of the primary key."""
        return as_list(self.schema.get("primaryKey"))


@dataclass
class Package:
    """A data package on disk. `document` is None where there is no descriptor that can be read."""

    root: Path
    document: Document | None = None
    resources: dict[str, Resource] = field(default_factory=dict)
    problems: list[Finding] = field(default_factory=list)

    @property
    def descriptor(self) -> dict:
        """The descriptor as written; schemas given by path are not filled in."""
        return self.document.value

    def dereferenced(self) -> dict:
        """The descriptor with each schema that could be read in place of its path."""
        if not isinstance(self.descriptor.get("resources"), list):
            return self.descriptor
        resources = list(self.descriptor["resources"])
        for resource in self.resources.values():
            schema = resource.schema_document.value if resource.schema_document else resource.schema
            if schema is not None:
                resources[resource.index] = {**resource.descriptor, "schema": schema}
        return {**self.descriptor, "resources": resources}

    def unclaimed(self, folder: Path) -> list[str]:
        """Names of the files in a folder that the descriptor does not mention: what a misnamed file may be."""
        names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
        return [name for name in names if self.document is None or f'{name}"' not in self.document.text]

    def resolve(self, relative: str) -> Path:
        """The path of a file of the package, inside its root.

        Raises UnsafePath for an absolute path, an address, a path with `..` or a backslash, and a
        symbolic link that leaves the root.
        """
        pure = PurePosixPath(relative)
        if "://" in relative:
            raise UnsafePath("it is an address, not a file of the package")
        if "\\" in relative or "\0" in relative:
            raise UnsafePath("it holds a backslash or a NUL")
        if pure.is_absolute() or (len(relative) > 1 and relative[1] == ":"):
            raise UnsafePath("it is absolute")
        if ".." in pure.parts:
            raise UnsafePath('it leaves the package with ".."')
        path = self.root / pure
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise UnsafePath("it is a symbolic link that leaves the package")
        return path


def open_package(path: str | Path) -> Package:
    """Open the package at `path`, a folder or its `datapackage.json`.

    Always returns a Package; what is wrong with it stands in its `problems`.
    """
    path = Path(path)
    file = path / DESCRIPTOR if path.is_dir() else path
    package = Package(root=file.parent)
    package.document = _read_json(package, file, file.name)
    if package.document is None:
        return package
    if not isinstance(package.descriptor, dict):
        package.problems.append(
            _problem("descriptor-not-json", file.name, 1, "", "The descriptor is not a JSON object.", "Begin with {.")
        )
        package.document = None
        return package
    resources = package.descriptor.get("resources")
    for index, item in enumerate(resources if isinstance(resources, list) else []):
        if isinstance(item, dict) and isinstance(item.get("name"), str):
            package.resources.setdefault(item["name"], _open_resource(package, index, item))
    return package


def as_list(value: str | list[str] | None) -> list[str]:
    """A key given as one name or as a list of names, as a list."""
    return [value] if isinstance(value, str) else list(value or [])


def _open_resource(package: Package, index: int, item: dict) -> Resource:
    resource = Resource(item["name"], index, item)
    if isinstance(item.get("path"), str):
        resource.file = item["path"]
        resource.path = _resolve(package, item["path"], f"{resource.pointer}/path", resource.name)
    schema = item.get("schema")
    if isinstance(schema, str):
        path = _resolve(package, schema, f"{resource.pointer}/schema", resource.name)
        if path is not None:
            line = package.document.line(f"{resource.pointer}/schema")
            resource.schema_document = _read_json(package, path, schema, resource, line)
        schema = resource.schema_document.value if resource.schema_document else None
    if _is_schema(schema):
        resource.schema = schema
    return resource


def _is_schema(schema: object) -> bool:
    """Whether `schema` has the shape that reading a table needs; the profile judges the rest."""
    return (
        isinstance(schema, dict)
        and isinstance(schema.get("fields"), list)
        and all(isinstance(item, dict) and isinstance(item.get("name"), str) for item in schema["fields"])
    )


def _resolve(package: Package, relative: str, pointer: str, table: str) -> Path | None:
    try:
        return package.resolve(relative)
    except UnsafePath as error:
        package.problems.append(
            Finding(
                layer="descriptor",
                rule="path-unsafe",
                message=f"The path is not a file inside the package: {error}.",
                mend="Give a path relative to the package's folder, such as data/facts.csv.",
                file=package.document.file,
                line=package.document.line(pointer),
                table=table,
                field=pointer,
                value=relative,
            )
        )
        return None


def _read_json(
    package: Package, path: Path, file: str, resource: Resource | None = None, line: int = 0
) -> Document | None:
    """Read the descriptor, or the schema of `resource`; a fault goes to the package's problems and gives None.

    A schema that is missing is reported at the `line` of the descriptor that names it.
    """
    problems = package.problems
    what, table = ("schema", resource.name) if resource else ("descriptor", "")
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
        return Document(file, text, json.loads(text, parse_constant=_refuse_constant))
    except FileNotFoundError:
        near = did_you_mean(path.name, package.unclaimed(path.parent))
        if resource is None:
            message = f"There is no {path.name} here."
            problems.append(_problem("descriptor-missing", file, None, "", message, near or _HOW_TO_NAME))
        else:
            pointer = f"{resource.pointer}/schema"
            message, mend = "There is no such schema file.", near or "Restore the file or mend the path."
            problems.append(
                _problem("schema-missing", package.document.file, line, pointer, message, mend, file, table)
            )
    except UnicodeDecodeError as error:
        message = f"The file is not UTF-8: byte 0x{data[error.start]:02x} cannot be read."
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(_problem(f"{what}-not-json", file, line, "", message, "Save it as UTF-8.", table=table))
    except json.JSONDecodeError as error:
        message = f"The file is not JSON: {error.msg} (column {error.colno})."
        mend = "Mend the JSON at this line, or just before it."
        problems.append(_problem(f"{what}-not-json", file, error.lineno, "", message, mend, table=table))
    except (ValueError, RecursionError) as error:
        message = f"The file is not JSON: {error}."
        problems.append(_problem(f"{what}-not-json", file, 1, "", message, "Mend the JSON.", table=table))
    except OSError as error:
        message = f"The file cannot be read: {error.strerror}."
        problems.append(_problem(f"{what}-missing", file, None, "", message, _HOW_TO_NAME, table=table))
    return None


_HOW_TO_NAME = "Name a folder that holds a datapackage.json, or the file itself."


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not allowed in JSON")


def _problem(
    rule: str, file: str, line: int | None, pointer: str, message: str, mend: str, value: str = "", table: str = ""
) -> Finding:
    return Finding(
        layer="descriptor",
        rule=rule,
        message=message,
        mend=mend,
        file=file,
        line=line,
        table=table,
        field=pointer,
        value=value,
    )

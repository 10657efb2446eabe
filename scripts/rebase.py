"""Moves the coding of an article over to an edited text of it, and says what of it has to be coded again.

    python scripts/rebase.py NEW-TEXT [PATH] [--source KEY] [--apply] [--format text|json]

NEW-TEXT is the edited article; the one that was coded still stands where `sources.text_file` says. PATH is a package's
folder or its datapackage.json (default: this folder). Without --apply nothing is written.

With --apply the edited text takes the place of the coded one, and segments, quotes and all that `derive` fills in
follow it. It is refused, and nothing is written, while a quote is gone or ambiguous or the words of a name, figure or
date are gone: mend these rows first (type the words as they stand in the edited text, or remove the row) and run it
again. The old hash and the keys of segments that are gone stay in `sources`, and such a key is never used again.

Exit status: 0 nothing to mend, or done; 1 something to mend, or refused; 2 the texts could not be compared, or the
files not written.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from changereport import as_json, as_text
from changes import Comparison
from console import run
from derive import derive
from findings import Finding, line_of
from package import DESCRIPTOR, Package, open_package
from saving import csv_bytes, replace_file
from versions import Unable, compare


def rebased(package: Package, comparison: Comparison, data: bytes) -> tuple[dict[Path, bytes], list[Finding]]:
    """The new bytes of every file that changes, and what `derive` has against them.

    `data` are the bytes of the edited text. All is tried on a copy: where there are findings, there are no files.
    """
    tables = {
        package.resources[name].file: csv_bytes(table.fields, table.rows) for name, table in comparison.tables.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in _files(package, comparison):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(package.root / name, copy / name)
        for name, content in (tables | {comparison.text_file: data}).items():
            (copy / name).write_bytes(content)
        derived = derive(open_package(copy / package.document.file))
        files = {path.relative_to(copy).as_posix(): content for path, content in derived.files.items()}
    if derived.problems:
        return {}, derived.problems
    files = {package.root / name: content for name, content in (files | {comparison.text_file: data}).items()}
    return {p: content for p, content in files.items() if not p.is_file() or p.read_bytes() != content}, []


def replace_together(files: dict[Path, bytes]) -> None:
    """Write every file beside its old form first, and put them in place only when all are there.

    Raises OSError where one cannot be written; then none has changed. A process that is killed leaves each file
    old or new.
    """
    beside = {path: path.with_name(f".{path.name}.rebased") for path in files}
    try:
        for path, data in files.items():
            replace_file(beside[path], data)
            if path.exists():
                shutil.copymode(path, beside[path])
        for path, written in beside.items():
            written.replace(path)
    finally:
        for written in beside.values():
            written.unlink(missing_ok=True)


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    options = _options(arguments)
    package = open_package(options.path)
    try:
        if package.document is None:
            raise Unable(f"There is no {DESCRIPTOR} that can be read.", package.problems)
        data = options.text.read_bytes()
        comparison = compare(package, data, options.source)
    except (Unable, OSError) as error:
        for problem in getattr(error, "problems", []):
            print(line_of(problem), file=sys.stderr)
        print(f"not compared: {error}", file=sys.stderr)
        return 2
    verdict, status, written = "same" if comparison.same else "ready", 0, []
    problems: list[Finding] = []
    if comparison.to_mend:
        verdict, status = "refused" if options.apply else "to-mend", 1
    elif options.apply and not comparison.same:
        files, problems = rebased(package, comparison, data)
        verdict, status = ("refused", 1) if problems else ("applied", 0)
        try:
            replace_together(files)
        except OSError as error:
            print(f"not written: {error.strerror}", file=sys.stderr)
            return 2
        written = sorted(path.relative_to(package.root).as_posix() for path in files)
    if options.format == "json":
        print(as_json(comparison, verdict, status, problems, written))
    else:
        print(as_text(comparison))
        for line in [line_of(problem) for problem in problems] + [f"wrote {name}" for name in written]:
            print(line)
        print(_VERDICTS[verdict].format(count=len(comparison.to_mend) + len(problems)))
    return status


_VERDICTS = {
    "same": "nothing to rebase",
    "ready": "ready: nothing is lost; run it again with --apply",
    "to-mend": "to mend: {count} before --apply",
    "refused": "refused: {count} to mend; nothing was written",
    "applied": "applied; validate says what is left to code",
}


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="rebase", description="Move the coding over to an edited text.")
    parser.add_argument("text", type=Path, metavar="NEW-TEXT", help="the edited article, UTF-8")
    parser.add_argument("path", nargs="?", default=".", help="folder of the package, or its datapackage.json")
    parser.add_argument("--source", default="", metavar="KEY", help="source_id, where several have a text")
    parser.add_argument("--apply", action="store_true", help="write the outcome; refused while something is lost")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to show the outcome")
    return parser.parse_args(arguments)


def _files(package: Package, comparison: Comparison) -> set[str]:
    """Names of the files that `derive` reads, relative to the package."""
    names = {package.document.file, *(resource.file for resource in package.resources.values())}
    names |= {r.schema_document.file for r in package.resources.values() if r.schema_document}
    names |= {row["text_file"] for row in comparison.tables["sources"].rows} | {"README.md", "data/README.md"}
    return {name for name in names if name and (package.root / name).is_file()}


if __name__ == "__main__":
    sys.exit(run(main))

"""Checks a package in four layers: descriptor, tables, rows, across.

    python scripts/validate.py [PATH] [--format text|json|github] [--report FILE]
    python scripts/validate.py --rules [--format text|json]

PATH is a package's folder or its datapackage.json (default: this folder). Exit status: 0 valid; 1 invalid;
2 nothing could be checked: there is no package, its descriptor cannot be read, or the arguments are wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from console import run
from findings import LAYERS, Finding
from package import Package, open_package
from report import Layer, Report, as_github, as_json, as_text, wants_colour
from saving import replace_file

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"


def validate(package: Package, schemas: Path = SCHEMAS) -> Report:
    """Check `package` with the rules in `schemas`; each layer checks what the ones before it could rely on."""
    report = Report(package=str(package.root))
    if package.document is None:
        report.readable = False
        report.layers.append(Layer("descriptor", failed=1, findings=package.problems))
        return report
    from across import check_across
    from descriptor import check_descriptor
    from rows import check_rows
    from tables import changed_files, check_tables

    nothing: set[str] = set()
    first, unreadable = _guarded("descriptor", lambda: check_descriptor(package, schemas), nothing)
    second, good, counts = _guarded("tables", lambda: check_tables(package, unreadable), {}, {})
    layer_of = dict.fromkeys(package.resources, "layer 2") | dict.fromkeys(unreadable, "layer 1")
    failed = {name: f"it failed in {layer_of[name]}" for name in package.resources if name not in good}
    (third,) = _guarded("rows", lambda: (check_rows(good, failed, schemas),))
    report.layers = [first, second, third]
    broken = {finding.rule for finding in report.errors}
    (fourth,) = _guarded("across", lambda: (check_across(package, good, unreadable, broken, schemas),))
    report.layers.append(fourth)
    changed = changed_files(package, good)
    if report.errors:  # the edit that caused them changed the hash too: one finding a fault
        reason = "there is something else to mend"
        second.skipped += [(f"{finding.rule} of {finding.table}", reason) for finding in changed]
    else:
        second.findings += changed
        second.failed += len(changed)
    report.tables = [
        (name, counts.get(name), len(resource.field_names) if resource.schema else None)
        for name, resource in package.resources.items()
    ]
    return report


def all_rules(schemas: Path = SCHEMAS) -> list[dict[str, str]]:
    """Every rule that `validate` can report: dicts of `rule`, `layer`, `severity`, `title`, in order of the layers."""
    import across
    import descriptor
    import rows
    import tables

    def entry(layer: str, rule: str, title: str, severity: str = "error") -> dict[str, str]:
        return {"rule": rule, "layer": layer, "severity": severity, "title": title}

    rules = [entry("descriptor", *item) for item in descriptor.RULES.items()]
    rules += [entry("tables", *item) for item in tables.RULES.items()]
    for records in rows.record_rules(schemas).values():
        rules += [entry("rows", rule.name, rule.schema["title"]) for rule in records]
    rules += [entry("across", *item) for item in across.RULES.items()]
    rules += [entry("across", check.name, check.title, check.severity) for check in across.read_checks(schemas)]
    return rules + [entry(layer, "crash", "The checker itself runs to its end") for layer in LAYERS[-1:]]


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    options = _options(arguments)
    if options.rules:
        rules = all_rules()
        lines = [f"{rule['layer']:<10}  {rule['severity']:<6}  {rule['rule']:<30}  {rule['title']}" for rule in rules]
        print(json.dumps(rules, ensure_ascii=False, indent=2) if options.format == "json" else "\n".join(lines))
        return 0
    report = validate(open_package(options.path))
    if options.report:
        try:
            replace_file(options.report, (as_json(report) + "\n").encode("utf-8"))
        except OSError as error:
            print(f"the report cannot be written to {options.report}: {error.strerror}", file=sys.stderr)
            return 2
    if options.format == "json":
        print(as_json(report))
    elif options.format == "github":
        print(as_github(report))
    else:
        print(as_text(report, wants_colour()))
    return report.status


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="validate", description="Check a package in four layers.")
    parser.add_argument("path", nargs="?", default=".", help="folder of the package, or its datapackage.json")
    parser.add_argument("--format", choices=("text", "json", "github"), default="text", help="how to show the outcome")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the outcome as JSON to FILE too")
    parser.add_argument("--rules", action="store_true", help="list every rule instead of checking")
    return parser.parse_args(arguments)


def _guarded(name: str, check: Callable[[], tuple], *otherwise: object) -> tuple:
    """What `check` returns, its Layer first; if it breaks down, a layer that says so, and `otherwise`."""
    try:
        return check()
    except Exception as error:  # never a traceback: a user can do nothing with one
        message = f"The checker stopped in this layer: {type(error).__name__}: {error}"
        mend = "This is a fault of the checker; please report it. What comes after it in the layer was not checked."
        finding = Finding(layer=name, rule="crash", message=message, mend=mend)
        layer = Layer(name, failed=1, findings=[finding], skipped=[(f"layer {name}", "the checker stopped")])
        return (layer, *otherwise)


if __name__ == "__main__":
    sys.exit(run(main))

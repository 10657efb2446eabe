"""Packages satisfy the official profiles of Data Package 2.0, as dplib-py carries them, without a network."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from frictionless import Package
from jsonschema import Draft7Validator, FormatChecker

from conftest import PROJECT

# dplib's own check would fetch the profiles from their address; the files are the same.
PROFILES = Path(find_spec("dplib").submodule_search_locations[0]) / "profiles" / "2.0"


def faults(profile: str, value: object) -> list[str]:
    schema = json.loads((PROFILES / f"{profile}.json").read_text(encoding="utf-8"))
    errors = Draft7Validator(schema, format_checker=FormatChecker()).iter_errors(value)
    return [f"{profile}{error.json_path[1:]}: {error.message}" for error in errors]


@pytest.fixture(params=["project", "tiny"])
def package(request: pytest.FixtureRequest, whole_tiny: Path) -> Path:
    return PROJECT if request.param == "project" else whole_tiny


def test_official_profiles(package: Path):
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    found = faults("datapackage", descriptor)
    for resource in descriptor["resources"]:
        schema = json.loads((package / resource["schema"]).read_text(encoding="utf-8"))
        found += faults("dataresource", resource)
        found += faults("tabledialect", resource["dialect"])
        found += faults("tableschema", schema)
    assert found == []


def test_the_official_profiles_see_a_fault():
    """The test above would notice: the profiles at hand are the strict ones."""
    assert faults("datapackage", {"resources": []})
    assert faults("tableschema", {"fields": [{"name": "a", "type": "list"}]})


def test_frictionless_finds_nothing(package: Path):
    report = Package(str(package / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    assert report.stats["tasks"] == 14

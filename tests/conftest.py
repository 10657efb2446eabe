"""What the tests share: the tiny package, made whole in a temporary folder, and the commands as a user runs them."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

PROJECT = Path(__file__).resolve().parents[1]
TINY = PROJECT / "tests" / "tiny"
SCRIPTS = PROJECT / "scripts"

settings.register_profile("same for all", derandomize=True, database=None)
settings.load_profile("same for all")


@dataclass
class Run:
    """How a command ended: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def report(self) -> dict:
        """The JSON document that `--format json` printed."""
        return json.loads(self.out)

    @property
    def findings(self) -> list[dict]:
        """Errors and notices of the JSON document."""
        return self.report["findings"]


def run(command: str, *arguments: str | Path) -> Run:
    """Run a command of scripts/ in this process: same entry point, same arguments, a tenth of the time."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = importlib.import_module(command).main([str(item) for item in arguments])
        except SystemExit as leave:
            status = leave.code
    return Run(status or 0, out.getvalue(), err.getvalue())


def run_outside(command: str, *arguments: str | Path, **settings) -> Run:
    """Run a command of scripts/ in a process of its own."""
    line = [sys.executable, str(SCRIPTS / f"{command}.py"), *map(str, arguments)]
    done = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=60, **settings)
    return Run(done.returncode, done.stdout, done.stderr)


def validate(package: Path) -> Run:
    """`validate --format json` on a package."""
    return run("validate", package, "--format", "json")


@pytest.fixture(scope="session")
def whole_tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """tests/tiny with the project's table schemas and code lists beside it, after `derive`. Not to be written to."""
    package = tmp_path_factory.mktemp("whole") / "tiny"
    shutil.copytree(TINY, package)
    shutil.copytree(PROJECT / "schemas" / "tables", package / "schemas" / "tables")
    shutil.copy(PROJECT / "data" / "codes.csv", package / "data" / "codes.csv")
    done = run("derive", package)
    assert done.status == 0, done.out + done.err
    return package


@pytest.fixture
def tiny(whole_tiny: Path, tmp_path: Path) -> Path:
    """A copy of the whole tiny package that a test may spoil."""
    package = tmp_path / "tiny"
    shutil.copytree(whole_tiny, package)
    return package


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}

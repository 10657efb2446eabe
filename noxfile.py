# /// script
# requires-python = ">=3.11"
# dependencies = ["nox>=2025.2.9"]
# ///
"""The front door: `nox -l` lists what there is; what follows `--` goes to the command.

nox itself exits with 1 whenever a session fails. Who has to tell "invalid" (1) from "nothing could be checked" (2)
calls `python scripts/validate.py` in the environment of the session, or reads `status` in its JSON report.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import nox

ROOT = Path(__file__).resolve().parent

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["validate"]


@nox.session
def validate(session: nox.Session) -> None:
    """Check a package in four layers: [PATH] [--format text|json|github] [--report FILE] [--rules]."""
    _command(session, "validate")


@nox.session(default=False)
def derive(session: nox.Session) -> None:
    """Fill in what is never typed (offsets, dates, enums, hashes, pages): [PATH] [--check]."""
    _command(session, "derive")


@nox.session(default=False)
def new(session: nox.Session) -> None:
    """Lay out a package for an article of your own: FOLDER ARTICLE [--title TITLE] [--author NAME]."""
    _command(session, "new")


@nox.session(default=False)
def show(session: nox.Session) -> None:
    """Show all that was coded from a sentence, or about another row: [PATH] ID...."""
    _command(session, "show")


@nox.session(default=False)
def rebase(session: nox.Session) -> None:
    """Carry the coding over to an edited article: NEW-TEXT [PATH] [--source KEY] [--apply]."""
    _command(session, "rebase")


@nox.session(default=False)
def tests(session: nox.Session) -> None:
    """Run the tests: [arguments of pytest]."""
    _install(session, "tests")
    session.run("python", "-m", "pytest", "-n", "auto", *session.posargs)


@nox.session(default=False)
def lint(session: nox.Session) -> None:
    """Check the style of the code: [--fix]."""
    _install(session, "lint")
    fix = "--fix" in session.posargs
    code = ("scripts", "tests", "noxfile.py")
    session.run("ruff", "check", *(["--fix"] if fix else []), *code)
    session.run("ruff", "format", *([] if fix else ["--check", "--diff"]), *code)


def _command(session: nox.Session, name: str) -> None:
    """Run a command of scripts/ where the user stands, so that a path means what it says."""
    _install(session, "validate")
    session.chdir(session.invoked_from)
    session.run("python", str(ROOT / "scripts" / f"{name}.py"), *session.posargs)


def _install(session: nox.Session, lock: str) -> None:
    """Install a lock of requirements/, unless this environment has exactly that one already."""
    file = ROOT / "requirements" / f"{lock}.txt"
    stamp = Path(session.virtualenv.location) / "lock.sha256"
    wanted = hashlib.sha256(file.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    session.install("--require-hashes", "-r", str(file))
    stamp.write_text(wanted)


if __name__ == "__main__":
    nox.main()

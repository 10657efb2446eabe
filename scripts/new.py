"""Lays out a package for an article of your own: fill it in, then derive, then validate.

    python scripts/new.py FOLDER ARTICLE [--title TITLE] [--author NAME]

Exit status: 0 done, 2 refused (the folder is not empty, the article is no UTF-8 text); then nothing was written.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import shutil
import sys
from pathlib import Path

from console import run
from derive import derive
from package import DESCRIPTOR, open_package
from saving import csv_bytes, json_bytes, replace_file
from texts import canonical

PROJECT = Path(__file__).resolve().parent.parent
SCHEMAS = PROJECT / "schemas" / "tables"
CODES = PROJECT / "data" / "codes.csv"
TABLES = (
    *("sources", "segments", "actors", "places", "names", "events", "participants"),
    *("facts", "evidence", "figures", "anomalies", "identifiers", "comparisons", "codes"),
)
DIALECT = {
    "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
    "skipInitialSpace": False,
}
_NEXT = """Laid out in {folder}. What comes next:
  1. Fill in what says FILL IN in {folder}/datapackage.json, and the first rows of data/sources.csv and data/actors.csv.
  2. Code: facts in data/facts.csv, each with its words in data/evidence.csv (type only fact_id, role and exact).
  3. nox -s derive -- {folder}      finds the words and fills in the rest
  4. nox -s validate -- {folder}    says what is still missing"""


def lay_out(folder: Path, article: Path, title: str | None = None, author: str | None = None) -> list[str]:
    """Lay out a package for `article` in `folder`, derived once so that its sentences stand in data/segments.csv.

    Returns the names of the files that `derive` had to refuse, which is none. Raises FileExistsError where the folder
    holds something, UnicodeDecodeError or ValueError where the article is no UTF-8 text, OSError from the disk.
    """
    text = canonical(article.read_bytes())
    if not text.strip():
        raise ValueError("the article is empty")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} is not an empty folder")
    title = title or text.strip().split("\n", 1)[0].strip()
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", article.name).lstrip(".") or "article.txt"
    for part in ("seeds", "data", "schemas/tables"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(article, folder / "seeds" / name)
    for table in TABLES:
        shutil.copyfile(SCHEMAS / f"{table}.json", folder / "schemas" / "tables" / f"{table}.json")
    rows = _first_rows(title, author or "FILL IN: name of the author", f"seeds/{name}")
    for table in TABLES[:-1]:
        fields = [field["name"] for field in json.loads((SCHEMAS / f"{table}.json").read_text("utf-8"))["fields"]]
        given = [dict.fromkeys(fields, "") | row for row in rows.get(table, [])]
        replace_file(folder / "data" / f"{table}.csv", csv_bytes(fields, given))
    shutil.copyfile(CODES, folder / "data" / "codes.csv")
    replace_file(folder / DESCRIPTOR, json_bytes(_descriptor(title)))
    derived = derive(open_package(folder))
    for path in derived.changed():
        replace_file(path, derived.files[path])
    return [problem.file for problem in derived.problems]


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="new", description="Lay out a package for an article of your own.")
    parser.add_argument("folder", type=Path, help="where to put it; absent or empty")
    parser.add_argument("article", type=Path, help="the article as plain text, UTF-8")
    parser.add_argument("--title", help="title of the article (default: its first line)")
    parser.add_argument("--author", help="name of its author")
    options = parser.parse_args(arguments)
    try:
        lay_out(options.folder, options.article, options.title, options.author)
    except UnicodeDecodeError as error:
        print(f"refused: {options.article} is not UTF-8: byte {error.start} cannot be read")
        return 2
    except (OSError, ValueError) as error:
        print(f"refused: {error}")
        return 2
    print(_NEXT.format(folder=options.folder))
    return 0


def _first_rows(title: str, author: str, text_file: str) -> dict[str, list[dict[str, str]]]:
    return {
        "sources": [
            {
                "source_id": "src-01",
                "source_type": "article",
                "title": title,
                "creator_id": "act-author",
                "access": "read",
                "text_file": text_file,
            }
        ],
        "actors": [{"actor_id": "act-author", "name": author, "actor_type": "person", "named": "true"}],
    }


def _descriptor(title: str) -> dict:
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].rstrip("-") or "article",
        "title": f"{title}: the article as data",
        "description": "FILL IN: what the article is, where it was published, what the tables hold.",
        "version": "0.1.0",
        "created": now,
        "keywords": ["FILL IN"],
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "Creative Commons Attribution 4.0 International",
            }
        ],
        "sources": [{"title": title}],
        "contributors": [{"title": "FILL IN: who coded it", "roles": ["creator"]}],
        "temporalCoverage": "FILL IN: the time that the article is about, EDTF",
        "spatialCoverage": "FILL IN: the places that the article is about",
        "methodology": "FILL IN: who coded, from which codebook, what was checked.",
        "resources": [_resource(name) for name in TABLES],
    }


def _resource(name: str) -> dict:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    return {
        "name": name,
        "path": f"data/{name}.csv",
        "type": "table",
        "title": schema["title"],
        "description": schema["description"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        "bytes": 0,
        "hash": "",
        "schema": f"schemas/tables/{name}.json",
    }


if __name__ == "__main__":
    sys.exit(run(main))

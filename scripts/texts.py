"""Canonical texts: the one form of an article that offsets and hashes refer to."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass

from findings import Finding
from package import Package, UnsafePath
from structure import Table


@dataclass(frozen=True)
class Text:
    """The words of one source. `text` is None where they are not at hand or not to be trusted."""

    source_id: str
    text: str | None
    reason: str = ""

    @property
    def sha256(self) -> str:
        """Hash of the canonical text, 64 hex digits."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


def canonical(data: bytes) -> str:
    """Canonical text of a file: UTF-8 without BOM, LF line ends, Unicode NFC.

    Raises UnicodeDecodeError where the bytes are not UTF-8.
    """
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def read_texts(package: Package, sources: Table) -> tuple[dict[str, Text], list[Finding]]:
    """The texts that `sources` names, by source_id, and what is wrong with their files.

    A file that is absent is no fault: a release leaves the article out. Hashes are not compared here.
    """
    texts, problems = {}, []
    for row, line in zip(sources.rows, sources.lines, strict=True):
        name = row["text_file"]
        if not name:
            continue
        text, reason = None, "the article is not at hand"
        try:
            path = package.resolve(name)
            if path.is_file():
                text, reason = canonical(path.read_bytes()), ""
        except UnsafePath as error:
            problems.append(_problem(sources, row, line, "text-path", f"{error}.".capitalize(), "Use seeds/NAME."))
            reason = "its path is not safe"
        except UnicodeDecodeError as error:
            message = f"The text is not UTF-8: byte {error.start} cannot be read."
            problems.append(_problem(sources, row, line, "text-encoding", message, "Save the text as UTF-8."))
            reason = "it is not UTF-8"
        texts[row["source_id"]] = Text(row["source_id"], text, reason)
    return texts, problems


def _problem(sources: Table, row: dict[str, str], line: int, rule: str, message: str, mend: str) -> Finding:
    return Finding(
        layer="across",
        rule=rule,
        message=message,
        mend=mend,
        file=sources.file,
        line=line,
        table=sources.name,
        key=row["source_id"],
        field="text_file",
        value=row["text_file"],
    )

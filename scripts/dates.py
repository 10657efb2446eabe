"""Dates in EDTF level 1 (ISO 8601-2): which are valid, and the first and last day that they can mean."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_ONE = (
    rf"(?:\d{{4}}(?:-2[1-4]|-{_MONTH}(?:-{_DAY})?)?"  # year, season, month, day
    rf"|\d{{3}}X|\d\dXX|\d{{4}}-XX(?:-XX)?|\d{{4}}-{_MONTH}-XX)"  # digits left open, from the right
    r"[?~%]?"
)
LEVEL_1 = re.compile(rf"(?:{_ONE}|(?:{_ONE}|\.\.)?/(?:{_ONE}|\.\.)?)", re.ASCII)
_PLAIN = re.compile(rf"\d{{4}}(?:-{_MONTH}(?:-{_DAY})?)?")
_OPEN = ("", "..")


class BadDate(ValueError):
    """Not a date of EDTF level 1."""


def span(value: str) -> tuple[date | None, date | None]:
    """The first and the last day that `value` can mean; None where that end is open or unknown.

    Raises BadDate where `value` is not EDTF level 1 (four-digit years), names a day that does not exist, or ends
    before it begins.
    """
    if not LEVEL_1.fullmatch(value) or value in ("/", "../..", "/..", "../"):
        raise BadDate("it does not have the form of EDTF level 1")
    first, slash, last = value.partition("/")
    earliest = None if first in _OPEN else _bounds(first)[0]
    end = last if slash else first
    latest = None if end in _OPEN else _bounds(end)[1]
    if earliest and latest and earliest > latest:
        raise BadDate("it ends before it begins")
    return earliest, latest


def _bounds(value: str) -> tuple[date, date]:
    plain = value.rstrip("?~%")  # a qualifier says how sure the date is, not which days it means
    try:
        if _PLAIN.fullmatch(plain):
            return _plain_bounds(*map(int, plain.split("-")))
        from edtf import parse_edtf  # slow to import, and few dates need it: seasons and open digits

        parsed = parse_edtf(plain)
        return _day(parsed.lower_strict()), _day(parsed.upper_strict())
    except Exception as error:  # the library has no common base for what it raises
        raise BadDate("no such day, month or season") from error


def _plain_bounds(year: int, month: int = 0, day: int = 0) -> tuple[date, date]:
    first, last = month or 1, month or 12
    return date(year, first, day or 1), date(year, last, day or monthrange(year, last)[1])


def _day(moment) -> date:
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)

"""How a value of the graph is written in an answer: as gazettes print it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from queries.normalise import printed_date

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_CODE = re.compile(r"[A-Z]+[-—][^-—]*[-—](\d+)")


def shown(value: str, style: str) -> str:
    """``value`` (the lexical form of a term) in a style.

    Styles: ``text`` as it is; ``date`` 2021年3月5日; ``duration`` 2年; ``number`` without a needless
    fraction; ``code`` the digits of the body in a registration pattern (QSDR-△△△△-09△△△ → 09).
    """
    if style == "date":
        try:
            return printed_date(date.fromisoformat(value[:10]))
        except ValueError:
            return value
    if style == "duration":
        return duration(value)
    if style == "number":
        return number(value)
    if style == "code":
        match = _CODE.match(value)
        return match.group(1) if match else value
    return value


def duration(value: str) -> str:
    """An ISO 8601 duration in Chinese: ``P2Y`` → 2年, ``P1Y6M`` → 1年6个月; anything else as it is."""
    match = _DURATION.fullmatch(value)
    if not match or value == "P":
        return value
    parts = zip(match.groups(), ("年", "个月", "周", "日"), strict=True)
    return "".join(f"{int(n)}{unit}" for n, unit in parts if n)


def number(value: str) -> str:
    """A decimal without trailing zeros: ``42009.0`` → 42009."""
    parsed = decimal(value)
    if parsed is None:
        return value
    return format(parsed.normalize(), "f")


def decimal(value: str) -> Decimal | None:
    """``value`` as a number, or ``None``."""
    try:
        return Decimal(value.replace(",", ""))
    except InvalidOperation:
        return None

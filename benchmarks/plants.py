"""Known contradictions for generated gazettes, and look-alikes that are fine, from ``plants.toml``.

A plant is one or two small documents at the end of a gazette. The manifest says which rule it is for, whether
it is wrong, and by what its documents are found in the printed file.
"""

from __future__ import annotations

import random
import tomllib
import zlib
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.content import Document, Element, Gazette, Line, Paragraph, Table, _names, words

# Serial numbers of planted documents begin behind those of the gazette's own.
_FIRST_SERIAL = 900


@dataclass(frozen=True, slots=True)
class Plant:
    """One planted contradiction (``wrong``) or look-alike: the rule it is for, and the numbers or titles of
    its documents as printed."""

    rule: str
    wrong: bool
    heads: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The plant as plain JSON values."""
        return asdict(self)


@cache
def templates() -> tuple[dict[str, Any], ...]:
    """The plants of ``plants.toml``."""
    return tuple(tomllib.loads(Path(__file__).with_name("plants.toml").read_text("utf-8"))["plant"])


def plant(issue: Gazette, count: int, seed: int) -> list[Plant]:
    """Add ``count`` contradictions and as many look-alikes, no rule twice, to the documents of ``issue``."""
    rng = random.Random(f"{seed}/plants/{issue.city.name}/{issue.year}/{issue.number}")
    serial = _FIRST_SERIAL + 50 * issue.number
    made = []
    for position, template in enumerate(rng.sample(templates(), 2 * count)):
        made.append(add(issue, template, rng, serial, wrong=position % 2 == 0))
        serial += len(made[-1].heads)
    return made


def add(issue: Gazette, template: dict[str, Any], rng: random.Random, serial: int, *, wrong: bool) -> Plant:
    """Add the documents of one of ``templates()`` to ``issue``, the first with the number ``serial``."""
    values = _values(issue, rng, serial)
    for name, value in template["wrong" if wrong else "right"].items():
        values[name] = value.format(**values)
    heads = []
    for at, printed in enumerate(template["document"]):
        document = _document(
            issue, printed, values, serial + at, registered=template.get("registered", False)
        )
        issue.documents.append(document)
        heads.append(document.number or document.title)
    return Plant(template["rule"], wrong, tuple(heads))


def _values(issue: Gazette, rng: random.Random, serial: int) -> dict[str, str]:
    """What the places of a template are filled with."""
    city = issue.city
    departments = rng.sample([short for _, short, _ in words()["departments"] if short.endswith("局")], 4)
    towns = rng.sample(city.towns, 3)
    people = _names(rng, 4)
    a, b, c = rng.randint(300, 900), rng.randint(30, 90), rng.randint(100, 200)
    return {
        "city": city.name,
        "c1": city.name[0],
        "L": city.letters,
        "year": str(issue.year),
        "before": str(issue.year - 3),
        "after": str(issue.year + 2),
        "m": rng.choice(words()["matters"]),
        "mayor": city.leaders[0][1],
        # One paper of the nation has one number in all gazettes: these are nobody else's.
        "serial": str(10000 + zlib.crc32(f"{city.name}{issue.year}{serial}".encode()) % 40000),
        "serial2": str(50000 + zlib.crc32(f"{city.name}{issue.year}{serial}".encode()) % 40000),
        **{f"d{n}": name for n, name in enumerate(departments, 1)},
        **{f"u{n}": f"市{name}" for n, name in enumerate(departments, 1)},
        **{f"t{n}": name for n, name in enumerate(towns, 1)},
        **{f"p{n}": name for n, name in enumerate(people, 1)},
        "a": str(a),
        "b": str(b),
        "c": str(c),
        "sum": str(a + b + c),
        "more": str(a + b + c + rng.randint(5, 25)),
        "ab": str(a + b),
        "off": str(a + b + rng.randint(5, 25)),
    }


def _document(
    issue: Gazette, printed: dict[str, Any], values: dict[str, str], serial: int, *, registered: bool
) -> Document:
    name = f"{issue.city.name}市人民政府办公室"
    title = printed["title"].format(**values)
    if printed.get("minutes"):
        document = Document(name, title, "")
    else:
        number = f"{issue.city.name[0]}政函〔{issue.year}〕{serial}号"
        registration = f"{issue.city.letters}DR—{issue.year}—{2000 + serial:05}" if registered else None
        document = Document(name, title, number, registration)
        document.elements.append(Line("各镇人民政府、街道办事处，市直有关单位："))
    head, _, rest = printed["text"].format(**values).strip("\n").partition("---")
    document.elements += _elements(head)
    if not printed.get("minutes"):
        document.elements += [Line(name), Line(f"{issue.year}年5月{serial % 28 + 1}日")]
    document.elements += _elements(rest)
    return document


def _elements(text: str) -> list[Element]:
    found: list[Element] = []
    rows: list[tuple[str, ...]] = []

    def end_table() -> None:
        if rows:
            found.append(Table(rows[0], tuple(rows[1:])))
            rows.clear()

    for line in text.strip("\n").split("\n"):
        if "\t" in line:
            rows.append(tuple(line.split("\t")))
            continue
        end_table()
        if line:
            found.append(Line(line[1:]) if line.startswith("=") else Paragraph(line))
    end_table()
    return found

"""Two texts side by side: provisions paired by number or by likeness, differences marked, likely partners."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Alignment = Literal["likeness", "number"]
ALIGNMENTS: tuple[Alignment, ...] = ("likeness", "number")
BLOCKS_LIMIT = 600
_ALIKE = 0.34
_SAME_NUMBER_BONUS = 0.06
_LONGEST_BY_CHARACTER = 4_000_000
_SHORTEST_EQUAL = 2
_TOKEN = re.compile(r"[A-Za-z0-9.%]+|\s+|.", re.DOTALL)
_SENTENCE = re.compile(r"[^。；\n]*[。；\n]|[^。；\n]+")
_TRIAL = re.compile(r"[（(](?:试行|暂行|修订|修订版|征求意见稿)[)）]|\d{4}年度?|[《》〈〉“”\"\s]")
_ISSUED = re.compile(r"^.*?(?:关于)?印发[《〈](.+)[》〉](?:等.*)?的通知$")


@dataclass(frozen=True, slots=True)
class Block:
    """A provision with all that is under it: its number as it is cited, its text, a line for each part."""

    iri: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; ``differs`` where the other text does not have it there."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two provisions side by side, or one alone. ``state``: ``same``, ``changed``, ``left`` or ``right``
    (alone); ``likeness`` is 0 to 1; ``moved`` where the pairing crosses another."""

    left: Block | None
    right: Block | None
    state: Literal["same", "changed", "left", "right"]
    likeness: float
    moved: bool
    left_pieces: tuple[Piece, ...]
    right_pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Titled:
    """A document with its name and place, for finding partners."""

    iri: str
    title: str
    city: str


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1: the share of neighbouring characters they have in common (Dice)."""
    return _dice(_pairs(one), _pairs(other))


def align(left: Sequence[Block], right: Sequence[Block], by: Alignment = "likeness") -> list[Pair]:
    """The provisions of two texts in pairs, in the order of the left text; those of the right one that have
    no partner follow the one they stand behind. At most ``BLOCKS_LIMIT`` of each are looked at."""
    left, right = left[:BLOCKS_LIMIT], right[:BLOCKS_LIMIT]
    partner = _by_number(left, right) if by == "number" else _by_likeness(left, right)
    taken = {right_at: left_at for left_at, right_at in partner.items()}
    crossing = _crossing(partner)
    pairs: list[Pair] = []
    done: set[int] = set()

    def alone_from(start: int) -> Iterator[Pair]:
        at = start
        while at < len(right) and at not in taken:
            if at not in done:
                done.add(at)
                yield _pair(None, right[at], False)
            at += 1

    pairs += alone_from(0)
    for at, block in enumerate(left):
        other = partner.get(at)
        pairs.append(_pair(block, right[other] if other is not None else None, at in crossing))
        if other is not None:
            pairs += alone_from(other + 1)
    return pairs


def difference(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces, those that the other lacks marked; by characters, long texts by sentences."""
    by_character = len(one) * len(other) <= _LONGEST_BY_CHARACTER
    left, right = ((_TOKEN if by_character else _SENTENCE).findall(text) for text in (one, other))
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    steps = _smoothed(matcher.get_opcodes())
    return (
        _pieces((("".join(left[a:b]), tag != "equal") for tag, a, b, _, _ in steps)),
        _pieces((("".join(right[c:d]), tag != "equal") for tag, _, _, c, d in steps)),
    )


def bare_title(title: str, city: str) -> str:
    """A title as cities share it: without the place, the year, （试行） and the frame of a notice."""
    issued = _ISSUED.match(title)
    text = _TRIAL.sub("", issued.group(1) if issued else title)
    for name in filter(None, (city, city[:-1] if len(city) > 2 else "")):
        text = text.replace(f"{name}人民政府", "").replace(name, "")
    return re.sub(r"^(?:全)?[省市县区]|^人民政府(?:办公室)?关于", "", text)


def partners(one: Titled, others: Iterable[Titled], limit: int = 10) -> list[tuple[Titled, float]]:
    """The documents whose titles are most like that of ``one``, the place aside; other places first."""
    sought = _pairs(bare_title(one.title, one.city))
    found = [
        (other, _dice(sought, _pairs(bare_title(other.title, other.city))))
        for other in others
        if other.iri != one.iri
        and not other.iri.startswith(f"{one.iri}/")
        and not one.iri.startswith(f"{other.iri}/")
    ]
    good = [pair for pair in found if pair[1] >= 0.5]
    return sorted(good, key=lambda pair: (-round(pair[1], 1), pair[0].city == one.city, pair[0].iri))[:limit]


def namesakes(documents: Iterable[Titled], limit: int = 100) -> list[tuple[str, list[Titled]]]:
    """Titles that documents of several places share: (title without the place, the documents), most first."""
    groups: defaultdict[str, dict[str, Titled]] = defaultdict(dict)
    for one in documents:
        name = bare_title(one.title, one.city)
        # The instrument itself rather than the notice it is printed with.
        if len(name) > 3 and one.city and not _ISSUED.match(one.title):
            groups[name].setdefault(one.city, one)
    shared = [
        (name, sorted(group.values(), key=lambda one: one.city))
        for name, group in groups.items()
        if len(group) > 1
    ]
    return sorted(shared, key=lambda pair: (-len(pair[1]), pair[0]))[:limit]


# --- pairing ----------------------------------------------------------------------------------------


def _by_number(left: Sequence[Block], right: Sequence[Block]) -> dict[int, int]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, block in enumerate(right):
        places[block.place].append(at)
    return {at: places[block.place].pop(0) for at, block in enumerate(left) if places.get(block.place)}


def _by_likeness(left: Sequence[Block], right: Sequence[Block]) -> dict[int, int]:
    """The most alike first, each provision once."""
    left_pairs, right_pairs = ([_pairs(block.text) for block in blocks] for blocks in (left, right))
    scores = []
    for at, one in enumerate(left_pairs):
        for other_at, other in enumerate(right_pairs):
            score = _dice(one, other)
            if score:
                same_number = left[at].place == right[other_at].place
                scores.append((score + _SAME_NUMBER_BONUS * same_number, -abs(at - other_at), at, other_at))
    partner: dict[int, int] = {}
    used: set[int] = set()
    for score, _, at, other_at in sorted(scores, reverse=True):
        if score < _ALIKE:
            break
        if at not in partner and other_at not in used:
            partner[at] = other_at
            used.add(other_at)
    return partner


def _crossing(partner: Mapping[int, int]) -> set[int]:
    """The left members of pairs outside of the longest run in which both texts have the same order."""
    ordered = sorted(partner)
    best: list[list[int]] = []
    for at in ordered:
        run = max((one for one in best if partner[one[-1]] < partner[at]), key=len, default=[])
        best.append([*run, at])
    longest = max(best, key=len, default=[])
    return set(ordered) - set(longest)


def _pair(left: Block | None, right: Block | None, moved: bool) -> Pair:
    if left is None or right is None:
        text = (left or right).text  # type: ignore[union-attr]
        whole = (Piece(text, True),)
        return Pair(
            left,
            right,
            "right" if left is None else "left",
            0.0,
            False,
            whole if left else (),
            whole if right else (),
        )
    if _flat(left.text) == _flat(right.text):
        return Pair(left, right, "same", 1.0, moved, (Piece(left.text, False),), (Piece(right.text, False),))
    pieces = difference(left.text, right.text)
    return Pair(left, right, "changed", likeness(left.text, right.text), moved, *pieces)


# --- texts ------------------------------------------------------------------------------------------


def _flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def _pairs(text: str) -> Counter[str]:
    flat = re.sub(r"[\s，。、；：（）《》“”()]", "", text)
    return Counter(flat[at : at + 2] for at in range(len(flat) - 1)) or Counter([flat] if flat else [])


def _dice(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    if not total:
        return 0.0
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    common = sum(min(number, large[pair]) for pair, number in small.items() if pair in large)
    return 2 * common / total


_Step = tuple[str, int, int, int, int]


def _smoothed(steps: Sequence[_Step]) -> list[_Step]:
    """Steps in which a lone equal character between two changes is part of the change: it is chance, and a
    reader sees whole words change."""
    found: list[_Step] = []
    for at, (tag, a, b, c, d) in enumerate(steps):
        inner = 0 < at < len(steps) - 1
        kind = "replace" if tag != "equal" or (inner and b - a < _SHORTEST_EQUAL) else "equal"
        if found and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1], b, found[-1][3], d)
        else:
            found.append((kind, a, b, c, d))
    return found


def _pieces(parts: Iterable[tuple[str, bool]]) -> tuple[Piece, ...]:
    return tuple(Piece(text, differs) for text, differs in parts if text)

"""Names of people: which words are one, and how a printed cell of them is taken apart."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from loaders.names.divisions import divisions
from loaders.names.units import ending_of, unit_names
from loaders.wordlist import words

_HAN = re.compile(r"[\u4e00-\u9fff㐀-䶿]+")
_FOREIGN = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·•．][\u4e00-\u9fff]{1,8}){1,3}")
_NOTES = re.compile(r"[（(][^（）()]*[）)]")
_SEPARATORS = re.compile(r"[、，,；;/|]|\s+和\s+")
_TITLES = re.compile(r"(?:同志|先生|女士|等)$")
# How little a reading of blanks as padding costs: the cheapest way to cut a cell into names is taken.
_COST = {2: 0.0, 3: 0.0, 4: 0.5}


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    every = words("surnames")
    return frozenset(w for w in every if len(w) == 1), frozenset(w for w in every if len(w) > 1)


def _has_surname(name: str) -> bool:
    single, compound = _surnames()
    return name[0] in single or name[:2] in compound or name[:4] in compound


@lru_cache(maxsize=65536)
def looks_like_person(name: str) -> bool:
    """Whether ``name``, blanks left out, is built like a person's name: a surname and one or two characters
    (two or three characters after a compound surname, or a married woman's double one), or a name with ·.

    Words, posts, units and places that are built alike are not: those the lexicons have.
    """
    name = re.sub(r"\s", "", name)
    if _FOREIGN.fullmatch(name):
        return True
    if not 2 <= len(name) <= 4 or not _HAN.fullmatch(name) or not _has_surname(name):
        return False
    single, compound = _surnames()
    if len(name) == 4 and name[:2] not in compound and not {name[0], name[1]} <= single:
        return False
    if name in words("not_names") or unit_names().known(name):
        return False
    known = divisions()
    if known.named(name) or (len(name) > 2 and name[-1] in "省市县区州旗盟镇乡村厅局委办"):
        return False
    return not (len(name) > 2 and _is_post_or_unit(name))


def _is_post_or_unit(name: str) -> bool:
    from loaders.names.ranks import split_post

    if split_post(name) is not None:
        return True
    ending = ending_of(name)
    return ending is not None and (len(ending.suffix) > 1 or name[-1] in "处科股部院队站所室会司校")


def split_names(text: str) -> list[str]:
    """The people of a printed cell or enumeration, blanks of padding and line breaks undone.

    ``张 三 李小明`` gives 张三 and 李小明: a name of two characters is padded with a blank to the width of
    three (GB/T 9704-2012 prints signatures so). Where a cell can be cut in several ways, the way that
    gives only names is taken. Notes in brackets and 同志 are left out. What is no name stays as printed.
    """
    people: list[str] = []
    for piece in _SEPARATORS.split(_NOTES.sub(" ", text)):
        tokens = [_TITLES.sub("", token) for token in piece.split()]
        people += _join([token for token in tokens if token])
    return people


def _join(tokens: list[str]) -> list[str]:
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(tokens) + 1):
        options = []
        for start in range(max(0, end - 4), end):
            group = tokens[start:end]
            cost, names = best[start]
            options.append((cost + _price(group), [*names, "".join(group)]))
        best.append(min(options, key=lambda option: (option[0], len(option[1]))))
    return best[-1][1]


def _price(group: list[str]) -> float:
    name = "".join(group)
    person = looks_like_person(name)
    if len(group) == 1:
        return 0.0 if person else 2.0
    if not person:
        return 20.0
    if all(len(token) == 1 for token in group):
        return 0.1 * len(name)
    if len(name) > 3 and "·" not in name:
        return 6.0
    # A name broken over two lines: only where its parts are no names by themselves.
    return 1.0

"""Where somebody signed: issuer and date behind the end of a text, with nothing of a sentence behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.dates import DATE
from loaders.heads import ISSUER_LINE, PERSON_SIGNED, TITLE_WITH_ISSUER
from loaders.pagedump.annexes import ANNOUNCED, TRAILER
from loaders.pagedump.cutter import Cutter

_GOES_ON = re.compile(
    r"[，。；、：,;:》）)”]|\s?(?:起|前|以[前后来]|至|到|[—～~-]|止|在|的|会议|召开|第[^一]|印发|公布|发布|施行|实施|"
    r"执行|通过|修[订正])"
)
_LAST_WORD = re.compile(rf"\s*(?:$|{TRAILER.pattern}|附\s?件)")
_BOUNDARY = re.compile(r"[。！？；：:”）)》]")
_PREPOSITIONS = frozenset("经由以按据被受向对与和及为")
_END_OF_TEXT = re.compile(
    r"(?:[。！？；”）)》]|此复|特此(?:通知|通告|公告|批复|函复)|(?:施行|实施|执行|生效))\s?$"
)
_LAST_PHRASE = re.compile(r"(?:此复|特此(?:通知|通告|公告|批复|函复))$")
_NO_NAME = re.compile(r"[，。；：、:《》“”\d]|关于|根据|经|由|及其|按照")
_ANNEX_COLON = re.compile(r"附\s?(?:件|表)\s?\d{0,2}\s?[:：]$")
_REACH = 160
# The longest list of annexes in front of a signature.
_LISTED = 1000
_MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class Signature:
    """Offsets of the first signer, of the date and behind the date."""

    start: int
    date: int
    end: int


def find_signatures(cutter: Cutter, at: int) -> list[Signature]:
    """The signatures behind ``at``, in order."""
    text = cutter.text
    known = _known_issuers(cutter)
    own = TITLE_WITH_ISSUER.match(cutter.title)
    found: list[Signature] = []
    for match in DATE.finditer(text, at, cutter.end):
        if _GOES_ON.match(text, match.end()):
            continue
        start = _signer_start(text, found[-1].end if found else at, match.start(), known)
        if start is None and _LAST_WORD.match(text[match.end() : cutter.end]):
            # At the very end of the text: the issuer that the title names, or nobody.
            before = text[: match.start()].rstrip()
            rest = before.removesuffix(own["issuer"]) if own else before
            if rest != before and rest[-1:] not in _PREPOSITIONS:
                start = len(rest)
            elif before[-1:] in "。！）)”" or _LAST_PHRASE.search(before):
                start = match.start()
        if start is not None:
            found.append(Signature(start, match.start(), match.end()))
    return found


def cut_signature(cutter: Cutter, signature: Signature) -> None:
    """Let signers and date be blocks of their own."""
    for offset in (signature.start, signature.date, signature.end):
        cutter.cut(offset)


def _known_issuers(cutter: Cutter) -> tuple[str, ...]:
    """Bodies that issue documents by this text, longest first: of its own title and of those it names."""
    own = TITLE_WITH_ISSUER.match(cutter.title)
    names = {own["issuer"]} if own else set()
    for match in re.finditer(r"[《〈\s](?=[\u4e00-\u9fff])", cutter.text):
        if cited := TITLE_WITH_ISSUER.match(cutter.text[match.end() : match.end() + 60]):
            names.add(cited["issuer"])
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _signer_start(text: str, floor: int, date: int, known: Sequence[str]) -> int | None:
    """Offset of the first signer in front of the date at ``date``; None if nobody signed there."""
    base = max(floor, date - _REACH)
    bare = text[base:date].rstrip()
    boundary = max((match.end() for match in _BOUNDARY.finditer(bare)), default=0)
    signer = bare[boundary:].lstrip()
    first = base + len(bare) - len(signer)
    after_colon = bare[:boundary].endswith((":", "："))
    # Behind the end of a sentence whatever is left must be names, one or several.
    if boundary and not after_colon and _are_names(signer):
        return first
    if after_colon and not _ANNEX_COLON.search(bare[:boundary]):
        return None
    # Behind a blank likewise: the last words in front of the date.
    for word in list(re.finditer(r"\S+", signer))[1:]:
        if _are_names(signer[word.start() :]):
            return first + word.start()
    # Without any boundary only a body known from elsewhere tells where the text ends.
    for name in known:
        if bare.endswith(name):
            start = base + len(bare) - len(name)
            before = text[max(floor, start - _LISTED) : start]
            if _END_OF_TEXT.search(before[-12:]) or _announces(before):
                return start
    return None


def _are_names(text: str) -> bool:
    """Whether a text is one or several names of bodies, or a person who signs by office."""
    words = text.split()
    if not words or len("".join(words)) > _MAX_NAME * len(words) or _NO_NAME.search(text):
        return False
    if PERSON_SIGNED.match(text):
        return True
    return all(ISSUER_LINE.match(word) for word in words) or bool(ISSUER_LINE.match("".join(words)))


def _announces(before: str) -> bool:
    """Whether a text ends in a list of annexes, which has no full stop."""
    return bool(ANNOUNCED.search(before, max(before.rfind(mark) for mark in "。！？") + 1))

"""IRIs, and which printed names are one unit or one person.

Everything here is a pure function of a name, the jurisdiction whose document prints it, the base and the
lexicons (``loaders.lexicon``): the same thing has the same IRI from any gazette, in any order of loading,
on any machine. Patterns of IRIs: ``docs/architecture.md``; fragments of sources: RFC 5147.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from loaders import lexicon
from loaders.lexicon import Division, Place, UnitKind, UnitReading
from ontology.namespaces import DEFAULT_BASE

UNKNOWN = "-"
"""Jurisdiction of what cannot be told whose it is."""

NATION = lexicon.NATION.name

# What may not stand in a path segment of an IRI: anything but the characters of isegment-nz (RFC 3987, 2.2:
# ALPHA, DIGIT, -._~, sub-delims, : and @, ucschar).
_UCSCHAR = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14)
)
_UNSAFE = re.compile(rf"[^A-Za-z0-9\-._~!$&'()*+,;=:@{_UCSCHAR}]|\s")
# 省直, 市属, 县级 …: whose the units named together are.
_COLLECTIVE_MARK = re.compile(r"[省市县区州](?=[直属级各])")
_EVERY = re.compile(r"[省市县区州]各")
_RUNS = re.compile(r"_+")
_BLANKS = re.compile(r"\s+")
_PUNCTUATION = "，、；。：:;,"
_QUOTES = re.compile(r"[“”\"'‘’＂]")
_HAN_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_BRACKETS = str.maketrans({"(": "（", ")": "）", "﹙": "（", "﹚": "）", "[": "［", "]": "］"})
_QUOTED = str.maketrans({"〈": "《", "〉": "》", "<": "《", ">": "》", "＜": "《", "＞": "》"})
_LEVEL_WORDS = frozenset("省市县区州盟旗自地本我全该政委党管")
# What a department's name looks like without its 局: nothing, a village (农业农村) or a society (人社).
_STEM_KINDS = (None, UnitKind.VILLAGE, UnitKind.ASSOCIATION)
_LEVEL_OF_KIND = {UnitKind.TOWN: "乡镇", UnitKind.VILLAGE: "其他", UnitKind.ASSOCIATION: "其他"}


@dataclass(frozen=True, slots=True)
class UnitIdentity:
    """Who a printed name of a unit is.

    ``iri`` identifies it; ``canonical`` is its name without the place, ``pref_label`` the fullest with it,
    which read again in the same jurisdiction gives the same identity. ``jurisdiction`` is whose unit it is
    (not whose gazette prints it), ``level`` its ``gb:level``, ``kind`` a :class:`UnitKind` (None where
    nothing tells), ``collective`` whether it is a kind of units named together, ``sub_of`` the
    ``pref_label`` of the unit it is a part of. ``sub_of`` is not compared: brackets may tell it.
    """

    iri: str
    pref_label: str
    canonical: str
    jurisdiction: str
    level: str
    kind: UnitKind | None
    collective: bool = False
    sub_of: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class PostIdentity:
    """A post: its IRI, its label without the place where the unit has one, its unit and its rank."""

    iri: str
    label: str
    unit: UnitIdentity | None
    rank: str | None


def clean_name(text: str) -> str:
    """A name without the blanks of padding and broken lines, in NFC, with full-width brackets."""
    return _BLANKS.sub("", unicodedata.normalize("NFC", text)).translate(_BRACKETS).strip(_PUNCTUATION)


def clean_title(text: str) -> str:
    """A title as documents are identified by: without 《》 around the whole, blanks next to Chinese left out,
    inner quotes alike (a quoted title has 〈〉 where the document itself prints 《》)."""
    text = unicodedata.normalize("NFC", text).translate(_BRACKETS).translate(_QUOTED)
    text = _HAN_GAP.sub("", text.strip())
    return text[1:-1] if _quoted_whole(text) else text


def _quoted_whole(text: str) -> bool:
    """Whether one pair of 《》 stands around the whole of a title."""
    depth = 0
    for position, char in enumerate(text):
        depth += (char == "《") - (char == "》")
        if depth <= 0:
            return position == len(text) - 1 and position > 0
    return False


@lru_cache(maxsize=65536)
def _segment(text: str) -> str:
    made = _RUNS.sub("_", _UNSAFE.sub("_", unicodedata.normalize("NFC", text.strip())))
    if not made:
        return "-"
    return made + "_" if set(made) == {"."} else made


class Identity:
    """Gives out IRIs below one base."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        """``base`` is the IRI under which every entity lives; it ends in ``/`` or ``#``.

        Raises ValueError for another ending.
        """
        if not base.endswith(("/", "#")):
            raise ValueError(f"a base ends in / or #: {base!r}")
        self.base = base
        self._unit = lru_cache(maxsize=65536)(self._read)
        self._units: dict[tuple[str, str], UnitIdentity] = {}

    # --- paths ---------------------------------------------------------------------------

    @staticmethod
    def segment(text: str) -> str:
        """``text`` as one path segment: NFC, Chinese as it is, blanks and what an IRI cannot hold as ``_``.

        An empty text gives ``-``; dots only get a ``_`` (``.`` and ``..`` mean something in a path).
        """
        return _segment(text)

    def child(self, parent: str, *names: str) -> str:
        """The IRI of something below ``parent``: one segment for each name."""
        return "/".join((parent, *map(_segment, names)))

    def part(self, document: str, path: str) -> str:
        """The part of a document at a record's path (``某某办法/第三条/2``), itself for an empty one."""
        return self.child(document, *path.split("/")) if path else document

    # --- documents -----------------------------------------------------------------------

    def issue(self, jurisdiction: str, year: int, number: int) -> str:
        """The issue ``number`` of ``year`` of a jurisdiction's gazette."""
        return self.child(self.base + "issue", jurisdiction or UNKNOWN, str(year), str(number))

    def document(self, jurisdiction: str, number_or_title: str) -> str:
        """The document of that number (normalised) or, where it has none, that title."""
        return self.child(self.base + "doc", jurisdiction or UNKNOWN, clean_title(number_or_title))

    def instrument(self, notice: str, title: str) -> str:
        """The 办法, 方案 … printed with the notice of the given IRI."""
        return self.child(notice, clean_title(title))

    def annex(self, document: str, ordinal: int) -> str:
        """Annex ``ordinal`` (from 1) of a document."""
        return self.child(document, f"附件{ordinal}")

    def provision(self, parent: str, number: str) -> str:
        """The provision ``number`` (第三条, 2) of the part of the given IRI."""
        return self.child(parent, number)

    def source(self, graph: str, file_name: str) -> str:
        """The source file ``file_name`` of the named graph ``graph`` (an IRI below the base)."""
        return f"{self.base}source/{self.local(graph)}/{self.segment(file_name)}"

    @staticmethod
    def lines(source: str, first: int, last: int) -> str:
        """The fragment of lines ``first`` to ``last`` (from 1, inclusive) of a source: RFC 5147, 2.2.2,
        counts the positions between lines from 0."""
        return f"{source}#line={first - 1},{last}"

    def local(self, iri: str) -> str:
        """What follows the base in an IRI of ours; ValueError for any other."""
        if not iri.startswith(self.base):
            raise ValueError(f"not below {self.base}: {iri}")
        return iri[len(self.base) :]

    # --- what a document says ----------------------------------------------------------------

    def matter(self, document: str, part: str, key: str) -> str:
        """The matter ``key`` of a part of a document (``-`` for the document itself)."""
        return self.child(document, "matter", *(part.split("/") if part else "-"), key)

    def responsibility(self, matter: str, role: str, assignee: str) -> str:
        """The responsibility of an assignee (as printed) in a role for a matter."""
        return self.child(matter, role, clean_name(assignee))

    def citation(self, document: str, ordinal: int) -> str:
        """Citation ``ordinal`` (from 1) in a document."""
        return self.child(document, "citation", str(ordinal))

    def personnel(self, document: str, ordinal: int) -> str:
        """Personnel action ``ordinal`` (from 1) in a document."""
        return self.child(document, "personnel", str(ordinal))

    def toc_entry(self, issue: str, ordinal: int) -> str:
        """Line ``ordinal`` (from 1) of an issue's table of contents."""
        return self.child(issue, "toc", str(ordinal))

    # --- people and posts ----------------------------------------------------------------------

    def person(self, name: str, jurisdiction: str) -> str:
        """The official of that name in that jurisdiction, padding and a note in brackets left out."""
        name = re.sub(r"（[^（）]*）$", "", clean_name(name))
        return self.child(self.base + "person", jurisdiction or UNKNOWN, name)

    def post(self, label: str, jurisdiction: str) -> PostIdentity:
        """The post of that label: ``市财政局副局长`` and ``青山市财政局副局长`` are one in 青山市."""
        text = clean_name(label)
        found = lexicon.split_post(text)
        if found is None:
            iri = self.child(self.base + "post", jurisdiction or UNKNOWN, text)
            return PostIdentity(iri, text, None, None)
        unit = self.unit(found.unit, jurisdiction) if found.unit else None
        if unit is None:
            iri = self.child(self.base + "post", jurisdiction or UNKNOWN, found.rank)
            return PostIdentity(iri, found.rank, None, found.rank)
        name = unit.canonical + found.rank
        return PostIdentity(self.child(self.base + "post", unit.jurisdiction, name), name, unit, found.rank)

    # --- units ---------------------------------------------------------------------------------

    def unit(self, surface: str, jurisdiction: str) -> UnitIdentity:
        """Who the unit ``surface`` is in a document of ``jurisdiction``.

        Marks of the own level (市, 本市, the city's name) are left out, 省 and 国家 lead to the province of
        the own line and to the country, the name of another place to that place. The lexicon makes one of
        abbreviations and of 局 and 委; what it does not have keeps its own name. What stands in brackets
        behind a unit (卫健局（疾控中心）, 商务局（市政府金融办）) is a further name, see :meth:`units`.
        """
        key = (surface, jurisdiction)
        known = self._units.get(key)
        if known is None:
            if len(self._units) >= 200_000:
                self._units.clear()
            known = self._units[key] = self.units(surface, jurisdiction)[0]
        return known

    def units(self, surface: str, jurisdiction: str) -> tuple[UnitIdentity, ...]:
        """Every unit that ``surface`` names: the unit and what stands in brackets behind it
        (发改局（国动办）), that one first."""
        return self._bracketed(_QUOTES.sub("", clean_name(surface)) or UNKNOWN, jurisdiction or UNKNOWN)

    def _bracketed(self, text: str, jurisdiction: str) -> tuple[UnitIdentity, ...]:
        if "（" not in text or self._collective(text, lexicon.place(jurisdiction)) is not None:
            return (self._unit(text, jurisdiction),)
        before, _, rest = text.partition("（")
        inside, closed, behind = rest.rpartition("）")
        if not before or not closed:
            text = re.sub(r"[（）]", "", text).strip(_PUNCTUATION)
            return (self._unit(text or UNKNOWN, jurisdiction),)
        if behind:
            # 县（市、区）财政局, 合作社（联合社）办公室: the brackets are part of the name.
            return (self._unit(text, jurisdiction),)
        main = self._unit(before.strip(_PUNCTUATION) or UNKNOWN, jurisdiction)
        found = []
        for name in lexicon.split_units(re.sub(r"^(?:含|包括)", "", inside)):
            if lexicon.classify(name) is not None and not lexicon.is_collective(name):
                inner = self._unit(name, jurisdiction)
                if inner != main:
                    found.append(_part(inner, main.pref_label))
        return (main, *found)

    def _read(self, text: str, jurisdiction: str) -> UnitIdentity:
        here = lexicon.place(jurisdiction)
        collective = self._collective(text, here)
        if collective is not None:
            return collective
        made = self._identify(text, here)
        # The name of a unit outside the lexicon may read differently with its place before it: settle on
        # what reads as itself.
        for _ in range(4):
            if _reads_as_itself(made, here):
                break
            label = clean_name(made.pref_label) or UNKNOWN
            again = self._collective(label, here) or self._identify(label, here)
            if again == made:
                break
            made = again
        return made

    def _identify(self, text: str, here: Place) -> UnitIdentity:
        reading = lexicon.read_unit(text, here)
        if not reading.known and reading.kind in _STEM_KINDS:
            reading = _from_stem(text, reading.canonical, here) or reading
        label = _label(reading)
        sub_of = _upper_label(reading)
        return self._made(
            reading.jurisdiction,
            reading.canonical,
            label,
            reading.level,
            reading.kind,
            sub_of=sub_of if sub_of != label else None,
        )

    def _collective(self, text: str, here: Place) -> UnitIdentity | None:
        """各镇人民政府, 市直有关单位, with or without the place before it; None where the name is no such."""
        jurisdiction, level, name = here.name, here.level, text
        named = here.named(text)
        if named is not None and lexicon.is_collective(text[named[1] :]):
            division, length = named
            jurisdiction, level, name = lexicon.jurisdiction_name(division), division.level, text[length:]
        elif text.startswith(here.name) and lexicon.is_collective(text[len(here.name) :]):
            name = text[len(here.name) :]
        elif not lexicon.is_collective(text):
            return None
        elif (mark := _COLLECTIVE_MARK.match(text)) and (whose := here.marks.get(mark[0])) is not None:
            jurisdiction, level = lexicon.jurisdiction_name(whose), whose.level
        if name.startswith(("全", "本", "我")) or _EVERY.match(name):
            rest = name[2:] if name[0] in "全本我" else name[1:]
            name = rest if rest.startswith("各") else name
        name = re.sub(r"(?<!人民)政府(?=$|、|（)", "人民政府", name)
        label = name if jurisdiction == UNKNOWN else jurisdiction + name
        return self._made(jurisdiction, name, label, level, UnitKind.COLLECTIVE, collective=True)

    def _made(
        self,
        jurisdiction: str,
        canonical: str,
        label: str,
        level: str,
        kind: UnitKind | None,
        collective: bool = False,
        sub_of: str | None = None,
    ) -> UnitIdentity:
        return UnitIdentity(
            iri=self.child(self.base + "org", jurisdiction, canonical),
            pref_label=label,
            canonical=canonical,
            jurisdiction=jurisdiction,
            level=_LEVEL_OF_KIND.get(kind, level) if kind is not None else level,
            kind=kind,
            collective=collective,
            sub_of=sub_of,
        )


def _from_stem(text: str, stem: str, here: Place) -> UnitReading | None:
    """The department of a list such as 发改、教育、财政等部门, which prints the stems of names only.

    ``stem`` is what ``text`` says without the place.
    """
    if not 2 <= len(lexicon.name_key(stem)) <= 8:
        return None
    for ending in ("局", "厅", "办", "会", "委"):
        reading = lexicon.read_unit(text + ending, here)
        if reading.row is not None and reading.jurisdiction == here.name:
            return reading
    return None


def _reads_as_itself(unit: UnitIdentity, here: Place) -> bool:
    """Whether the label is plainly place + name, so that it need not be read again to know."""
    if unit.kind is None or unit.pref_label != unit.jurisdiction + unit.canonical:
        return False
    if lexicon.is_collective(unit.canonical):
        return False
    named = here.named(unit.pref_label)
    return named is not None and named[1] == len(unit.jurisdiction) and unit.canonical[0] not in _LEVEL_WORDS


def _part(unit: UnitIdentity, sub_of: str) -> UnitIdentity:
    return UnitIdentity(
        unit.iri,
        unit.pref_label,
        unit.canonical,
        unit.jurisdiction,
        unit.level,
        unit.kind,
        unit.collective,
        unit.sub_of or sub_of,
    )


def _label(reading: UnitReading) -> str:
    """The fullest name of a unit: place and canonical name, in the lexicon's wording where it has one."""
    division, canonical = reading.division, reading.canonical
    if reading.elsewhere or reading.jurisdiction in (UNKNOWN, NATION):
        return canonical
    if reading.kind is UnitKind.COMPANY and reading.row is None and lexicon.has_brand(canonical):
        return canonical
    # A zone has a party working committee, not a committee: plain names there.
    zone = division is not None and not division.code and bool(division.line)
    if reading.row is not None and reading.row.label and division is not None and not zone:
        label = _filled(reading.row.label, reading.jurisdiction, division)
        if label is not None:
            return label
    return reading.jurisdiction + canonical


def _filled(template: str, jurisdiction: str, division: Division) -> str | None:
    short = division.short_names[0] if division.short_names else None
    if "{p}" in template:
        upper = division.line[0] if division.line else None
        if short is None or upper is None or upper.level != "市州":
            return None
        # Below its prefecture the short name is enough: 青山市生态环境局白河分局.
        return template.replace("{p}", lexicon.jurisdiction_name(upper)).replace("{s}", short)
    if short is None or not lexicon.divisions().unique(division):
        short = jurisdiction
    return template.replace("{s}", short).replace("{}", jurisdiction)


def _upper_label(reading: UnitReading) -> str | None:
    """The label of the unit that a unit is a part of, as its name or the lexicon tells."""
    names = lexicon.unit_names()
    if reading.branch_of is not None and reading.row is not None:
        upper = lexicon.place(lexicon.jurisdiction_name(reading.branch_of))
        return _label(lexicon.read_unit(reading.row.canonical, upper))
    if reading.part_of is not None:
        name = reading.part_of
    elif reading.row is not None and reading.row.parent:
        name = reading.row.parent
    else:
        return None
    row = names.find_near(name, reading.level)
    place = lexicon.place(reading.jurisdiction)
    upper_reading = lexicon.read_unit(row.canonical if row is not None else name, place)
    return _label(upper_reading)

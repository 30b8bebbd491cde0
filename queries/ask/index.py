"""Everything in the graph that a question can name, read once per generation of the store.

``Index.build`` runs a fixed number of queries and keeps plain Python dictionaries, so that reading a
question costs no query at all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.identity import Identity
from ontology.namespaces import DEFAULT_BASE
from queries.ask.entities import DocumentEntity, Entity, MatterEntity, MeetingEntity, PostFact
from queries.ask.similar import Similar, grams
from queries.normalise import loose, plain
from queries.parameters import Queryable

_PREFIXES = """PREFIX gb: <https://w3id.org/gongbao/ns#>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX org: <http://www.w3.org/ns/org#>
"""
_NAMESPACE = "https://w3id.org/gongbao/ns#"

_DOCUMENTS = """SELECT DISTINCT ?iri ?title ?number ?registration ?jurisdiction ?printed ?notice ?issued
WHERE {
  { ?iri a gb:Document } UNION { ?iri a gb:Instrument } UNION { ?iri a gb:Meeting }
  ?iri rdfs:label ?label .
  OPTIONAL { ?iri dcterms:title ?t }
  BIND(COALESCE(?t, ?label) AS ?title)
  OPTIONAL { ?iri gb:documentNumber ?number }
  OPTIONAL { ?iri gb:registrationNumber ?registration }
  OPTIONAL { ?iri gb:jurisdiction ?jurisdiction }
  OPTIONAL { ?iri gb:printed ?printed }
  OPTIONAL { ?notice gb:attaches ?iri }
  OPTIONAL { ?iri eli:date_document ?issued }
}"""
_CITED_TITLES = """SELECT DISTINCT ?iri ?title WHERE { ?c gb:cited ?iri ; gb:citedTitle ?title }"""
_UNITS = """SELECT DISTINCT ?iri ?form ?label ?jurisdiction ?collective WHERE {
  { ?iri a gb:Unit } UNION { ?iri a gb:Group }
  ?iri rdfs:label ?label .
  { ?iri rdfs:label ?form } UNION { ?iri skos:prefLabel ?form } UNION { ?iri skos:altLabel ?form }
  OPTIONAL { ?iri gb:jurisdiction ?jurisdiction }
  OPTIONAL { ?iri gb:collective ?collective }
}"""
_GROUPS = "SELECT DISTINCT ?iri WHERE { ?iri a gb:Group }"
_PEOPLE = """SELECT DISTINCT ?iri ?name ?jurisdiction WHERE {
  ?iri foaf:name ?name . OPTIONAL { ?iri gb:jurisdiction ?jurisdiction }
}"""
_MATTERS = """SELECT DISTINCT ?iri ?class ?title ?item ?row ?document WHERE {
  VALUES ?class { gb:IncentiveItem gb:DecisionItem gb:Task gb:CertificateType gb:Duty gb:Area gb:Matter }
  ?iri a ?class ; dcterms:title ?title ; gb:statedIn ?document .
  OPTIONAL { ?iri gb:itemNumber ?item }
  OPTIONAL { ?iri gb:subItem ?row }
}"""
_MEETINGS = """SELECT DISTINCT ?iri ?label ?number ?held ?jurisdiction WHERE {
  ?iri a gb:Meeting ; rdfs:label ?label .
  OPTIONAL { ?iri gb:meetingNumber ?number }
  OPTIONAL { ?iri gb:heldOn ?held }
  OPTIONAL { ?iri gb:jurisdiction ?jurisdiction }
}"""
_MEASURES = "SELECT DISTINCT ?measure WHERE { ?target a gb:Target ; gb:measure ?measure }"
# What any table may call its figures: tells no measure from another.
_PLAIN_MEASURE = "任务人数数量指标任务数目标数完成数合计总数单位个数"
_POSTS = """SELECT DISTINCT ?action ?post ?official ?name ?document ?when ?unit ?rank ?node WHERE {
  VALUES ?action { gb:Appointment gb:Removal gb:PostHolding }
  ?node a ?action ; gb:postText ?post ; gb:official ?official ; gb:statedIn ?document .
  ?official foaf:name ?name .
  OPTIONAL { ?node gb:effectiveDate ?effective }
  OPTIONAL { ?node gb:asOf ?asOf }
  OPTIONAL { ?node gb:post ?label . ?label gb:rank ?rank OPTIONAL { ?label org:postIn ?unit } }
  BIND(COALESCE(?effective, ?asOf) AS ?when)
}"""
_JURISDICTIONS = "SELECT DISTINCT ?jurisdiction WHERE { ?d gb:printed true ; gb:jurisdiction ?jurisdiction }"
_ISSUERS = """SELECT DISTINCT ?document ?form WHERE {
  ?document eli:passed_by ?unit . { ?unit rdfs:label ?form } UNION { ?unit skos:altLabel ?form }
  UNION { ?unit skos:prefLabel ?form }
}"""

_INNER_TITLE = re.compile(r"[《](.+)[》]")
_ABOUT = re.compile(
    r"^.{0,40}?关于(?:印发|转发|公布|发布|批转|调整|下达)?(.+?)(?:的)?(?:通知|通告|公告|决定|意见|批复|函|公报)?$"
)


@dataclass
class Index:
    """What the graph names, by kind; ``generation`` says of which state of the store."""

    generation: str
    jurisdictions: tuple[str, ...] = ()
    places: dict[str, str] = field(default_factory=dict)
    documents: dict[str, DocumentEntity] = field(default_factory=dict)
    by_number: dict[str, list[DocumentEntity]] = field(default_factory=dict)
    by_registration: dict[str, list[DocumentEntity]] = field(default_factory=dict)
    by_title: dict[str, list[DocumentEntity]] = field(default_factory=dict)
    units: dict[str, list[Entity]] = field(default_factory=dict)
    units_by_iri: dict[str, Entity] = field(default_factory=dict)
    identity: Identity = field(default_factory=Identity)
    groups: dict[str, Entity] = field(default_factory=dict)
    people: dict[str, list[Entity]] = field(default_factory=dict)
    matters: dict[str, list[MatterEntity]] = field(default_factory=dict)
    meetings: list[MeetingEntity] = field(default_factory=list)
    posts: dict[str, list[PostFact]] = field(default_factory=dict)
    measures: tuple[str, ...] = ()
    measure_words: frozenset[str] = frozenset()
    forms: dict[str, set[str]] = field(default_factory=dict)
    longest: int = 0
    similar: dict[str, Similar[Entity]] = field(default_factory=dict)
    derived: dict[str, object] = field(default_factory=dict)

    @classmethod
    def build(cls, store: Queryable) -> Index:
        """Read the index from ``store``: twelve queries, then dictionaries."""
        index = cls(store.generation, identity=Identity(getattr(store, "base", DEFAULT_BASE)))
        index._read_places(store)
        index._read_documents(store)
        index._read_units(store)
        index._read_people(store)
        index._read_matters(store)
        index._read_meetings(store)
        index._read_posts(store)
        index.measures = tuple(sorted(row["measure"] for row in _rows(store, _MEASURES)))
        measures = {pair for name in index.measures for pair in grams(name)}
        index.measure_words = frozenset(measures - grams(_PLAIN_MEASURE))
        index._read_similar()
        names: Iterable[dict[str, list[Entity]]] = (index.units, index.people)
        index.longest = max((len(form) for forms in names for form in forms), default=0)
        return index

    def units_called(self, form: str) -> list[Entity]:
        """The units that the lexicon reads ``form`` as, in the places the corpus has gazettes of."""
        found: dict[str, Entity] = {}
        for place in self.jurisdictions:
            entity = self.units_by_iri.get(self.identity.unit(form, place).iri)
            if entity is not None:
                found[entity.iri] = entity
        return list(found.values())

    def jurisdiction_of(self, document: str) -> str:
        """The place a printed document belongs to; empty where it is not known."""
        found = self.documents.get(document)
        return found.jurisdiction if found else ""

    def _read_places(self, store: Queryable) -> None:
        found = sorted(row["jurisdiction"] for row in _rows(store, _JURISDICTIONS))
        self.jurisdictions = tuple(found)
        for name in found:
            self.places[name] = name
            own = re.sub(r"^.*(?:省|自治区|市|州|盟|地区)(?=.{2,}$)", "", name)
            for form in {own, re.sub(r"(?:市|县|区|省|自治州|自治县|旗)$", "", own)}:
                if len(form) >= 2:
                    self.places[form] = name

    def _read_documents(self, store: Queryable) -> None:
        issuers: dict[str, set[str]] = defaultdict(set)
        for row in _rows(store, _ISSUERS):
            issuers[row["document"]].add(row["form"])
        for row in _rows(store, _DOCUMENTS):
            iri, title = row["iri"], plain(row["title"])
            if iri in self.documents and not row.get("notice"):
                continue
            number = row.get("number", "")
            entity = DocumentEntity(
                iri=iri,
                kind="document",
                label=number or title,
                jurisdiction=row.get("jurisdiction", ""),
                number=number,
                registration=row.get("registration", ""),
                title=without_issuer(title, issuers.get(iri, set())),
                core=core_title(title),
                printed=row.get("printed") == "true" or bool(row.get("notice")),
                notice=row.get("notice", iri),
                issued=row.get("issued", ""),
            )
            self.documents[iri] = entity
        for entity in self.documents.values():
            if entity.number:
                self.by_number.setdefault(entity.number, []).append(entity)
            if entity.registration:
                self.by_registration.setdefault(entity.registration, []).append(entity)
            whole = loose(entity.title)
            for key in {whole, loose(entity.core), whole.removeprefix("中华人民共和国")}:
                if key:
                    self.by_title.setdefault(key, []).append(entity)
        for row in _rows(store, _CITED_TITLES):
            cited = self.documents.get(row["iri"])
            if cited is not None:
                for key in {loose(row["title"]), loose(core_title(plain(row["title"])))}:
                    several = self.by_title.setdefault(key, [])
                    if cited not in several:
                        several.append(cited)

    def _read_units(self, store: Queryable) -> None:
        groups = {row["iri"] for row in _rows(store, _GROUPS)}
        entities = self.units_by_iri
        for row in _rows(store, _UNITS):
            iri, place = row["iri"], row.get("jurisdiction", "")
            kind = "group" if iri in groups else "unit"
            entity = entities.setdefault(iri, Entity(iri, kind, row["label"], place))
            if kind == "group":
                self.groups[iri] = entity
            if row.get("collective") == "true" and not row["form"].startswith("各"):
                continue  # 镇（街道）, 有关部门: kinds of units, in a question the very thing it asks for
            self.forms.setdefault(iri, set()).add(plain(row["form"]))
            for form in unit_forms(plain(row["form"]), place):
                several = self.units.setdefault(form, [])
                if entity not in several:
                    several.append(entity)

    def _read_people(self, store: Queryable) -> None:
        for row in _rows(store, _PEOPLE):
            name = re.sub(r"\s", "", row["name"])
            if len(name) >= 2:
                self.people.setdefault(name, []).append(
                    Entity(row["iri"], "person", name, row.get("jurisdiction", ""))
                )

    def _read_matters(self, store: Queryable) -> None:
        seen: set[str] = set()
        for row in _rows(store, _MATTERS):
            cls = row["class"].removeprefix(_NAMESPACE)
            if cls == "Matter" or row["iri"] in seen:
                continue
            seen.add(row["iri"])
            self.matters.setdefault(cls, []).append(
                MatterEntity(
                    iri=row["iri"],
                    kind="matter",
                    label=row["title"],
                    jurisdiction=self.jurisdiction_of(row["document"]),
                    cls=cls,
                    item=int(row.get("item", "0")),
                    row=int(row.get("row", "0")),
                    document=row["document"],
                )
            )

    def _read_meetings(self, store: Queryable) -> None:
        for row in _rows(store, _MEETINGS):
            place = row.get("jurisdiction", "") or self.jurisdiction_of(row["iri"])
            number = int(row.get("number", "0"))
            self.meetings.append(
                MeetingEntity(row["iri"], "meeting", row["label"], place, number, row.get("held", ""))
            )

    def _read_posts(self, store: Queryable) -> None:
        seen: set[tuple[str, str]] = set()
        for row in _rows(store, _POSTS):
            place = self.jurisdiction_of(row["document"])
            for post in re.split(r"[、，]|兼(?:任)?", row["post"]):
                if not post or (row["node"], post) in seen:
                    continue
                seen.add((row["node"], post))
                rank, units = self._split_post(post, place)
                if row.get("rank") and post == row["post"] and len(row["rank"]) < len(rank):
                    rank, units = row["rank"], (row["unit"],) if row.get("unit") else ()
                elif row.get("unit") and units:
                    units = (*units, row["unit"])
                self.posts.setdefault(rank, []).append(
                    PostFact(
                        post=post,
                        rank=rank,
                        units=units,
                        name=row["name"],
                        person=row["official"],
                        action=row["action"].removeprefix(_NAMESPACE),
                        when=row.get("when", ""),
                        place=place,
                        node=row["node"],
                    )
                )

    def _split_post(self, post: str, place: str) -> tuple[str, tuple[str, ...]]:
        """A post as (rank, units): 市财政局副局长 → 副局长 and the bureau; 市长 → 市长 and none."""
        text = plain(post)
        for end in range(len(text) - 1, 1, -1):
            entities = self.units.get(text[:end])
            if entities:
                own = tuple(e.iri for e in entities if e.jurisdiction == place) or tuple(
                    e.iri for e in entities
                )
                return text[end:].removeprefix("的"), own
        for prefix in (place, re.sub(r"(?:市|县|区|省)$", "", place)):
            if prefix and text.startswith(prefix) and len(text) > len(prefix) + 1:
                text = text.removeprefix(prefix)
                break
        return re.sub(r"^(?:市|县|区|省)?(?:人民)?政府(?=.{2,})", "", text), ()

    def _read_similar(self) -> None:
        documents: list[tuple[Entity, str]] = [
            (entity, entity.core) for entity in self.documents.values() if entity.printed and entity.core
        ]
        cited: list[tuple[Entity, str]] = [
            (entity, entity.core) for entity in self.documents.values() if entity.core
        ]
        self.similar["document"] = Similar(documents)
        self.similar["cited"] = Similar(cited)
        for cls, matters in self.matters.items():
            self.similar[cls] = Similar([(matter, matter.label) for matter in matters])
        self.similar["group"] = Similar([(group, group.label) for group in self.groups.values()])


def core_title(title: str) -> str:
    """What a title is about: the instrument's title of 关于印发《…》的通知, the … of 关于…的通知."""
    inner = _INNER_TITLE.search(title)
    if inner and re.search(r"印发|转发|公布|发布|批转", title):
        return inner.group(1)
    about = _ABOUT.match(title)
    return about.group(1) if about and about.group(1) else title


def without_issuer(title: str, issuers: Iterable[str]) -> str:
    """``title`` without the issuing body printed before 关于 (GB/T 9704-2012, 7.3.1)."""
    for issuer in sorted(issuers, key=len, reverse=True):
        rest = title.removeprefix(plain(issuer))
        if rest != title and rest.startswith("关于"):
            return rest
    return title


def unit_forms(form: str, jurisdiction: str) -> set[str]:
    """How else a unit may be written: with and without the place and the 市 before it, without a bracket."""
    forms = {form, re.sub(r"[（(].*?[）)]", "", form)}
    short = re.sub(r"(?:市|县|区|省)$", "", jurisdiction)
    for known in list(forms):
        for prefix in (jurisdiction, short, "市", "县", "区", "省"):
            rest = known.removeprefix(prefix) if prefix else known
            if rest != known and len(rest) >= 3 and not (prefix == "市" and rest.startswith("场")):
                forms.add(rest)
                more = rest.removeprefix("市")
                if prefix == short and more != rest and len(more) >= 3 and not more.startswith("场"):
                    forms.add(more)
    return {f for f in forms if len(f) >= 2}


def _rows(store: Queryable, sparql: str) -> list[dict[str, str]]:
    return [
        {name: str(getattr(term, "value", term)) for name, term in row.items()}
        for row in store.rows(_PREFIXES + sparql)
    ]

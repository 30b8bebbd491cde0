"""The index read from a store: a fixed number of queries, then dictionaries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from graph.identity import Identity
from ontology.namespaces import DEFAULT_BASE
from queries.ask.entities import DocumentEntity, Entity, MatterEntity, MeetingEntity, PostFact
from queries.ask.gather import classes, pairs, rows, values
from queries.ask.index import Index, core_title, unit_forms, without_issuer
from queries.ask.similar import Similar, grams
from queries.normalise import loose, plain
from queries.parameters import Queryable

_DOCUMENTS = ("gb:Document", "gb:Instrument", "gb:Meeting")
_UNITS = ("gb:Unit", "gb:Group")
_MATTERS = ("gb:IncentiveItem", "gb:DecisionItem", "gb:Task", "gb:CertificateType", "gb:Duty", "gb:Area")
_POSTS = ("gb:Appointment", "gb:Removal", "gb:PostHolding")
_CITED_TITLES = "SELECT DISTINCT ?iri ?title WHERE { ?c gb:cited ?iri ; gb:citedTitle ?title }"
_JURISDICTIONS = "SELECT DISTINCT ?o WHERE { ?d gb:printed true ; gb:jurisdiction ?o }"
_MEASURES = "SELECT DISTINCT ?o WHERE { ?target gb:measure ?o }"
# What any table may call its figures: tells no measure from another.
_PLAIN_MEASURE = "任务人数数量指标任务数目标数完成数合计总数单位个数"


def build(store: Queryable) -> Index:
    """The index of the store's present generation."""
    index = Index(store.generation, identity=Identity(getattr(store, "base", DEFAULT_BASE)))
    _read_places(index, store)
    _read_units(index, store)
    _read_documents(index, store)
    _read_people(index, store)
    _read_matters(index, store)
    _read_meetings(index, store)
    _read_posts(index, store)
    index.measures = tuple(sorted(row["o"] for row in rows(store, _MEASURES)))
    measures = {pair for name in index.measures for pair in grams(name)}
    index.measure_words = frozenset(measures - grams(_PLAIN_MEASURE))
    _read_similar(index)
    names: Iterable[dict[str, list[Entity]]] = (index.units, index.people)
    index.longest = max((len(form) for forms in names for form in forms), default=0)
    return index


def _read_places(index: Index, store: Queryable) -> None:
    found = sorted(row["o"] for row in rows(store, _JURISDICTIONS))
    index.jurisdictions = tuple(found)
    for name in found:
        index.places[name] = name
        own = re.sub(r"^.*(?:省|自治区|市|州|盟|地区)(?=.{2,}$)", "", name)
        for form in {own, re.sub(r"(?:市|县|区|省|自治州|自治县|旗)$", "", own)}:
            if len(form) >= 2:
                index.places[form] = name


def _read_documents(index: Index, store: Queryable) -> None:
    issuers: defaultdict[str, set[str]] = defaultdict(set)
    for iri, units in pairs(store, "eli:passed_by").items():
        issuers[iri].update(form for unit in units for form in index.forms.get(unit, ()))
    labels, titles = values(store, _DOCUMENTS, "rdfs:label"), values(store, _DOCUMENTS, "dcterms:title")
    numbers, registrations = pairs(store, "gb:documentNumber"), pairs(store, "gb:registrationNumber")
    places = values(store, _DOCUMENTS, "gb:jurisdiction")
    printed, issued = pairs(store, "gb:printed"), pairs(store, "eli:date_document")
    notices = {part: notice for notice, parts in pairs(store, "gb:attaches").items() for part in parts}
    for iri in sorted(labels):
        title = plain(_first(titles, iri) or _first(labels, iri))
        number = _first(numbers, iri)
        index.documents[iri] = DocumentEntity(
            iri=iri,
            kind="document",
            label=number or title,
            jurisdiction=_first(places, iri),
            number=number,
            registration=_first(registrations, iri),
            title=without_issuer(title, issuers.get(iri, set())),
            core=core_title(title),
            printed="true" in printed.get(iri, ()) or iri in notices,
            notice=notices.get(iri, iri),
            issued=_first(issued, iri),
        )
    for entity in index.documents.values():
        if entity.number:
            index.by_number.setdefault(entity.number, []).append(entity)
        if entity.registration:
            index.by_registration.setdefault(entity.registration, []).append(entity)
        whole = loose(entity.title)
        for key in {whole, loose(entity.core), whole.removeprefix("中华人民共和国")}:
            if key:
                index.by_title.setdefault(key, []).append(entity)
    for row in rows(store, _CITED_TITLES):
        cited = index.documents.get(row["iri"])
        if cited is not None:
            for key in {loose(row["title"]), loose(core_title(plain(row["title"])))}:
                several = index.by_title.setdefault(key, [])
                if cited not in several:
                    several.append(cited)


def _read_units(index: Index, store: Queryable) -> None:
    kinds = classes(store, ("gb:Group", "gb:Unit"))
    labels = values(store, _UNITS, "rdfs:label")
    places = values(store, _UNITS, "gb:jurisdiction")
    collective = {iri for iri, said in pairs(store, "gb:collective").items() if "true" in said}
    forms: dict[str, set[str]] = {iri: set(several) for iri, several in labels.items()}
    for name in ("skos:prefLabel", "skos:altLabel"):
        for iri, several in values(store, _UNITS, name).items():
            forms.setdefault(iri, set()).update(several)
    for iri in sorted(labels):
        kind = "group" if kinds.get(iri) == "Group" else "unit"
        entity = Entity(iri, kind, _first(labels, iri), _first(places, iri))
        index.units_by_iri[iri] = entity
        if kind == "group":
            index.groups[iri] = entity
        for form in sorted(forms[iri]):
            if iri in collective and not form.startswith("各"):
                continue  # 镇（街道）, 有关部门: kinds of units, in a question the very thing it asks for
            index.forms.setdefault(iri, set()).add(plain(form))
            for written in unit_forms(plain(form), entity.jurisdiction):
                several_units = index.units.setdefault(written, [])
                if entity not in several_units:
                    several_units.append(entity)


def _read_people(index: Index, store: Queryable) -> None:
    names = pairs(store, "foaf:name")
    places = values(store, ("gb:Official",), "gb:jurisdiction")
    for iri, several in names.items():
        for name in dict.fromkeys(re.sub(r"\s", "", written) for written in several):
            if len(name) >= 2:
                index.people.setdefault(name, []).append(Entity(iri, "person", name, _first(places, iri)))


def _read_matters(index: Index, store: Queryable) -> None:
    kinds = classes(store, _MATTERS)
    titles, documents = values(store, _MATTERS, "dcterms:title"), values(store, _MATTERS, "gb:statedIn")
    items, subs = pairs(store, "gb:itemNumber"), pairs(store, "gb:subItem")
    for iri in sorted(kinds):
        document = _first(documents, iri)
        if not document or iri not in titles:
            continue
        index.matters.setdefault(kinds[iri], []).append(
            MatterEntity(
                iri=iri,
                kind="matter",
                label=_first(titles, iri),
                jurisdiction=index.jurisdiction_of(document),
                cls=kinds[iri],
                item=int(_first(items, iri) or 0),
                row=int(_first(subs, iri) or 0),
                document=document,
            )
        )


def _read_meetings(index: Index, store: Queryable) -> None:
    labels = values(store, ("gb:Meeting",), "rdfs:label")
    numbers, held = pairs(store, "gb:meetingNumber"), pairs(store, "gb:heldOn")
    places = values(store, ("gb:Meeting",), "gb:jurisdiction")
    for iri in sorted(labels):
        place = _first(places, iri) or index.jurisdiction_of(iri)
        number = int(_first(numbers, iri) or 0)
        index.meetings.append(
            MeetingEntity(iri, "meeting", _first(labels, iri), place, number, _first(held, iri))
        )


def _read_posts(index: Index, store: Queryable) -> None:
    kinds = classes(store, _POSTS)
    texts, documents = pairs(store, "gb:postText"), values(store, _POSTS, "gb:statedIn")
    officials, posts = values(store, _POSTS, "gb:official"), values(store, _POSTS, "gb:post")
    effective, as_of = pairs(store, "gb:effectiveDate"), pairs(store, "gb:asOf")
    ranks, units = pairs(store, "gb:rank"), pairs(store, "org:postIn")
    names = {person.iri: name for name, several in index.people.items() for person in several}
    for node in sorted(kinds):
        person, document = _first(officials, node), _first(documents, node)
        if person not in names or not document:
            continue
        place = index.jurisdiction_of(document)
        label = _first(posts, node)
        printed_rank, unit = _first(ranks, label), _first(units, label)
        for text in texts.get(node, ()):
            for post in dict.fromkeys(re.split(r"[、，]|兼(?:任)?", text)):
                if not post:
                    continue
                rank, of = _split_post(index, post, place)
                if printed_rank and post == text and len(printed_rank) < len(rank):
                    rank, of = printed_rank, (unit,) if unit else ()
                elif unit and of:
                    of = (*of, unit)
                index.posts.setdefault(rank, []).append(
                    PostFact(
                        post=post,
                        rank=rank,
                        units=of,
                        name=names[person],
                        person=person,
                        action=kinds[node],
                        when=_first(effective, node) or _first(as_of, node),
                        place=place,
                        node=node,
                    )
                )


def _split_post(index: Index, post: str, place: str) -> tuple[str, tuple[str, ...]]:
    """A post as (rank, units): 市财政局副局长 → 副局长 and the bureau; 市长 → 市长 and none."""
    text = plain(post)
    for end in range(len(text) - 1, 1, -1):
        entities = index.units.get(text[:end])
        if entities:
            own = tuple(e.iri for e in entities if e.jurisdiction == place) or tuple(e.iri for e in entities)
            return text[end:].removeprefix("的"), own
    for prefix in (place, re.sub(r"(?:市|县|区|省)$", "", place)):
        if prefix and text.startswith(prefix) and len(text) > len(prefix) + 1:
            text = text.removeprefix(prefix)
            break
    return re.sub(r"^(?:市|县|区|省)?(?:人民)?政府(?=.{2,})", "", text), ()


def _read_similar(index: Index) -> None:
    documents: list[tuple[Entity, str]] = [
        (entity, entity.core) for entity in index.documents.values() if entity.printed and entity.core
    ]
    cited: list[tuple[Entity, str]] = [
        (entity, entity.core) for entity in index.documents.values() if entity.core
    ]
    index.similar["document"] = Similar(documents)
    index.similar["cited"] = Similar(cited)
    for cls, matters in index.matters.items():
        index.similar[cls] = Similar([(matter, matter.label) for matter in matters])
    index.similar["group"] = Similar([(group, group.label) for group in index.groups.values()])


def _first(of: dict[str, list[str]], iri: str) -> str:
    several = of.get(iri)
    return several[0] if several else ""

"""Every name the vocabulary promises is defined, explained in two languages, and placed."""

from __future__ import annotations

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.collection import Collection

from ontology import namespaces
from ontology.namespaces import DCTERMS, GB, GBR, PREFIXES, ROLES, SKOS
from ontology.terms import list_roles, list_terms, ontology_graph, roles_graph, shapes_graph


def words(text: str) -> list[str]:
    return text.split()


# Written out by hand from the vocabulary and from docs/architecture.md, so that dropping a term fails here.
CLASSES = words("""
    Issue Document Instrument Annex Provision TocEntry Citation
    Matter IncentiveItem DecisionItem Task Area CertificateType Duty Responsibility
    Official Post Appointment Removal PersonnelAction PostHolding Unit Group GroupMembership
    Target Quantity RegistrationCode Meeting Attendance Resolution
    Source SourceSegment Problem RunningHead Clause
""")
LINKS = words("""
    statedIn statedInPart addressee attaches hasAnnex interpretedBy refersTo
    citing citingPart cited relation citedProvision resolution
    forUnit matter assignee role onBehalfOf official post officeAt group
    meeting chair representing evidence
""")
VALUES = words("""
    firstLine lastLine page sourceFile sha256 lineCount problemText collective printedName
    year issueNumber totalNumber jurisdiction documentNumber registrationNumber documentType addresseeText
    printed validity effectText annexLabel ordinal number text heading headOnly provisionKind clauseKind
    citedTitle citedNumber citationText citedClause shortName internal
    itemNumber subItem location scheduleText start deadline assigneeText inherited
    gender rank postText effectiveDate probation asOf level memberText groupRole
    unitText measure value valueUnit isTotal quantityText bound context codePattern
    heldOn meetingNumber agenda attendanceKind agendaItem rule
""")
INDIVIDUALS = words("basis repeals amends mentions held external ambiguous")
ROLE_NAMES = {
    "lead": "牵头单位",
    "provincialLead": "省级牵头单位",
    "cityLeader": "牵头市级领导",
    "responsibleUnit": "责任单位",
    "responsiblePerson": "责任人",
    "undertaker": "决策承办单位",
    "coUnit": "配合单位",
    "inChargeArea": "负责",
    "inCharge": "分管",
    "liaison": "联系",
    "assistArea": "协助负责",
    "assistInCharge": "协助分管",
    "assistLiaison": "协助联系",
    "duty": "职责",
    "interprets": "负责解释",
    "collects": "汇聚部门",
}
ONTOLOGY = URIRef("https://w3id.org/gongbao/ns")
KINDS = {
    *(OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty),
    OWL.NamedIndividual,
}
TERMS = {term.name: term for term in list_terms()}


@pytest.fixture(scope="module")
def graph() -> Graph:
    return ontology_graph()


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (CLASSES, "class"),
        (LINKS, "object property"),
        (VALUES, "datatype property"),
        (INDIVIDUALS, "individual"),
    ],
)
def test_every_promised_name_is_defined_as_the_kind_it_is(names: list[str], kind: str) -> None:
    assert {name: TERMS[name].kind if name in TERMS else None for name in names} == dict.fromkeys(names, kind)


@pytest.mark.parametrize("term", list_terms(), ids=lambda term: term.curie)
def test_every_term_is_explained_in_chinese_and_english(term) -> None:
    assert term.label_zh and term.label_en and term.comment_zh and term.comment_en
    assert term.label_zh != term.label_en and term.comment_zh != term.comment_en
    # Explained means more than the label again.
    assert len(term.comment_en) > len(term.label_en)


@pytest.mark.parametrize(
    "term", [term for term in list_terms() if "property" in term.kind], ids=lambda term: term.curie
)
def test_every_property_has_a_domain_and_a_range(term) -> None:
    assert term.domains and term.ranges


@pytest.mark.parametrize("term", list_terms(), ids=lambda term: term.curie)
def test_every_term_says_where_it_is_defined(term, graph: Graph) -> None:
    assert list(graph.objects(URIRef(term.iri), RDFS.isDefinedBy)) == [ONTOLOGY]


def test_nothing_has_two_labels_or_comments_in_one_language(graph: Graph) -> None:
    for predicate in (RDFS.label, RDFS.comment):
        for subject in set(graph.subjects(predicate)):
            values = graph.objects(subject, predicate)
            languages = [str(value.language) for value in values if isinstance(value, Literal)]
            assert sorted(languages) == ["en", "zh"], subject


def test_no_two_terms_of_one_kind_share_a_label() -> None:
    for language in ("label_zh", "label_en"):
        labels = [(term.kind, getattr(term, language)) for term in list_terms()]
        assert sorted(labels) == sorted(set(labels))


@pytest.mark.parametrize(
    ("name", "parents"),
    [
        ("Document", {"eli:LegalResource"}),
        ("Instrument", {"gb:Document"}),
        ("Meeting", {"gb:Document"}),
        ("Provision", {"eli:LegalResourceSubdivision"}),
        ("Official", {"foaf:Person"}),
        ("Post", {"org:Post"}),
        ("Appointment", {"gb:PersonnelAction"}),
        ("Removal", {"gb:PersonnelAction"}),
        ("PersonnelAction", {"org:ChangeEvent"}),
        ("PostHolding", {"org:Membership"}),
        ("GroupMembership", {"org:Membership"}),
        ("Unit", {"org:Organization"}),
        ("Group", {"gb:Unit"}),
        *((name, {"gb:Matter"}) for name in words("IncentiveItem DecisionItem Task Area CertificateType")),
    ],
)
def test_the_class_hierarchy_is_the_vocabularys(name: str, parents: set[str]) -> None:
    assert parents <= set(TERMS[name].parents)


def test_every_class_of_ours_is_aligned_with_a_vocabulary_of_others() -> None:
    # The two enumerations and what only our reading knows have no counterpart.
    own = {"gb:CitationRelation", "gb:ResolutionStatus"}
    classes = {term.curie: term for term in list_terms() if term.kind == "class"}

    def aligned(curie: str) -> bool:
        term = classes[curie]
        ours = [parent for parent in term.parents if parent in classes]
        return bool(term.matches) or len(ours) < len(term.parents) or any(map(aligned, ours))

    assert {curie for curie in classes if not aligned(curie)} == own


@pytest.mark.parametrize(
    ("name", "domains", "ranges"),
    [
        ("statedIn", {"gb:Located"}, {"gb:Document", "gb:Issue"}),
        ("assignee", {"gb:Responsibility"}, {"gb:Official", "gb:Unit"}),
        ("role", {"gb:Responsibility"}, {"skos:Concept"}),
        ("cited", {"gb:Citation"}, {"gb:Document"}),
        ("deadline", {"gb:Matter"}, {"xsd:date"}),
        ("validity", {"gb:Document", "gb:Clause"}, {"xsd:duration"}),
        ("firstLine", {"gb:Located"}, {"xsd:integer"}),
        ("value", {"gb:Target", "gb:Quantity"}, {"xsd:decimal"}),
        ("printed", {"gb:Annex", "gb:Document"}, {"xsd:boolean"}),
        ("documentNumber", {"gb:Document", "gb:TocEntry"}, {"xsd:string"}),
        ("evidence", {"sh:ValidationResult"}, {"owl:Thing"}),
    ],
)
def test_domains_and_ranges_with_unions_and_precise_datatypes(
    name: str, domains: set[str], ranges: set[str]
) -> None:
    assert (set(TERMS[name].domains), set(TERMS[name].ranges)) == (domains, ranges)


def test_inverses_are_seen_from_both_sides() -> None:
    assert (TERMS["attaches"].inverse, TERMS["attachedTo"].inverse) == ("gb:attachedTo", "gb:attaches")
    assert (TERMS["matter"].inverse, TERMS["responsibility"].inverse) == ("gb:responsibility", "gb:matter")


def test_every_name_of_ours_in_the_ontology_is_a_term(graph: Graph) -> None:
    used = {str(node) for triple in graph for node in triple if isinstance(node, URIRef)}
    assert {iri for iri in used if iri.startswith(str(GB))} == {term.iri for term in list_terms()}


def test_every_name_of_ours_in_the_shapes_is_a_term_or_a_role() -> None:
    used = {str(node) for triple in shapes_graph() for node in triple if isinstance(node, URIRef)}
    ours = {iri for iri in used if iri.startswith((str(GB), str(GBR)))}
    assert ours <= {term.iri for term in (*list_terms(), *list_roles())}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_name_is_declared_as_two_kinds(kind: URIRef, graph: Graph) -> None:
    # OWL 2 DL: punning between kinds of property, or of class and property, is out.
    for subject in graph.subjects(RDF.type, kind):
        assert {*graph.objects(subject, RDF.type)} & KINDS == {kind}, subject


def test_header_names_version_and_licence(graph: Graph) -> None:
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in graph
    version = graph.value(ONTOLOGY, OWL.versionInfo)
    assert graph.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")
    assert graph.value(ONTOLOGY, DCTERMS.license)


# --- prefixes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prefix", "iri"),
    [
        ("gb", "https://w3id.org/gongbao/ns#"),
        ("gbr", "https://w3id.org/gongbao/role/"),
        ("gbs", "https://w3id.org/gongbao/shapes#"),
        ("id", "https://w3id.org/gongbao/id/"),
        ("eli", "http://data.europa.eu/eli/ontology#"),
        ("org", "http://www.w3.org/ns/org#"),
        ("prov", "http://www.w3.org/ns/prov#"),
        ("skos", "http://www.w3.org/2004/02/skos/core#"),
        ("dcterms", "http://purl.org/dc/terms/"),
        ("foaf", "http://xmlns.com/foaf/0.1/"),
        ("schema", "https://schema.org/"),
        ("dcat", "http://www.w3.org/ns/dcat#"),
        ("void", "http://rdfs.org/ns/void#"),
        ("sh", "http://www.w3.org/ns/shacl#"),
        ("xsd", "http://www.w3.org/2001/XMLSchema#"),
        ("owl", "http://www.w3.org/2002/07/owl#"),
        ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
        ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ],
)
def test_prefixes_and_namespace_objects_agree(prefix: str, iri: str) -> None:
    assert PREFIXES[prefix] == iri
    held = namespaces.DEFAULT_BASE if prefix == "id" else str(getattr(namespaces, prefix.upper()))
    assert held == iri


def test_there_is_no_prefix_without_a_test() -> None:
    marks = test_prefixes_and_namespace_objects_agree.pytestmark  # type: ignore[attr-defined]
    assert set(PREFIXES) == {prefix for prefix, _ in marks[0].args[1]}


def test_no_term_is_hidden_by_a_method_of_the_namespace() -> None:
    # A Namespace is a str: GB.split would be a method, not an IRI.
    for term in list_terms():
        assert getattr(GB, term.name) == URIRef(term.iri)
    for role in list_roles():
        assert getattr(GBR, role.name) == URIRef(role.iri)


# --- roles ------------------------------------------------------------------------------------------------


def test_the_roles_are_those_of_the_vocabulary() -> None:
    assert dict(ROLES) == ROLE_NAMES


@pytest.mark.parametrize("role", list_roles(), ids=lambda role: role.curie)
def test_every_role_is_a_full_concept(role) -> None:
    graph, subject = roles_graph(), URIRef(role.iri)
    scheme = URIRef("https://w3id.org/gongbao/role")
    for predicate in (SKOS.prefLabel, SKOS.definition):
        values = [value for value in graph.objects(subject, predicate) if isinstance(value, Literal)]
        assert sorted(str(value.language) for value in values) == ["en", "zh"]
    assert (subject, SKOS.inScheme, scheme) in graph
    # A top concept or below one, never adrift.
    top = (scheme, SKOS.hasTopConcept, subject) in graph
    assert top == ((subject, SKOS.topConceptOf, scheme) in graph)
    assert top != bool(list(graph.objects(subject, SKOS.broader)))
    assert list(graph.objects(subject, SKOS.related)) or list(graph.objects(subject, SKOS.broader))


def test_related_roles_are_related_both_ways_and_are_roles() -> None:
    graph = roles_graph()
    roles = {URIRef(role.iri) for role in list_roles()}
    for first, second in graph.subject_objects(SKOS.related):
        assert (second, SKOS.related, first) in graph
        assert {first, second} <= roles
        # SKOS integrity condition S27: related is disjoint with broader.
        assert (first, SKOS.broader, second) not in graph


def test_no_printed_word_names_two_roles() -> None:
    words = [(word, role.name) for role in list_roles() for word in {*role.alt_labels, role.label_zh}]
    assert len({word for word, _ in words}) == len(words)


def test_printed_words_are_alternative_labels() -> None:
    words = {word: role.name for role in list_roles() for word in (role.label_zh, *role.alt_labels)}
    expected = {"牵头部门": "lead", "责任部门": "responsibleUnit", "牵头领导": "cityLeader", "会同": "coUnit"}
    assert {word: words.get(word) for word in expected} == expected


def test_shapes_accept_exactly_the_roles() -> None:
    shapes = shapes_graph()
    (property_shape,) = [
        shape
        for shape in shapes.subjects(namespaces.SH.path, GB.role)
        if shapes.value(shape, namespaces.SH["in"]) is not None
    ]
    accepted = Collection(shapes, shapes.value(property_shape, namespaces.SH["in"]))  # type: ignore[arg-type]
    assert {str(role) for role in accepted} == {role.iri for role in list_roles()}


def test_graphs_handed_out_are_the_callers_own() -> None:
    graph = ontology_graph()
    graph.remove((None, None, None))
    assert len(ontology_graph()) > 1000

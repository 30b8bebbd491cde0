"""The OWL reasoner's door: is the ontology, with or without data, free of contradiction?

owlready2 carries HermiT, which runs on Java. HermiT knows the datatypes of the OWL 2 datatype map only
(OWL 2 Structural Specification, section 4), not ``xsd:date`` or ``xsd:duration``.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.clashes import Clash, find_clashes
from ontology.namespaces import OWL, RDF, RDFS, XSD
from ontology.terms import ontology_graph, roles_graph

_DIGESTIBLE: Final = frozenset({XSD.string, XSD.integer, XSD.decimal, XSD.boolean})
_LOADED_AS: Final = "https://w3id.org/gongbao/ns#"


class ReasonerError(RuntimeError):
    """The reasoner gave no answer."""


class ReasonerUnavailable(ReasonerError):
    """Java or owlready2 is not installed."""


class ReasonerFailed(ReasonerError):
    """Java ran and ended without an answer; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class ReasonReport:
    """What the reasoner found.

    ``consistent`` is false where ontology and data contradict each other. ``unsatisfiable`` holds the
    IRIs of classes that can have no member (empty where inconsistent, for then nothing can be told
    apart). ``clashes`` are nodes that explain an inconsistency, as far as a look-up finds them.
    ``seconds`` is wall-clock time.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...]
    engine: str
    seconds: float
    clashes: tuple[Clash, ...] = ()

    @property
    def sound(self) -> bool:
        """True where nothing is wrong: consistent, and every class can have members."""
        return self.consistent and not self.unsatisfiable


def _owlready() -> Any:
    """Return the owlready2 module, imported here because it is slow and seldom needed."""
    try:
        import owlready2
    except ImportError as error:
        raise ReasonerUnavailable("未安装 owlready2，无法推理。/ owlready2 is not installed.") from error
    java: str = owlready2.JAVA_EXE
    if shutil.which(java) is None:
        raise ReasonerUnavailable(f"未找到 Java（{java}），无法推理。/ No Java found ({java}).")
    return owlready2


def _axioms(schema: Graph) -> Graph:
    """``schema`` without its annotations, which mean nothing to a reasoner."""
    annotations: set[Node] = {RDFS.label, RDFS.comment, RDFS.isDefinedBy, OWL.versionIRI, OWL.versionInfo}
    annotations.update(schema.subjects(RDF.type, OWL.AnnotationProperty))
    axioms = Graph()
    for subject, predicate, value in schema:
        if predicate not in annotations:
            axioms.add((subject, predicate, value))
    return axioms


def _assertions(schema: Graph, data: Graph) -> Graph:
    """The part of ``data`` that ``schema`` can judge, its nodes renamed.

    Names become ``urn:gongbao:node:1`` …, because Java may read the file in the platform's encoding: in a C
    locale two Chinese IRIs of one length would be one node.
    """
    classes = set(schema.subjects(RDF.type, OWL.Class))
    links = set(schema.subjects(RDF.type, OWL.ObjectProperty))
    free = set(schema.subjects(RDFS.range, RDFS.Literal))
    values = set(schema.subjects(RDF.type, OWL.DatatypeProperty)) - free
    names: dict[Node, URIRef] = {}

    def name(node: Node) -> Node:
        if (node, RDF.type, OWL.NamedIndividual) in schema:
            return node
        return names.setdefault(node, URIRef(f"urn:gongbao:node:{len(names) + 1}"))

    facts = Graph()
    for subject, predicate, value in data:
        if predicate == RDF.type:
            if value in classes:
                facts.add((name(subject), RDF.type, value))
        elif predicate in links or predicate in (OWL.sameAs, OWL.differentFrom):
            if isinstance(value, URIRef | BNode):
                facts.add((name(subject), predicate, name(value)))
        elif predicate in values and isinstance(value, Literal):
            fact = Literal(str(value), datatype=value.datatype or XSD.string)
            if fact.datatype in _DIGESTIBLE and not value.language and not fact.ill_typed:
                facts.add((name(subject), predicate, fact))
    for node in set(facts.all_nodes()) & set(names.values()):
        facts.add((node, RDF.type, OWL.NamedIndividual))
    return facts


def _remove_left_behind(trace: TracebackType | None) -> None:
    """Delete the temporary file of ``sync_reasoner_hermit``, which removes it only when HermiT succeeds."""
    while trace is not None:
        file = trace.tb_frame.f_locals.get("tmp")
        if trace.tb_frame.f_code.co_name == "sync_reasoner_hermit" and file is not None:
            with contextlib.suppress(OSError):
                os.unlink(file.name)
        trace = trace.tb_next


def check_consistency(data: Graph | None = None) -> ReasonReport:
    """Ask HermiT whether the ontology, with the individuals of ``data`` if given, is consistent.

    ``data`` is read, never changed; it should be one issue or a small corpus: ten thousand nodes take
    seconds, a million do not fit. What is judged is classes, object properties, and values of datatype
    properties with a range that OWL 2 knows. Left out of ``data`` are annotations, properties and classes
    that the ontology does not declare, schema statements, literals that are dates, durations,
    language-tagged or ill-typed, and free text, whose range allows anything; the SHACL shapes check
    those. Every call has an owlready2 world of its own.

    Raises ``ReasonerUnavailable`` where Java or owlready2 is missing and ``ReasonerFailed`` where Java ended
    without an answer (out of memory, say).
    """
    owlready2 = _owlready()
    schema = ontology_graph()
    triples = _axioms(schema)
    if data is not None:
        triples += _assertions(schema, data + roles_graph())
    engine = f"HermiT (owlready2 {owlready2.VERSION})"
    started = time.perf_counter()
    world = owlready2.World()
    try:
        source = io.BytesIO(triples.serialize(format="nt", encoding="utf-8"))
        world.get_ontology(_LOADED_AS).load(fileobj=source)
        owlready2.sync_reasoner_hermit(world, debug=0)
        empty = (cls for cls in world.inconsistent_classes() if cls is not owlready2.Nothing)
        unsatisfiable = sorted(str(cls.iri) for cls in empty)
    except owlready2.OwlReadyInconsistentOntologyError as error:
        _remove_left_behind(error.__traceback__)
        clashes = find_clashes(schema, data) if data is not None else ()
        return ReasonReport(False, (), engine, time.perf_counter() - started, clashes)
    except owlready2.OwlReadyJavaError as error:
        _remove_left_behind(error.__traceback__)
        raise ReasonerFailed(f"推理机未能给出结果。/ The reasoner gave no answer: {error}") from error
    finally:
        world.close()
    return ReasonReport(True, tuple(unsatisfiable), engine, time.perf_counter() - started)

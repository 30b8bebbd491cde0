"""What a SHACL report says, as rows that people can read in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.namespaces import RDF, RDFS, SH
from ontology.terms import compact, list_terms

SEVERITIES: Final = ("violation", "warning", "info")

# SHACL core constraint component (local name) → the parameter that says what is asked, and how to say it.
_PHRASES: Final[dict[str, tuple[str, str, str]]] = {
    "MinCountConstraintComponent": ("minCount", "缺少（至少 {0} 个）", "is missing (at least {0})"),
    "MaxCountConstraintComponent": ("maxCount", "过多（至多 {0} 个）", "has too many values (at most {0})"),
    "DatatypeConstraintComponent": ("datatype", "数据类型应为 {0}", "must be a {0}"),
    "NodeKindConstraintComponent": ("nodeKind", "节点种类应为 {0}", "must be of the node kind {0}"),
    "ClassConstraintComponent": ("class", "应为 {0} 类的节点", "must be a node of the class {0}"),
    "NodeConstraintComponent": ("node", "应为{0}", "must be {0}"),
    "PatternConstraintComponent": ("pattern", "应符合格式 {0}", "must match {0}"),
    "InConstraintComponent": ("in", "应为下列之一：{0}", "must be one of: {0}"),
    "MinInclusiveConstraintComponent": ("minInclusive", "不得小于 {0}", "must not be less than {0}"),
    "MaxInclusiveConstraintComponent": ("maxInclusive", "不得大于 {0}", "must not be more than {0}"),
    "LanguageInConstraintComponent": ("languageIn", "语言标记应为 {0}", "must have the language tag {0}"),
    "UniqueLangConstraintComponent": ("uniqueLang", "每种语言至多一个值", "must have one value a language"),
}


@dataclass(frozen=True, slots=True, order=True)
class ShapesResult:
    """One thing that is wrong.

    ``focus`` is the node (IRI or blank node label); ``path`` the property path, compact
    (``gb:firstLine``), or ``""`` where the node as a whole is meant; ``severity`` ∈ violation warning
    info; ``shape`` the compact IRI of the targeted shape; ``component`` the SHACL constraint component;
    ``value`` the offending value, if any.
    """

    focus: str
    path: str
    severity: str
    message_zh: str
    message_en: str
    shape: str
    component: str
    value: str | None = None

    def __str__(self) -> str:
        where = " ".join(part for part in (f"<{self.focus}>", self.path) if part)
        shown = "" if self.value is None else f" [{self.value}]"
        return f"{where}: {self.message_zh} / {self.message_en}{shown}"


@dataclass(frozen=True, slots=True)
class ShapesReport:
    """All results, violations first, and the names in our namespaces that the ontology does not define."""

    results: tuple[ShapesResult, ...]
    unknown_terms: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """True where there is no violation and no unknown term; warnings do not count."""
        return not self.unknown_terms and not self.violations

    @property
    def violations(self) -> tuple[ShapesResult, ...]:
        """The results that breach the contract."""
        return tuple(result for result in self.results if result.severity == "violation")

    def __str__(self) -> str:
        verdict = "符合 / conforms" if self.conforms else "不符合 / does not conform"
        unknown = [f"{term}: 本体中没有此词 / not a term of the ontology" for term in self.unknown_terms]
        return "\n".join([verdict, *unknown, *map(str, self.results)])


def read_report(shapes: Graph, report: Graph) -> Iterator[ShapesResult]:
    """Yield the results of a SHACL validation report, in no order.

    ``report`` holds the ``sh:ValidationReport`` (W3C SHACL, section 3.6), ``shapes`` the shapes it is
    about, with the blank node labels that the report uses.
    """
    teller = _Teller(shapes, report)
    for result in report.objects(None, SH.result):
        yield teller.row(result)


def _show(term: Node) -> str:
    return compact(str(term)) if isinstance(term, URIRef) else str(term)


def _path(graph: Graph, path: Node | None) -> str:
    """A property path as SPARQL writes it; our shapes use predicates, inverses, sequences and
    alternatives."""
    if path is None:
        return ""
    if isinstance(path, URIRef):
        return compact(str(path))
    inverse = graph.value(path, SH.inversePath)
    if inverse is not None:
        return "^" + _path(graph, inverse)
    alternatives = graph.value(path, SH.alternativePath)
    if alternatives is not None:
        return "|".join(_path(graph, choice) for choice in Collection(graph, alternatives))
    return "/".join(_path(graph, step) for step in Collection(graph, path))


def _in_language(values: Iterable[Node], language: str) -> str | None:
    return next((str(v) for v in values if isinstance(v, RdfLiteral) and v.language == language), None)


class _Teller:
    """Turns the result nodes of one report into rows."""

    def __init__(self, shapes: Graph, report: Graph) -> None:
        self._shapes = shapes
        self._report = report
        self._labels = {term.curie: (term.label_zh, term.label_en) for term in list_terms(reused=True)}
        self._labels["rdfs:label"] = ("名称", "label")
        self._owner: dict[Node, Node] = {
            inner: outer for outer, inner in shapes.subject_objects(SH.property) if isinstance(outer, URIRef)
        }

    def row(self, result: Node) -> ShapesResult:
        report = self._report
        source = report.value(result, SH.sourceShape)
        component = _show(report.value(result, SH.sourceConstraintComponent) or RDF.nil).partition(":")[2]
        path = _path(report, report.value(result, SH.resultPath))
        value = report.value(result, SH.value)
        zh, en = self._messages(result, source, component, path)
        return ShapesResult(
            focus=str(report.value(result, SH.focusNode)),
            path=path,
            severity=_show(report.value(result, SH.resultSeverity) or SH.Violation).partition(":")[2].lower(),
            message_zh=zh,
            message_en=en,
            shape=_show(self._owner.get(source, source)) if source is not None else "",
            component=component,
            value=None if value is None else _show(value),
        )

    def _messages(self, result: Node, source: Node | None, component: str, path: str) -> tuple[str, str]:
        """The shape's own sentence, or one made of the property's label and what was asked of it."""
        given = list(self._report.objects(result, SH.resultMessage))
        zh, en = _in_language(given, "zh"), _in_language(given, "en")
        if zh is not None and en is not None:
            return zh, en
        asked_zh, asked_en = self._phrase(source, component)
        if not path:
            return asked_zh, asked_en
        label_zh, label_en = self._labels.get(path, (path, path))
        return f"{label_zh}：{asked_zh}", f"{label_en}: {asked_en}"

    def _phrase(self, source: Node | None, component: str) -> tuple[str, str]:
        if component not in _PHRASES or source is None:
            return f"不符合 {component}", f"fails {component}"
        parameter, zh, en = _PHRASES[component]
        asked = list(self._shapes.objects(source, SH[parameter]))
        if parameter in ("in", "languageIn"):
            asked = [member for head in asked for member in Collection(self._shapes, head)]
        return zh.format("、".join(self._names(asked, "zh"))), en.format(", ".join(self._names(asked, "en")))

    def _names(self, asked: Iterable[Node], language: str) -> list[str]:
        labels = ((node, _in_language(self._shapes.objects(node, RDFS.label), language)) for node in asked)
        return [label or _show(node) for node, label in labels]

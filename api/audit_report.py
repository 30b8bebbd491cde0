"""An audit for people and programs: JSON, tables, a page to mail, SARIF, Turtle."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pyoxigraph as ox
from flask import Flask

from api.language import say
from api.tables import to_csv, to_xlsx
from graph.store import Store
from ontology.namespaces import PREFIXES
from queries.audit import GROUPS, SEVERITIES, Finding, Rule, load_rules
from queries.parameters import GB
from queries.reviews import Known

FORMATS = ("json", "csv", "xlsx", "html", "sarif", "ttl")
MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "sarif": "application/sarif+json",
    "ttl": "text/turtle",
}
_SH = "http://www.w3.org/ns/shacl#"
_SHACL = {"error": "Violation", "warning": "Warning", "info": "Info"}
_SARIF_LEVEL = {"error": "error", "warning": "warning", "info": "note"}
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@dataclass(frozen=True, slots=True)
class Report:
    """An audit of the day ``on``: its findings, and what the audit before found and this one does not."""

    on: date
    findings: Sequence[Finding]
    gone: Sequence[Known] = ()

    def counts(self) -> dict[str, int]:
        """Findings by severity and by state."""
        number = Counter(one.severity for one in self.findings)
        states = Counter(one.state for one in self.findings)
        return {
            **{severity: number[severity] for severity in SEVERITIES},
            **{state: states[state] for state in sorted(states)},
            "gone": len(self.gone),
        }

    def as_dict(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "on": self.on.isoformat(),
            "counts": self.counts(),
            "findings": [one.as_dict() for one in self.findings],
            "gone": [one.as_dict() for one in self.gone],
        }


def write(report: Report, form: str, language: str, store: Store) -> bytes:
    """The report in one of ``FORMATS``, words in ``language`` where the format has but one.

    ``store`` names the nodes of the evidence in Turtle.
    """
    if form == "json":
        return (json.dumps(report.as_dict(), ensure_ascii=False, indent=1) + "\n").encode()
    if form == "sarif":
        return (json.dumps(sarif(report), ensure_ascii=False, indent=1) + "\n").encode()
    if form == "ttl":
        return turtle(report, store.base)
    if form == "html":
        return page(report, language).encode()
    columns, rows = table(report, language)
    return to_xlsx(columns, rows, "audit") if form == "xlsx" else to_csv(columns, rows)


def table(report: Report, language: str) -> tuple[list[str], list[list[str]]]:
    """Head and rows: one a finding, its evidence as ``file:lines`` and as printed."""
    keys = ("id", "rule", "severity", "state", "message", "places", "quotes", "remark")
    head = [say(language, f"audit.{key}") for key in keys]
    rules = load_rules()
    rows = []
    for one in report.findings:
        title = rules[one.rule].title if one.rule in rules else None
        name = (title.zh if language == "zh" else title.en) if title else one.rule
        rows.append(
            [
                one.id,
                f"{name} ({one.rule})",
                say(language, f"audit.{one.severity}"),
                say(language, f"audit.{one.state}"),
                one.message_zh if language == "zh" else one.message_en,
                "\n".join(place(e.source, e.first_line, e.last_line) for e in one.evidence),
                "\n".join(" ".join(e.quote.split()) for e in one.evidence),
                one.remark,
            ]
        )
    return head, rows


def place(source: str, first: int, last: int) -> str:
    """``file:12`` or ``file:12-14``."""
    return f"{source}:{first}" if first == last else f"{source}:{first}-{last}"


def sarif(report: Report) -> dict[str, Any]:
    """The report as a SARIF 2.1.0 log (OASIS Standard, 2020): a finding is a result, its id a fingerprint."""
    rules = list(load_rules().values())
    index = {rule.name: at for at, rule in enumerate(rules)}
    return {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "gongbao", "rules": [_sarif_rule(rule) for rule in rules]}},
                "columnKind": "unicodeCodePoints",
                "results": [_sarif_result(one, index) for one in report.findings],
            }
        ],
    }


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.name,
        "shortDescription": {"text": f"{rule.title.zh} / {rule.title.en}"},
        "fullDescription": {"text": f"{rule.why.zh} / {rule.why.en}"},
        "defaultConfiguration": {"level": _SARIF_LEVEL[rule.severity]},
        "properties": {"tags": [rule.group]},
    }


def _sarif_result(one: Finding, index: dict[str, int]) -> dict[str, Any]:
    locations = [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": e.source},
                "region": {
                    "startLine": e.first_line,
                    "endLine": e.last_line,
                    "snippet": {"text": e.quote},
                },
            }
        }
        for e in one.evidence
    ]
    shown: dict[str, Any] = {
        "ruleId": one.rule,
        "level": _SARIF_LEVEL[one.severity],
        "message": {"text": f"{one.message_zh} / {one.message_en}"},
        "locations": locations[:1],
        "relatedLocations": [place | {"id": at} for at, place in enumerate(locations[1:], 1)],
        "fingerprints": {"gongbao/v1": one.id},
        "baselineState": "new" if one.state == "new" else "unchanged",
    }
    if one.rule in index:
        shown["ruleIndex"] = index[one.rule]
    if one.state == "rejected":
        shown["suppressions"] = [{"kind": "external", "justification": one.remark}]
    return shown


def turtle(report: Report, base: str) -> bytes:
    """The graph ``<base>audit``: every finding a ``sh:ValidationResult`` (SHACL, section 3.6.2) in Turtle."""
    triples = []
    for one in report.findings:
        node = ox.NamedNode(f"{base}audit/finding/{one.id}")
        nodes = [ox.NamedNode(iri) for iri in one.nodes]

        def say_of(predicate: str, value: ox.NamedNode | ox.Literal, node: ox.NamedNode = node) -> ox.Triple:
            return ox.Triple(node, ox.NamedNode(predicate), value)

        triples += [
            say_of(_TYPE.value, ox.NamedNode(f"{_SH}ValidationResult")),
            say_of(f"{GB}rule", ox.Literal(one.rule)),
            say_of(f"{GB}findingId", ox.Literal(one.id)),
            say_of(f"{_SH}resultSeverity", ox.NamedNode(_SH + _SHACL[one.severity])),
            say_of(f"{_SH}resultMessage", ox.Literal(one.message_zh, language="zh")),
            say_of(f"{_SH}resultMessage", ox.Literal(one.message_en, language="en")),
        ]
        triples += [say_of(f"{_SH}focusNode", nodes[0])] if nodes else []
        triples += [say_of(f"{GB}evidence", proof) for proof in nodes]
        if one.state not in ("new", "open"):
            triples.append(say_of(f"{GB}reviewState", ox.Literal(one.state)))
    prefixes = {name: PREFIXES[name] for name in ("gb", "sh")}
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def page(report: Report, language: str) -> str:
    """A page that stands alone, to mail or to print."""
    template = _templates().jinja_env.get_template("audit_report.html")
    return template.render(
        report=report,
        language=language,
        groups=grouped(report.findings, language),
        severities=SEVERITIES,
        place=place,
        t=lambda key, **values: say(language, key, **values),
    )


def grouped(findings: Sequence[Finding], language: str) -> list[dict[str, Any]]:
    """The findings by rule, in their order: rule, title and reason in ``language``, group, findings."""
    rules = load_rules()
    by_rule: dict[str, list[Finding]] = {}
    for one in findings:
        by_rule.setdefault(one.rule, []).append(one)
    zh = language == "zh"
    shown = []
    for name, several in by_rule.items():
        rule = rules.get(name)
        shown.append(
            {
                "name": name,
                "title": (rule.title.zh if zh else rule.title.en) if rule else name,
                "why": (rule.why.zh if zh else rule.why.en) if rule else "",
                "group": (GROUPS[rule.group].zh if zh else GROUPS[rule.group].en) if rule else "",
                "severity": several[0].severity,
                "findings": several,
            }
        )
    return shown


@cache
def _templates() -> Flask:
    """An application that only knows where the templates are: the command line has no other."""
    return Flask("api")

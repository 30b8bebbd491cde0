"""The audit on the web: the desk ``/audit``, a page for each finding, and ``/api/audit`` in every format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, render_template, request

from api import audit_report
from api.audit_report import FORMATS, MEDIA_TYPES
from api.audit_review import reviewer, writable
from api.audits import Desk, cities, desk, finding, narrowed, read_choice
from api.language import catalogue, current_language
from api.marks import evidence_marks
from api.problems import BadRequest, UnknownFinding
from api.service import service
from queries import reviews
from queries.audit import GROUPS, Finding, load_rules

blueprint = Blueprint("audit_pages", __name__)

_PER_RULE = 60
_FACETS = ("severity", "state", "city", "rule")


@blueprint.get("/audit")
def show() -> str:
    """The findings by rule; ``?on=``, ``severity``, ``state``, ``city`` and ``rule`` (or a group) narrow
    them."""
    asked = desk(read_choice(request.args))
    groups = audit_report.grouped(asked.report.findings, current_language())
    for one in groups:
        several = one["findings"]
        one |= {"total": len(several), "findings": _shown(several[:_PER_RULE])}
    return render_template(
        "audit.html",
        report=asked.report,
        groups=groups,
        facets=_facets(asked),
        choice=asked.choice,
        forms=FORMATS,
        chosen=asked.choice.arguments(),
    )


@blueprint.get("/audit/<wanted>")
def show_finding(wanted: str) -> str:
    """One finding: its sentence, why the rule matters, its evidence side by side, what reviewers said."""
    choice = read_choice(request.args)
    one = finding(choice.on, wanted)
    if one is None:
        raise UnknownFinding(wanted)
    store = service().store
    return render_template(
        "finding.html",
        finding=_shown([one])[0],
        rule=audit_report.grouped([one], current_language())[0],
        cities=cities(one, service().addresses),
        review=reviews.reviews(store).get(one.id),
        writable=writable(),
        reviewer=reviewer(),
        states=reviews.STATES,
        wrong="wrong" in request.args,
        saved="saved" in request.args,
        choice=choice,
        back=choice.arguments(),
    )


@blueprint.get("/api/audit")
def api() -> Response:
    """The findings as JSON, or as ``?format=`` says; narrowed like the page."""
    form = request.args.get("format", "json")
    if form not in FORMATS:
        listed = ", ".join(FORMATS)
        raise BadRequest(f"format 只能是 {listed}。", f"format must be one of {listed}.")
    report = desk(read_choice(request.args)).report
    body = audit_report.write(report, form, current_language(), service().store)
    response = Response(body, mimetype=MEDIA_TYPES[form])
    if form not in ("json", "html"):
        response.headers["Content-Disposition"] = f'attachment; filename="audit-{report.on}.{form}"'
    return response


def _facets(asked: Desk) -> list[dict[str, Any]]:
    """Every facet with its options: label, count, whether chosen, arguments that choose it or undo that.

    Groups of rules come before rules.
    """
    shown = []
    for name in _FACETS:
        listed = sorted(asked.facets[name], key=lambda one: one.value not in GROUPS)
        options = [
            {
                "label": _label(name, one.value),
                "count": one.count,
                "chosen": one.chosen,
                "broad": one.value in GROUPS,
                "arguments": narrowed(asked.choice, name, one.value),
            }
            for one in listed
        ]
        shown.append({"name": name, "options": options})
    return shown


def _label(facet: str, value: str) -> str:
    """The name of a facet's value in the language of the page."""
    language = current_language()
    if facet == "rule":
        text = GROUPS.get(value) or (load_rules()[value].title if value in load_rules() else None)
        return value if text is None else text.zh if language == "zh" else text.en
    return catalogue(language).get(f"audit.{value}", value)


def _shown(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings with their evidence linked to the source view."""
    addresses = service().addresses
    printed = [[e.as_dict() for e in one.evidence] for one in findings]
    every = [e for several in printed for e in several]
    marks = iter(evidence_marks(service().store, addresses, every))
    shown = []
    for one, several in zip(findings, printed, strict=True):
        evidence = [
            e
            | {
                "href": mark.href if mark else "",
                "place": audit_report.place(str(e["source"]), int(e["first_line"]), int(e["last_line"])),
                "document_href": addresses.href(str(e["document"])) or "",
                "document_name": (addresses.local(str(e["document"])) or "").rpartition("/")[2],
            }
            for e, mark in zip(several, marks, strict=False)
        ]
        shown.append(one.as_dict() | {"evidence": evidence})
    return shown

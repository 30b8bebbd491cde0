"""The audit on the web: the page ``/audit`` and ``/api/audit`` in every format."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from threading import Lock
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request

from api import audit_report
from api.audit_report import FORMATS, MEDIA_TYPES, Report
from api.language import current_language
from api.marks import evidence_marks
from api.problems import BadRequest
from api.queryable import queryable
from api.service import service
from queries import reviews
from queries.audit import GROUPS, SEVERITIES, Finding, audit, choose, load_rules

blueprint = Blueprint("audit_pages", __name__)

_KEPT = "gongbao.audits"
_DAYS_KEPT = 4
_PER_RULE = 60


@blueprint.get("/audit")
def show() -> str:
    """The findings by rule; ``?on=``, ``?severity=`` and ``?rule=`` (a rule or a group) narrow them."""
    report, severity, rule = _asked()
    language = current_language()
    groups = audit_report.grouped(report.findings, language)
    for one in groups:
        several = one["findings"]
        one |= {"total": len(several), "findings": [_shown(found) for found in several[:_PER_RULE]]}
    zh = language == "zh"
    choices = [(name, f"{text.zh if zh else text.en} …") for name, text in GROUPS.items()]
    choices += [(one.name, one.title.zh if zh else one.title.en) for one in load_rules().values()]
    chosen = {"on": report.on.isoformat(), "severity": severity, "rule": rule}
    return render_template(
        "audit.html",
        report=report,
        groups=groups,
        severities=SEVERITIES,
        severity=severity,
        rule=rule,
        choices=choices,
        forms=FORMATS,
        chosen={key: value for key, value in chosen.items() if value},
    )


@blueprint.get("/api/audit")
def api() -> Response:
    """The findings as JSON, or as ``?format=`` says; narrowed like the page."""
    form = request.args.get("format", "json")
    if form not in FORMATS:
        listed = ", ".join(FORMATS)
        raise BadRequest(f"format 只能是 {listed}。", f"format must be one of {listed}.")
    report, _, _ = _asked()
    body = audit_report.write(report, form, current_language(), service().store)
    response = Response(body, mimetype=MEDIA_TYPES[form])
    if form not in ("json", "html"):
        response.headers["Content-Disposition"] = f'attachment; filename="audit-{report.on}.{form}"'
    return response


def _asked() -> tuple[Report, str, str]:
    """The report of the request, narrowed, and by what. Raises BadRequest and UnknownRule."""
    severity, rule = request.args.get("severity", ""), request.args.get("rule", "")
    if severity and severity not in SEVERITIES:
        listed = ", ".join(SEVERITIES)
        raise BadRequest(f"severity 只能是 {listed}。", f"severity must be one of {listed}.")
    text = request.args.get("on", "")
    try:
        on = date.fromisoformat(text) if text else date.today()
    except ValueError:
        raise BadRequest("on 应为 2025-01-31 形式的日期。", "on must be a date like 2025-01-31.") from None
    names = {one.name for one in choose([name for name in [rule] if name])}
    store = service().store
    findings, gone = reviews.judged(_findings(on), reviews.last_audit(store), reviews.reviews(store))
    wanted = [one for one in findings if one.rule in names and severity in ("", one.severity)]
    return Report(on, wanted, gone), severity, rule


def _findings(on: date) -> list[Finding]:
    """The findings of a day, computed once for each generation of the store."""
    kept: tuple[Lock, OrderedDict[tuple[str, date], list[Finding]]] = current_app.extensions.setdefault(
        _KEPT, (Lock(), OrderedDict())
    )
    lock, days = kept
    store = service().store
    with lock:
        key = (store.generation, on)
        if key not in days:
            days[key] = audit(queryable(store), on)
            while len(days) > _DAYS_KEPT:
                days.popitem(last=False)
        return days[key]


def _shown(one: Finding) -> dict[str, Any]:
    """A finding with its evidence linked to the source view."""
    printed = [e.as_dict() for e in one.evidence]
    links = evidence_marks(service().store, service().addresses, printed)
    evidence = [
        e
        | {
            "href": mark.href if mark else "",
            "place": audit_report.place(str(e["source"]), int(e["first_line"]), int(e["last_line"])),
        }
        for e, mark in zip(printed, links, strict=True)
    ]
    return one.as_dict() | {"evidence": evidence}

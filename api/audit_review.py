"""Marking findings on the web: accepted, rejected, fixed, with a remark.

Marks are written to the store, so they need the token of ``GONGBAO_WRITE_TOKEN``; without one nothing here
writes. A reviewer gives it once with a name; a signed cookie then says who is at work. The cookie is never
sent from another site's page (``SameSite=Strict``), and a form sent from one is refused by its ``Origin``
(Fetch standard, 3.1), so that no page elsewhere can mark in a reviewer's name.
"""

from __future__ import annotations

import hmac
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, redirect, request, url_for

from api.audits import finding, read_choice
from api.problems import BadRequest, Forbidden, UnknownFinding
from api.service import service
from queries import reviews

if TYPE_CHECKING:
    from itsdangerous import URLSafeTimedSerializer

blueprint = Blueprint("audit_review", __name__)

COOKIE = "reviewer"
_HOURS = 12
_REMARK_CHARS = 2_000
_NAME_CHARS = 80


def writable() -> bool:
    """Whether this service takes marks at all."""
    return bool(service().settings.write_token)


def reviewer() -> str:
    """The name of the reviewer who signed in, empty where nobody did or the signature is no longer good."""
    from itsdangerous import BadData

    cookie = request.cookies.get(COOKIE, "")
    if not cookie or not writable():
        return ""
    try:
        return str(_signer().loads(cookie, max_age=_HOURS * 3600))
    except BadData:
        return ""


@blueprint.post("/audit/sign-in")
def sign_in() -> Response:
    """Check the token and remember who is at work; back to the finding either way."""
    _same_origin()
    name = request.form.get("reviewer", "").strip()[:_NAME_CHARS]
    given, wanted = request.form.get("token", ""), service().settings.write_token
    if not wanted or not name or not hmac.compare_digest(given.encode(), wanted.encode()):
        return _back(request.args.get("back", ""), wrong="1")
    response = _back(request.args.get("back", ""))
    response.set_cookie(
        COOKIE,
        str(_signer().dumps(name)),
        max_age=_HOURS * 3600,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
    return response


@blueprint.post("/audit/sign-out")
def sign_out() -> Response:
    """Forget who is at work."""
    _same_origin()
    response = _back(request.args.get("back", ""))
    response.delete_cookie(COOKIE, httponly=True, samesite="Strict")
    return response


@blueprint.post("/audit/<wanted>")
def mark(wanted: str) -> Response:
    """Keep what the reviewer says of a finding (``state``, ``remark``); ``open`` withdraws the mark.

    Raises Forbidden where nobody is signed in, UnknownFinding, BadRequest for a state that is none, and the
    store's errors.
    """
    _same_origin()
    name = reviewer()
    if not name:
        raise Forbidden("请先登录再标记。", "Sign in before marking findings.")
    state = request.form.get("state", "")
    if state not in (*reviews.STATES, "open"):
        listed = ", ".join((*reviews.STATES, "open"))
        raise BadRequest(f"state 只能是 {listed}。", f"state must be one of {listed}.")
    if finding(read_choice(request.args).on, wanted) is None:
        raise UnknownFinding(wanted)
    remark = " ".join(request.form.get("remark", "").split())[:_REMARK_CHARS]
    said = reviews.Review(wanted, "" if state == "open" else state, remark, name, date.today())
    reviews.save(service().store, [said])
    return _back(wanted, saved="1")


def _back(wanted: str, **told: str) -> Response:
    """To the page of the finding (303, so that reloading it sends nothing again)."""
    arguments: dict[str, Any] = {**read_choice(request.args).arguments(), **told}
    if wanted:
        address = url_for("audit_pages.show_finding", wanted=wanted, **arguments)
    else:
        address = url_for("audit_pages.show", **arguments)
    response = redirect(address, 303)
    assert isinstance(response, Response)
    return response


def _same_origin() -> None:
    """Raises Forbidden for a form that a page of another origin sent."""
    origin = request.headers.get("Origin")
    if origin and origin != "null" and urlsplit(origin).netloc == request.host:
        return
    if origin or request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden("这一请求来自别的网站。", "This request comes from another site.")


def _signer() -> URLSafeTimedSerializer:
    from itsdangerous import URLSafeTimedSerializer

    return URLSafeTimedSerializer(service().settings.write_token, salt="gongbao.reviewer")

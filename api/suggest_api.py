"""Suggestions for the box of every page and for fields of forms: ``/api/suggest``."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, request

from api.language import current_language, translate
from api.problems import BadRequest
from api.service import service
from api.suggestions import ALL_KINDS, suggest

blueprint = Blueprint("suggest_api", __name__)


@blueprint.get("/api/suggest")
def show() -> Response:
    """Suggestions for ``?q=``, grouped by kind; ``kinds``: only these, separated by commas.

    Longer text than a question may have gets none.
    """
    wanted = [kind for kind in request.args.get("kinds", "").split(",") if kind]
    if unknown := [kind for kind in wanted if kind not in ALL_KINDS]:
        listed = ", ".join(ALL_KINDS)
        raise BadRequest(
            f"kinds 里的 {unknown[0]} 不是 {listed} 之一。", f"kinds: {unknown[0]} is not one of {listed}."
        )
    one = service()
    text = request.args.get("q", "").strip()
    fits = 0 < len(text) <= one.settings.max_question_chars
    groups = suggest(text, one, current_language(), wanted or ALL_KINDS) if fits else []
    return jsonify(
        {
            "groups": [
                {
                    "kind": group.kind,
                    "title": translate(f"kind.{group.kind}"),
                    "suggestions": [
                        {name: text for name, text in asdict(line).items() if text}
                        for line in group.suggestions
                    ],
                }
                for group in groups
            ]
        }
    )

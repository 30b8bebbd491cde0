"""Whether the process lives (``/healthz``) and whether it should be sent requests (``/readyz``).

The difference matters to a supervisor: what is not alive is started anew, what is not ready is only left
alone. A store that cannot be read is no reason to start the process anew.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify

from api.service import Warmth, service
from loaders.errors import GongbaoError

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """200 while the process answers; the store is not asked."""
    return _uncached(jsonify({"status": "ok"}))


@blueprint.get("/readyz")
def ready() -> Response:
    """200 where the store can be read and the answerer is warm, else 503; either way what is the matter."""
    one = service()
    store = "ok"
    try:
        one.store.refresh()
        one.store.query("ASK {}")
    except (GongbaoError, OSError, RuntimeError) as error:
        current_app.logger.error("not ready: %s", error)
        store = "unreadable"
    if store == "ok" and one.warmth in (Warmth.COLD, Warmth.FAILED):
        one.warm()
    good = store == "ok" and one.warmth is Warmth.WARM
    response = jsonify(
        {
            "status": "ready" if good else "not ready",
            "generation": one.store.generation,
            "checks": {"store": store, "answerer": one.warmth.value},
        }
    )
    response.status_code = 200 if good else 503
    if not good:
        response.headers["Retry-After"] = "1"
    return _uncached(response)


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response

"""Headers every response carries: what a browser may do with it and who may read it."""

from __future__ import annotations

from flask import Flask, Response, current_app, request

from api.language import remember

# Everything a page needs comes from this service: no script in the page itself, pictures also from style
# sheets (data:), and no framing.
_POLICY = (
    "default-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_SECURITY = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_OPEN_PATHS = ("/sparql", "/graphs", "/.well-known/", "/api/", "/id/", "/data/", "/ns", "/role/")
_METHODS = "GET, HEAD, POST, OPTIONS"
_DAY_SECONDS = "86400"


def install(app: Flask) -> None:
    """Add the headers to every response of ``app``, errors included."""
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    for name, value in _SECURITY.items():
        response.headers.setdefault(name, value)
    settings = current_app.config["GONGBAO"]
    if request.is_secure and settings.hsts_seconds:
        # RFC 6797; over plain HTTP it must not be sent (7.2).
        response.headers["Strict-Transport-Security"] = f"max-age={settings.hsts_seconds}"
    if request.path.startswith(_OPEN_PATHS):
        _allow_other_origins(response)
    if response.mimetype == "text/html":
        response.vary.add("Cookie")
        response.headers.setdefault("Cache-Control", "no-cache")
        remember(response)
    return response


def _allow_other_origins(response: Response) -> None:
    """CORS (Fetch standard, 3.2): the graph is open data, read without credentials."""
    origin = current_app.config["GONGBAO"].cors_origin
    if not origin:
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = (
        "Content-Disposition, ETag, Link, Location, Retry-After, X-Request-ID"
    )
    if origin != "*":
        response.vary.add("Origin")
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = _METHODS
        response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
        response.headers["Access-Control-Max-Age"] = _DAY_SECONDS

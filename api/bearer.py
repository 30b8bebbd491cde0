"""Who may write: whoever has the token of the settings, sent as a bearer token (RFC 6750)."""

from __future__ import annotations

import hmac

from flask import current_app, request

from api.problems import NotAuthorised, WritingOff


def require_token() -> None:
    """Let the request pass or raise WritingOff, NotAuthorised.

    The time this takes tells nothing of the token. Without a token in the settings nobody may write.
    """
    wanted: str = current_app.config["GONGBAO"].write_token
    if not wanted:
        raise WritingOff
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), wanted.encode()):
        raise NotAuthorised

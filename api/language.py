"""The language of a page and its words: one folder a language in ``api/messages``, one TOML file a page.

Chinese comes first; a reader switches with ``?lang=en``, which a cookie
remembers. A browser's ``Accept-Language`` is not looked at: office machines
with an English system would be given English by surprise.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from flask import Response, current_app, g, has_request_context, request

LANGUAGES = ("zh", "en")
COOKIE = "lang"
_YEAR_SECONDS = 365 * 24 * 3600


@cache
def catalogue(language: str) -> dict[str, str]:
    """All messages of ``language`` (``zh`` or ``en``): ``<file>.<key>`` → text with ``{name}`` places.

    Raises FileNotFoundError for a language without a catalogue.
    """
    pages = sorted(files("api").joinpath("messages", language).iterdir(), key=lambda page: page.name)
    return {
        f"{page.name.removesuffix('.toml')}.{key}": value
        for page in pages
        for key, value in tomllib.loads(page.read_text(encoding="utf-8")).items()
    }


def say(language: str, key: str, **values: object) -> str:
    """The message ``key`` in ``language`` with its places filled.

    Raises KeyError for an unknown key: a page with a hole should fail in the tests.
    """
    return catalogue(language)[key].format(**values)


def current_language() -> str:
    """Language of the request being answered: ``?lang=``, else the cookie, else the setting."""
    if not has_request_context():
        return LANGUAGES[0]
    known = g.get("language")
    if known is None:
        wishes = (
            request.args.get("lang"),
            request.cookies.get(COOKIE),
            current_app.config["GONGBAO"].language,
        )
        known = g.language = next(wish for wish in wishes if wish in LANGUAGES)
    return str(known)


def translate(key: str, **values: object) -> str:
    """The message ``key`` in the language of the request; what templates call ``t``."""
    return say(current_language(), key, **values)


def remember(response: Response) -> Response:
    """Keep a language chosen by ``?lang=`` in a cookie of this site for a year."""
    wish = request.args.get("lang")
    if wish in LANGUAGES:
        response.set_cookie(
            COOKIE, wish, max_age=_YEAR_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure
        )
    return response

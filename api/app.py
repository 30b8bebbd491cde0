"""The application factory: settings and a store in, a WSGI application out."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request, url_for

from api import (
    audit_pages,
    audit_review,
    browse_pages,
    calendar_pages,
    compare_pages,
    compression,
    errors,
    fulltext_pages,
    gap_pages,
    graph_store,
    guard,
    headers,
    health,
    home,
    json_api,
    linked_data,
    metrics,
    network_pages,
    observe,
    openapi_document,
    saved_pages,
    shortcut,
    source_view,
    sparql,
    sparql_editor,
    status_page,
    suggest_api,
    well_known,
    write_api,
)
from api.assets import built, has_scripts
from api.configuration import read
from api.language import LANGUAGES, catalogue, current_language, translate
from api.navigation import foot_entries, main_entries
from api.parent import end_with_parent
from api.sections import sections
from api.service import Service, attach, of_application, service
from api.settings import Settings
from api.terms import expand, term_name
from graph.store import Store

_BLUEPRINTS = (
    home.blueprint,
    sparql.blueprint,
    graph_store.blueprint,
    well_known.blueprint,
    linked_data.blueprint,
    source_view.blueprint,
    fulltext_pages.blueprint,
    browse_pages.blueprint,
    compare_pages.blueprint,
    gap_pages.blueprint,
    calendar_pages.blueprint,
    saved_pages.blueprint,
    network_pages.blueprint,
    status_page.blueprint,
    audit_pages.blueprint,
    audit_review.blueprint,
    json_api.blueprint,
    write_api.blueprint,
    openapi_document.blueprint,
    health.blueprint,
    metrics.blueprint,
    suggest_api.blueprint,
    sparql_editor.blueprint,
)
# A very large graph is warmed on beside the requests: a supervisor wants to see a sign of life.
_WARM_SECONDS = 15
# Endpoints that need no store, or look after it themselves.
_WITHOUT_STORE = ("static", "health.alive", "health.ready", "metrics.show")


def create_app(store: Store, settings: Settings) -> Flask:
    """The web application over ``store``; nothing but ``settings`` configures it."""
    app = Flask("api")
    app.config["GONGBAO"] = settings
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_body_bytes
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    one = Service.build(store, settings)
    attach(app.extensions, one)
    numbers = metrics.attach(app, one)
    observe.install(app)
    if not settings.rate_per_minute:  # who is limited must be counted by the guard
        shortcut.install(app, one, numbers)
    errors.install(app)
    headers.install(app)
    guard.install(app)
    compression.install(app)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.context_processor(_page_context)
    app.before_request(_move_on)
    if settings.proxies:
        from werkzeug.middleware.proxy_fix import ProxyFix

        count = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_prefix=count
        )
    return app


def _move_on() -> None:
    """Read the newest published generation from here on; between requests, so that none sees two."""
    if request.endpoint not in _WITHOUT_STORE:
        service().move_on()


def from_environment() -> Flask:
    """The application of a server process: settings from ``GONGBAO_*``, the store they name.

    Raises SettingError and the store's own errors where it cannot be opened.
    """
    from api import logs
    from graph.store import open_store

    found = read()
    settings = found.settings
    logs.configure(settings)
    for name in found.unknown:
        logging.getLogger(__name__).warning("no such setting, ignored: %s", name)
    end_with_parent(settings.stop_seconds)
    app = create_app(open_store(settings.store_location(), base=settings.entity_base()), settings)
    # Those who come meanwhile wait at the door: inside, a crowd would keep this from ever being done.
    of_application(app).warm_in_background(_WARM_SECONDS)
    of_application(app).free_hand.start()
    return app


def _page_context() -> dict[str, Any]:
    """What every template may use."""
    return {
        "t": translate,
        "term": _term,
        "tag_name": _tag_name,
        "language": current_language(),
        "language_links": _language_links,
        "sections": sections,
        "navigation": main_entries,
        "foot_navigation": foot_entries,
        "has_scripts": has_scripts,
        "built": built,
    }


def _term(name: str) -> str:
    """The ontology's name of ``gb:Document`` in the language of the page."""
    return term_name(expand(name), current_language())


def _tag_name(tag: str) -> str:
    """The name of a tag of saved queries; a tag of a user's own folder stays as written."""
    key = f"queries.tag_{tag}"
    return translate(key) if key in catalogue(current_language()) else tag


def _language_links() -> list[tuple[str, str]]:
    """This page in every other language: (language, address)."""
    links = []
    for language in LANGUAGES:
        if language != current_language():
            arguments = request.args.to_dict(flat=False) | {"lang": [language]}
            links.append((language, _same_page(arguments)))
    return links


def _same_page(arguments: dict[str, list[str]]) -> str:
    if request.endpoint is None or request.method == "POST":
        return url_for("home.show") + "?" + urlencode({"lang": arguments["lang"]}, doseq=True)
    path = url_for(request.endpoint, **(request.view_args or {}))
    return path + "?" + urlencode(arguments, doseq=True)

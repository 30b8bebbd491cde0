"""Loading and withdrawing over HTTP, for whoever has the token: ``/api/sources/…`` and ``/api/graphs``."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, jsonify, request

from api.bearer import require_token
from api.loading import load_apart
from api.problems import BadRequest, NothingLoaded, WriterBusy, WrongMediaType
from api.service import service

if TYPE_CHECKING:
    from graph.ingest import LoadReport

blueprint = Blueprint("write_api", __name__)

# What no system takes in a file's name, and what would hide it or lead elsewhere.
_BAD_NAME = re.compile(r'[/\\:*?"<>|\ufffd]|^[.\s]|[.\s]$')
_NAME_BYTES = 240
_CHUNK = 1_000_000

# One writer at a time; the store's own lock keeps other processes out.
_writing = Lock()


@blueprint.put("/api/sources/<name>")
def load(name: str) -> Response:
    """Load the body as the file ``name``: a gazette or RDF, whose format the suffix tells.

    201 where the graph has changed, 200 where it said all that before, 422 where nothing could be read. The
    answer is the report of the load; loading the same file again changes nothing.
    """
    require_token()
    _check_name(name)
    one = service()
    request.max_content_length = one.settings.max_upload_bytes
    with tempfile.TemporaryDirectory(prefix="gongbao-upload-") as folder:
        path = Path(folder) / name
        with path.open("wb") as out:
            shutil.copyfileobj(request.stream, out, _CHUNK)
        if not path.stat().st_size:
            raise BadRequest("请求体是空的。", "The body is empty.")
        with _Turn():
            report = load_apart(
                path, one.store.location, one.settings.entity_base(), one.settings.upload_seconds
            )
        one.move_on()
        current_app.logger.info("loaded %s: generation %s", name, one.store.generation)
        body = _report(report, folder)
    if not report.loaded and not report.unchanged:
        raise NothingLoaded(name, [f"{p['source']}:{p['line']}: {p['reason']}" for p in body["problems"]])
    response = jsonify(body | {"generation": one.store.generation})
    response.status_code = 201 if report.changed else 200
    return response


@blueprint.delete("/api/graphs")
def withdraw() -> Response:
    """Withdraw what ``?source=`` says in ``?graph=``, or the whole graph where no source is named."""
    from graph.withdraw import withdraw as take_back

    require_token()
    graph, source = request.args.get("graph", ""), request.args.get("source") or None
    if not graph:
        raise BadRequest("缺少参数 graph（图的 IRI）。", "The parameter 'graph' (its IRI) is missing.")
    one = service()
    with _Turn():
        take_back(one.store, graph, source)
    one.move_on()
    current_app.logger.info("withdrew %s of %s: generation %s", source or "all", graph, one.store.generation)
    return jsonify({"graph": graph, "source": source, "generation": one.store.generation})


class _Turn:
    """The only request that writes, for the length of a block; WriterBusy where another one is at it."""

    def __enter__(self) -> None:
        if not _writing.acquire(blocking=False):
            raise WriterBusy

    def __exit__(self, *_error: object) -> None:
        _writing.release()


def _check_name(name: str) -> None:
    """The name becomes a file's, and what the source is called: one plain name of a format we read."""
    from graph.reference import FORMATS
    from loaders.formats import readers
    from loaders.reading import is_readable

    if not name.isprintable() or _BAD_NAME.search(name) or len(name.encode()) > _NAME_BYTES:
        raise BadRequest("文件名不可用。", "This will not do as the name of a file.")
    path = Path(name)
    if not is_readable(path) and path.suffix.lower() not in FORMATS:
        raise WrongMediaType(path.suffix, (*sorted(readers()), ".zip", *FORMATS))


def _report(report: LoadReport, folder: str) -> dict[str, Any]:
    """The report as JSON, files by their names: where they lay for a moment is nobody's business."""

    def named(value: Any) -> Any:
        if isinstance(value, str):
            return value.removeprefix(folder).lstrip("/\\") if value.startswith(folder) else value
        if isinstance(value, dict):
            return {key: named(inner) for key, inner in value.items()}
        return [named(inner) for inner in value] if isinstance(value, (list, tuple)) else value

    found: dict[str, Any] = named(asdict(report))
    return found

"""Responses compressed as the client accepts (RFC 9110, 12.5.3): zstd (RFC 8878) or gzip (RFC 1952).

What is small is compressed at once and, where its ETag says what it is, kept; what is large is compressed
piece by piece. Each encoding has an ETag of its own, as a strong ETag must (RFC 9110, 8.8.3.3): that of the
response with the name of the encoding behind it. Who compares ETags need not know; on the way in it is taken
off again.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import zstandard
from flask import Flask, Response, g, request
from werkzeug.datastructures import Accept

from api.result_cache import ResultCache

_ENCODINGS = ("zstd", "gzip")
_SUFFIX = re.compile(f'-({"|".join(_ENCODINGS)})"')
_SMALLEST = 1_000
_KEPT_BYTES = 32_000_000
_GZIP_LEVEL = 5
_ZSTD_LEVEL = 3
_GZIP_WINDOW = 31  # the largest, with gzip's head and tail
_TYPES = ("text/", "application/", "image/svg+xml")
_PACKED = (
    "application/zip",
    "application/gzip",
    "application/vnd.openxmlformats",
    "application/octet-stream",
)


class _Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


def install(app: Flask) -> None:
    """Compress what ``app`` answers."""
    kept: ResultCache[bytes] = ResultCache(_KEPT_BYTES)
    app.before_request(_strip_suffixes)
    app.after_request(lambda response: _compress(response, kept))


def choose_encoding(header: Accept) -> str | None:
    """The encoding that a parsed ``Accept-Encoding`` prefers, ours first between equals; None for none."""
    best = max(_ENCODINGS, key=lambda name: header.quality(name))
    return best if header.quality(best) > 0 else None


def _strip_suffixes() -> None:
    given = request.environ.get("HTTP_IF_NONE_MATCH", "")
    request.environ["HTTP_IF_NONE_MATCH"] = _SUFFIX.sub('"', given)
    found = _SUFFIX.search(given)
    g.encoding_had = found.group(1) if found else ""


def _compress(response: Response, kept: ResultCache[bytes]) -> Response:
    if response.status_code == 304:
        return _tag_again(response)
    if not _worth_it(response):
        return response
    response.vary.add("Accept-Encoding")
    encoding = choose_encoding(request.accept_encodings)
    if encoding is None or request.method == "HEAD":
        return response
    etag, weak = response.get_etag()
    if response.is_streamed:
        response.response = _pieces(response.response, encoding)
        response.headers.pop("Content-Length", None)
    else:
        key = (etag, encoding) if etag and not weak else None
        packed = kept.get(key) if key else None
        if packed is None:
            packed = b"".join(_pieces([response.get_data()], encoding))
            if key:
                kept.put(key, packed, len(packed))
        response.set_data(packed)
    response.headers["Content-Encoding"] = encoding
    if etag and not weak:
        response.set_etag(f"{etag}-{encoding}")
    return response


def _tag_again(response: Response) -> Response:
    """A 304 under the tag by which the client knows what it has."""
    etag, weak = response.get_etag()
    if etag and not weak and g.get("encoding_had"):
        response.set_etag(f"{etag}-{g.encoding_had}")
    response.vary.add("Accept-Encoding")
    return response


def _worth_it(response: Response) -> bool:
    """Whether a body is there that gets shorter, and nobody asked for a part of it."""
    length, media_type = response.content_length, response.mimetype or ""
    return (
        response.status_code not in (204, 206, 304)
        and (length is None or length >= _SMALLEST)
        and "Content-Encoding" not in response.headers
        and media_type.startswith(_TYPES)
        and not media_type.startswith(_PACKED)
    )


def _pieces(body: Iterable[bytes | str], encoding: str) -> Iterator[bytes]:
    compressor: _Compressor
    if encoding == "zstd":
        compressor = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()
    else:
        compressor = zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP_WINDOW)
    try:
        for piece in body:
            packed = compressor.compress(piece.encode() if isinstance(piece, str) else piece)
            if packed:
                yield packed
        yield compressor.flush()
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()

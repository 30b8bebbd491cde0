"""Plain text in UTF-8, GB18030 or UTF-16 with a byte order mark."""

from __future__ import annotations

from pathlib import Path

from loaders.errors import UnreadableFile
from loaders.formats.base import Lines

SUFFIXES = (".txt", ".text", "")

# What no text holds, and what no government text holds much of: a file with these is something else.
_MAX_ODD_SHARE = 0.02


def decode(data: bytes, source: str) -> str:
    """The text of ``data``: UTF-8 (with or without BOM), UTF-16 with BOM, else GB18030.

    Raises UnreadableFile for binaries and for what decodes in none of them,
    naming the line of the first byte that cannot be decoded.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise UnreadableFile(source, "UTF-16 文本有误 / broken UTF-16 text") from error
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise UnreadableFile(source, "二进制文件，不是文本 / a binary file, not text", line)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = data[: error.start].count(b"\n") + 1
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        where = max(where, data[: error.start].count(b"\n") + 1)
        raise UnreadableFile(
            source,
            "无法解码：既不是 UTF-8 也不是 GB18030 / cannot be decoded as UTF-8 or GB18030",
            where,
        ) from error
    # GB18030 decodes nearly any bytes: what was meant otherwise comes out as rare or private characters.
    odd = sum(1 for c in text if "\ue000" <= c <= "\uf8ff" or c == "\ufffd" or c > "\uffff" or c < "\t")
    common = sum(1 for c in text if "\u4e00" <= c <= "\u9fa5")
    if odd > _MAX_ODD_SHARE * max(1, common):
        raise UnreadableFile(
            source, "无法解码：既不是 UTF-8 也不是 GB18030 / cannot be decoded as UTF-8 or GB18030", where
        )
    return text


def read(path: Path) -> Lines:
    """The lines of a text file, as ``str.split`` at ``\\n`` gives them (``\\r`` taken off).

    Raises UnreadableFile as ``decode`` does, OSError as ``open`` does.
    """
    text = decode(path.read_bytes(), path.name)
    lines = [line.rstrip("\r") for line in text.split("\n")]
    if lines and not lines[-1]:
        lines.pop()
    return Lines(tuple(lines))

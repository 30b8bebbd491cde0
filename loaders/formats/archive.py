"""ZIP archives: each member is a file of its own."""

from __future__ import annotations

import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from loaders.errors import UnreadableFile
from loaders.formats import bounded
from loaders.formats.base import Lines

SUFFIXES = (".zip",)

# Bit 11 of the flags: the name is UTF-8 (PKWARE APPNOTE 6.3.10, 4.4.4).
_UTF8_NAME = 0x800


def members(path: Path, read: Callable[[Path], Lines]) -> Iterator[tuple[str, Lines | UnreadableFile]]:
    """The members of an archive, in its order, with their names (``archive.zip/folder/file.txt``): what
    ``read`` makes of each, or the error it raises.

    Folders, hidden files and what file managers leave behind are passed over. Raises UnreadableFile where
    the archive is damaged or its content would be too large; OSError where it cannot be opened.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError) as error:
        raise UnreadableFile(
            path.name, "不是 ZIP 压缩包，或已损坏 / no ZIP archive, or a damaged one"
        ) from error
    with archive, tempfile.TemporaryDirectory(prefix="gongbao-") as folder:
        entries = [entry for entry in archive.infolist() if not _is_passed_over(entry)]
        bounded.check(entries, path.name)
        for entry in entries:
            member = member_name(entry)
            name = f"{path.name}/{member}"
            try:
                if PurePosixPath(member).suffix.lower() in SUFFIXES:
                    raise UnreadableFile(
                        name, "不读压缩包中的压缩包 / an archive inside an archive is not read"
                    )
                yield name, _read(archive, entry, name, Path(folder), read)
            except UnreadableFile as error:
                yield name, UnreadableFile(name, error.reason, error.line)


def member_name(entry: zipfile.ZipInfo) -> str:
    """The name of a member: archives made on Chinese Windows have GB 18030 names without saying so."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _is_passed_over(entry: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename).parts
    hidden = any((part.startswith(".") and part.strip(".")) or part == "__MACOSX" for part in parts)
    special = parts[-1:] in (("Thumbs.db",), ("desktop.ini",)) or stat.S_ISLNK(entry.external_attr >> 16)
    return entry.is_dir() or hidden or special


def _read(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, folder: Path, read: Callable[[Path], Lines]
) -> Lines:
    data = bounded.read_member(archive, entry, name)
    # Readers take files; nothing of the member's name but its suffix reaches the disk.
    suffix = PurePosixPath(member_name(entry)).suffix
    file = folder / f"member{suffix if suffix[1:].isalnum() else ''}"
    file.write_bytes(data)
    try:
        return read(file)
    finally:
        file.unlink()

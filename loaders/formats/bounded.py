"""ZIP containers from strangers: nothing in them may grow beyond bounds."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable

from loaders.errors import UnreadableFile

MAX_MEMBERS = 100_000
MAX_MEMBER = 512 * 2**20
MAX_TOTAL = 4 * 2**30
# No text or scan shrinks so far; small members may (a page of blanks).
MAX_RATIO = 200
SMALL = 8 * 2**20
_CHUNK = 2**20


def check(members: Iterable[zipfile.ZipInfo], source: str) -> None:
    """Refuse a container whose directory announces more than the bounds allow.

    Raises UnreadableFile (``source`` is its name).
    """
    total = 0
    for count, member in enumerate(members, 1):
        total += member.file_size
        ratio = member.file_size / max(1, member.compress_size)
        if (
            count > MAX_MEMBERS
            or total > MAX_TOTAL
            or member.file_size > MAX_MEMBER
            or (member.file_size > SMALL and ratio > MAX_RATIO)
        ):
            raise UnreadableFile(
                source, "疑为压缩炸弹：解压后过大，不予读取 / looks like a zip bomb: too large when unpacked"
            )


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: str) -> bytes:
    """The content of a member, at most what its directory entry announces.

    Raises UnreadableFile where it holds more, is encrypted or is damaged.
    """
    if member.flag_bits & 1:
        raise UnreadableFile(source, "文件已加密 / the file is encrypted")
    data = bytearray()
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                data += chunk
                if len(data) > member.file_size:
                    raise UnreadableFile(source, "压缩包目录有误 / the archive's directory is wrong")
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableFile(
            source, "压缩文件损坏或压缩方式不支持 / damaged, or packed in an unknown way"
        ) from error
    except Exception as error:  # zlib, bz2 and lzma each raise their own
        if isinstance(error, UnreadableFile | OSError | MemoryError):
            raise
        raise UnreadableFile(source, "压缩文件损坏 / the archive is damaged") from error
    return bytes(data)

"""Everything the graph room may refuse or fail at, in one tree.

Each class carries the HTTP status a client gets; each instance says the same
thing in Chinese (``zh``) and English (``en``). Instances survive pickling,
because queries run in worker processes and their errors cross a pipe.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loaders.errors import GongbaoError


class GraphError(GongbaoError):
    """An error with a Chinese and an English message; ``str()`` gives both, Chinese first."""

    http_status = 500

    def __init__(self, zh: str, en: str) -> None:
        """``zh`` and ``en`` say what happened and what to do."""
        self.zh, self.en = zh, en
        super().__init__(zh, en)

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


class StoreError(GraphError):
    """The store is not there, not a store, damaged, or did not take a change."""


class StoreMissing(StoreError):
    """There is no store at the location."""

    http_status = 503


class StoreBusy(StoreError):
    """Another process is changing the store and did not finish in time."""

    http_status = 503


class StoreFull(StoreError):
    """The disk (or quota) took no more; the published generation is as it was."""

    http_status = 507


class StoreDamaged(StoreError):
    """What lies in the store folder is not what was written there."""


class BadQuads(StoreError):
    """What was handed to ``Change.put`` or ``Change.derive`` cannot be stored."""

    http_status = 422


class RemoteUnavailable(StoreError):
    """The SPARQL endpoint does not answer, or answers with an error of its own."""

    http_status = 502


class RemoteTooSlow(RemoteUnavailable):
    """The SPARQL endpoint took longer than a query may take."""

    http_status = 503


class RemoteTooMuch(RemoteUnavailable):
    """The SPARQL endpoint answered more than a result may have."""

    http_status = 503


class QueryError(GraphError):
    """The query is at fault."""

    http_status = 400


class QuerySyntaxError(QueryError):
    """The text is not SPARQL. ``line`` and ``column`` are 1-based, 0 where the parser gave no place."""

    def __init__(self, detail: str, line: int = 0, column: int = 0) -> None:
        """``detail`` is the parser's message."""
        self.detail, self.line, self.column = detail, line, column
        zh_place = f"（第{line}行第{column}列）" if line else ""
        en_place = f" at line {line}, column {column}" if line else ""
        super().__init__(f"SPARQL 语法错误{zh_place}：{detail}", f"SPARQL syntax error{en_place}: {detail}")
        self.args = (detail, line, column)


class QueryRefused(QueryError):
    """The text is SPARQL, but asks for what free-hand queries may not do."""

    def __init__(self, zh: str, en: str, http_status: int = 403) -> None:
        """``http_status`` is 403 where the request is forbidden, 400 where it is no query at all."""
        super().__init__(zh, en)
        self.http_status = http_status
        self.args = (zh, en, http_status)


class FormatNotOffered(QueryError):
    """The media type cannot carry this kind of result."""

    http_status = 406


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = ("no space left", "disk quota exceeded", "file too large")


ENGINE_ERRORS = (OSError, RuntimeError)
"""What the engine raises: OSError where reading or writing fails, RuntimeError where files are corrupt."""


def is_full(error: Exception) -> bool:
    """Whether ``error`` says that the disk took no more. RocksDB hands the reason over as text only."""
    return getattr(error, "errno", None) in _FULL or any(words in str(error).lower() for words in _FULL_WORDS)


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn errors of system and engine inside the block into ``StoreFull`` or ``StoreError`` naming
    ``folder``."""
    try:
        yield
    except ENGINE_ERRORS as error:
        if is_full(error):
            raise StoreFull(
                f"磁盘空间不足，写不进 {folder}；已发布的内容未变，请腾出空间后重试。",
                f"no space left for {folder}; what was published is unchanged: make room and try again "
                f"({error})",
            ) from error
        raise StoreError(
            f"读写 {folder} 失败；已发布的内容未变。",
            f"reading or writing {folder} failed; what was published is unchanged ({error})",
        ) from error

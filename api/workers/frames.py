"""The protocol between the service and a worker process: frames over the worker's standard input and output.

A frame is one byte of kind, four bytes of length (big-endian), and that many bytes of payload.

=====  ==========  ==================================================================================
kind   direction   payload
=====  ==========  ==================================================================================
``J``  to worker   a job, JSON: see :class:`Job`. The next one is sent when this one is done.
``R``  to service  once, before all else: the worker has started; empty
``D``  to service  a piece of the result as its media type writes it; pieces follow one another
``E``  to service  the result is whole; JSON ``{"cut": bool, "tired": bool}``: whether it stops after the
                   rows asked for, and whether the worker has grown too large to be given another job
``X``  to service  there is no result (what came of it is void); JSON ``{"error": class, "args": [...]}``
=====  ==========  ==================================================================================

A job is answered by any number of ``D`` and then one ``E`` or ``X``. The end of the worker's output before
that means that it died; the end of its input means that its parent did, and then it ends at once, whatever
it is doing.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from typing import IO, Any

JOB, READY, DATA, END, ERROR = b"J", b"R", b"D", b"E", b"X"
_HEAD = struct.Struct(">cI")


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is asked to do with the database in the folder ``database`` (empty: an empty one).

    ``query`` is SPARQL that was admitted; where it is empty the graph ``graph`` is written out, and without
    a graph all of them. ``union``: whether the default graph is that of all graphs. ``max_rows``
    and ``max_bytes`` limit the result (0: no limit); with ``cut`` it stops after ``max_rows`` instead of
    failing. ``prefixes`` (prefix → IRI) are for media types that have them.
    """

    database: str
    media_type: str
    query: str = ""
    graph: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    union: bool = True
    prefixes: dict[str, str] = field(default_factory=dict)
    max_rows: int = 0
    max_bytes: int = 0
    cut: bool = False

    def pack(self) -> bytes:
        """The payload of a ``J`` frame."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__}).encode()

    @classmethod
    def unpack(cls, payload: bytes) -> Job:
        """The job of a ``J`` frame."""
        return cls(**json.loads(payload))


def write_frame(out: IO[bytes], kind: bytes, payload: bytes) -> None:
    """Write one frame and flush. Raises OSError where nobody reads any more."""
    out.write(_HEAD.pack(kind, len(payload)) + payload)
    out.flush()


def write_json(out: IO[bytes], kind: bytes, **members: Any) -> None:
    """Write a frame whose payload is a JSON object."""
    write_frame(out, kind, json.dumps(members).encode())


def read_frame(source: IO[bytes]) -> tuple[bytes, bytes] | None:
    """The next frame as (kind, payload); None where the other side is gone, also in the middle of a frame."""
    head = source.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    payload = source.read(length)
    return (kind, payload) if len(payload) == length else None

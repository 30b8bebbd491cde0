"""Shards: what one source file says in one named graph, as canonical N-Quads named by their hash.

Canonical means: as the engine writes them back (so that ``"007"^^xsd:integer`` and ``"7"^^xsd:integer``,
which it cannot tell apart, are one), every quad in its named graph, blank nodes labelled by RDF Dataset
Canonicalization (RDFC-1.0) within the source, lines sorted, no line twice.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.errors import BadQuads, StoreDamaged

Read = Callable[[str], bytes]
"""From the sha256 of a shard to its canonical N-Quads."""


@dataclass(frozen=True)
class Shard:
    """Canonical N-Quads (UTF-8) with their sha256 in hexadecimal."""

    sha256: str
    data: bytes


@dataclass(frozen=True)
class Delta:
    """How the lines of one graph change: the order of lines means nothing. ``count`` is how many there are
    then."""

    removed: list[bytes]
    added: list[bytes]
    count: int


def make_shard(graph: str, source: str, nquads: bytes) -> Shard:
    """The shard of what ``source`` says in ``graph``.

    ``nquads`` is N-Quads in UTF-8; quads without a graph name go to ``graph``. Raises BadQuads where it
    is no N-Quads or names another graph.
    """
    name = graph_name(graph)
    engine = ox.Store()
    try:
        engine.load(nquads, format=ox.RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as error:
        raise BadQuads(
            f"{source} 的 N-Quads 有误，未写入：{error}",
            f"the N-Quads of {source} are not well-formed: {error}",
        ) from error
    others = [str(other) for other in engine.named_graphs() if other != name]
    if others:
        raise BadQuads(
            f"{source} 应只写入图 {graph}，却含有 {others[0]} 中的语句。",
            f"{source} is put into the graph {graph} but has quads of {others[0]}",
        )
    lines = set(graph_lines(engine, name)) | set(graph_lines(engine, ox.DefaultGraph()))
    tail = b" " + str(name).encode() + b" ."
    quads = {line.removesuffix(b" .") + tail for line in lines}
    if has_blank_nodes(quads):
        quads = _label_blank_nodes(graph, source, quads)
    data = b"".join(line + b"\n" for line in sorted(quads))
    return Shard(hashlib.sha256(data).hexdigest(), data)


def graph_name(graph: str) -> ox.NamedNode:
    """``graph`` as a term; raises BadQuads where it is no absolute IRI."""
    try:
        return ox.NamedNode(graph)
    except ValueError as error:
        raise BadQuads(f"图名 {graph} 不是 IRI。", f"the graph name {graph} is no IRI") from error


def graph_lines(engine: ox.Store, name: ox.NamedNode | ox.DefaultGraph) -> list[bytes]:
    """The triples of one graph of ``engine`` as N-Triples lines without their line ends."""
    written = engine.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b""
    return written.split(b"\n")[:-1]


def has_blank_nodes(lines: Iterable[bytes]) -> bool:
    """Whether any of the N-Triples or N-Quads lines has a blank node."""
    suspects = b"\n".join(line for line in lines if b"_:" in line)
    return any(_mentions_blank(quad) for quad in ox.parse(suspects, format=ox.RdfFormat.N_QUADS))


def fingerprint(lines: Iterable[bytes]) -> str:
    """The sha256 of triples that is the same whatever their order and their blank nodes' labels."""
    lines = list(lines)
    if has_blank_nodes(lines):
        dataset = ox.Dataset(ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_QUADS))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        lines = [str(quad).encode() for quad in dataset]
    return hashlib.sha256(b"\n".join(sorted(lines))).hexdigest()


def pack(shard: Shard) -> bytes:
    """The shard as it is kept: gzip without a time, so that equal shards are equal files."""
    return gzip.compress(shard.data, compresslevel=6, mtime=0)


def unpack(sha256: str, packed: bytes, where: str) -> bytes:
    """The canonical N-Quads of a kept shard; raises StoreDamaged where they are not what ``sha256`` names."""
    try:
        data = gzip.decompress(packed)
    except (OSError, EOFError, zlib.error):
        data = None
    if data is None or hashlib.sha256(data).hexdigest() != sha256:
        raise StoreDamaged(
            f"{where} 已损坏：内容与其校验和不符。请从备份恢复；或删去后重新载入其来源。",
            f"{where} is damaged: not what its checksum says: restore it, or delete it and load its source",
        )
    return data


def read_shard(folder: Path, sha256: str) -> bytes:
    """The canonical N-Quads of ``<folder>/<sha256>.nq.gz``; raises StoreDamaged where missing or altered."""
    path = shard_path(folder, sha256)
    try:
        packed = path.read_bytes()
    except FileNotFoundError:
        raise StoreDamaged(
            f"缺少 {path}；请从备份恢复，或重新载入其来源。",
            f"{path} is missing: restore it, or load its source again",
        ) from None
    return unpack(sha256, packed, str(path))


def shard_path(folder: Path, sha256: str) -> Path:
    """Where a shard is kept in ``folder``."""
    return folder / f"{sha256}.nq.gz"


def graph_quads(engine: ox.Store, graph: str) -> set[bytes]:
    """What ``engine`` holds in ``graph``, as lines of canonical N-Quads."""
    tail = f" <{graph}> .".encode()
    return {line.removesuffix(b" .") + tail for line in graph_lines(engine, graph_name(graph))}


def union_of(shards: Iterable[str], read: Read) -> set[bytes]:
    """What the shards (by sha256) say together: a quad stays as long as one of them says it."""
    return {line for sha256 in set(shards) for line in read(sha256).split(b"\n")[:-1]}


def graph_delta(before: set[bytes], after: set[bytes]) -> Delta:
    """How a graph changes from the lines ``before`` to the lines ``after``."""
    return Delta(list(before - after), list(after - before), len(after))


def _label_blank_nodes(graph: str, source: str, quads: set[bytes]) -> set[bytes]:
    """Labels that come out the same on every run and can not meet those of another source."""
    dataset = ox.Dataset(ox.parse(b"\n".join(quads), format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    scope = "b" + hashlib.sha256(f"{graph}\n{source}".encode()).hexdigest()[:16]
    return {f"{_relabel(quad, scope)} .".encode() for quad in dataset}


def _relabel(quad: ox.Quad, scope: str) -> ox.Quad:
    def subject(term: ox.NamedNode | ox.BlankNode | ox.Triple) -> ox.NamedNode | ox.BlankNode | ox.Triple:
        if isinstance(term, ox.BlankNode):
            return ox.BlankNode(scope + term.value)
        return triple(term) if isinstance(term, ox.Triple) else term

    def triple(term: ox.Triple) -> ox.Triple:
        return ox.Triple(subject(term.subject), term.predicate, value(term.object))

    def value(
        term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
    ) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
        return term if isinstance(term, ox.Literal) else subject(term)

    return ox.Quad(subject(quad.subject), quad.predicate, value(quad.object), quad.graph_name)


def _mentions_blank(quad: ox.Quad | ox.Triple) -> bool:
    return any(
        isinstance(term, ox.BlankNode) or (isinstance(term, ox.Triple) and _mentions_blank(term))
        for term in (quad.subject, quad.object)
    )

"""The store behind a SPARQL 1.1 endpoint (Oxigraph's server, Fuseki, GraphDB, RDF4J, Virtuoso, QLever …).

**The union.** Our queries see the union of all graphs as default graph. Which of these a server understands
is found out by asking it once (or said with ``union=`` in the URL):

- ``server``: it does so by itself (GraphDB, RDF4J; Fuseki with ``tdb2:unionDefaultGraph true``; Oxigraph's
  server with ``--union-default-graph``);
- ``parameter``: it does with ``union-default-graph=true`` and, for updates, ``using-union-graph=true``
  (Oxigraph);
- ``list``: every request names all graphs (``default-graph-uri``, ``named-graph-uri``; SPARQL 1.1 Protocol,
  2.1.4), which any server understands but which grows with the number of graphs: good for hundreds, not for
  tens of thousands.

**What a source said** is kept in the graph ``urn:x-gongbao:store`` of the same server: one node per (graph,
source) with its shard, so that any machine can replace what one file said, and nothing else. This graph is
left out of ``graphs()`` and ``export()``; with ``server`` and ``parameter`` a query over everything sees
its few triples.

**Changes.** One writer at a time, by a lease in that graph. A change is one update request, which servers
with transactions (Oxigraph, Fuseki, GraphDB) apply as a whole. A change too large for one request
(``max_request`` bytes) goes in several; each leaves every source either as it was or as it is to be, or to
be put again. Puts are applied first, then derived graphs are made, whatever the order of the calls. Blank
nodes become IRIs (RDF 1.1 Concepts, 3.5).
"""

from __future__ import annotations

import ast
import base64
import hashlib
import re
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import pyoxigraph as ox
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat
from SPARQLWrapper import POST, POSTDIRECTLY, URLENCODED, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

from graph.derive import Step, read_steps
from graph.endpoints import Endpoints, Union, find_endpoints
from graph.errors import (
    BadQuads,
    RemoteTooMuch,
    RemoteTooSlow,
    RemoteUnavailable,
    StoreBusy,
    StoreDamaged,
    StoreError,
)
from graph.generations import now
from graph.media import graph_format
from graph.results import Result, default_base, prefixes, read_rows, syntax_error, write_result
from graph.shards import graph_delta, graph_name, make_shard, pack, union_of, unpack
from graph.sparql_text import dataset_clauses
from graph.store import Row

MANIFEST = "urn:x-gongbao:store"
"""The graph in which a server keeps what each source said, the generation and the lease."""

_STORE = f"<{MANIFEST}>"
_LOCK = "<urn:x-gongbao:lock>"
_TERM = "<urn:x-gongbao:{}>".format
_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.5"
_PIECE = 65_536
_ANY_NAMED = "ASK { GRAPH ?g { ?s ?p ?o } }"
_SEEN_IN_UNION = "ASK { { SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 1 } ?s ?p ?o }"


class RemoteStore:
    """A store behind a SPARQL endpoint. Queries always see the newest content; ``generation`` is that of
    the last ``refresh``. May be shared by threads."""

    def __init__(
        self,
        location: str,
        base: str | None = None,
        *,
        update: str | None = None,
        graph_store: str | None = None,
        union: Union | None = None,
        timeout: float = 60.0,
        update_timeout: float = 3600.0,
        lock_timeout: float = 30.0,
        lease: float = 600.0,
        max_request: int = 32_000_000,
    ) -> None:
        """Meet the server at ``location`` (see ``graph.endpoints``).

        ``timeout`` and ``update_timeout`` are seconds for one request, ``lock_timeout`` seconds to wait for
        another writer, ``lease`` seconds after which a writer that is not heard of is taken for dead,
        ``max_request`` bytes of one update request (Oxigraph's server takes 128 MiB). Raises
        RemoteUnavailable.
        """
        self.endpoints: Endpoints = find_endpoints(
            location, update=update, graph_store=graph_store, union=union
        )
        self.location = self.endpoints.location
        self._base = base
        self.timeout, self.update_timeout, self.lock_timeout = timeout, update_timeout, lock_timeout
        self.lease, self.max_request = lease, max_request
        self.max_response = 0
        self._union: Union | None = None if self.endpoints.union == "auto" else self.endpoints.union
        self._generation = self._read_generation()

    @property
    def base(self) -> str:
        """The base IRI of entities."""
        return self._base or default_base()

    @property
    def generation(self) -> str:
        """Changes with every change made through this project; ``"0"`` before the first."""
        return self._generation

    @property
    def content(self) -> str:
        """See ``graph.store.Store.content``: an endpoint keeps no manifest that would tell more."""
        return self._generation

    def refresh(self) -> bool:
        """Ask for the generation; whether it is another one."""
        before, self._generation = self._generation, self._read_generation()
        return before != self._generation

    def bounded(self, seconds: float, size: int) -> RemoteStore:
        """This store for queries that may take ``seconds`` in all and ``size`` bytes of response (0: any).

        Past that they raise RemoteTooSlow and RemoteTooMuch.
        """
        other = copy(self)
        other.timeout, other.max_response = seconds, size
        return other

    # --- asking ------------------------------------------------------------------------------------

    def query(self, sparql: str) -> Result:
        """See ``graph.store.Store.query``. The result was transferred whole before it is returned."""
        return self.evaluate(sparql)

    def evaluate(
        self, sparql: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
    ) -> Result:
        """``query`` over a dataset of one's own: where either is given, these graphs are all there is."""
        if default_graphs or named_graphs:
            dataset = [("default-graph-uri", graph) for graph in default_graphs]
            return self._send(sparql, dataset + [("named-graph-uri", graph) for graph in named_graphs])
        if dataset_clauses(sparql):
            return self._send(sparql)
        return self._send(sparql, self.query_parameters())

    def rows(self, sparql: str) -> list[Row]:
        """See ``graph.store.Store.rows``."""
        return read_rows(self.evaluate(sparql))

    def serialise(
        self,
        sparql: str,
        media_type: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> bytes:
        """See ``graph.store.Store.serialise``."""
        return write_result(
            self.evaluate(sparql, default_graphs, named_graphs), media_type, prefixes(self.base)
        )

    def export(self, media_type: str, out: BinaryIO) -> None:
        """See ``graph.store.Store.export``. N-Quads come graph by graph; other formats are put together in
        memory."""
        form = graph_format(media_type)
        if form == RdfFormat.N_QUADS:
            for graph in self.graphs():
                tail = f" <{graph}> .\n".encode()
                out.writelines(line.removesuffix(b" .") + tail for line in self._graph_lines(graph))
            return
        known = prefixes(self.base)
        quads = ox.Store()
        for graph in self.graphs():
            target = ox.NamedNode(graph) if form == RdfFormat.TRIG else ox.DefaultGraph()
            quads.bulk_load(b"\n".join(self._graph_lines(graph)), format=RdfFormat.N_TRIPLES, to_graph=target)
        from_graph = None if form == RdfFormat.TRIG else ox.DefaultGraph()
        quads.dump(out, form, from_graph=from_graph, prefixes=known)

    def graphs(self) -> dict[str, int]:
        """See ``graph.store.Store.graphs``; counted by the server."""
        rows = read_rows(self._send("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"))
        found = {_text(row["g"]): int(_text(row["n"])) for row in rows if "g" in row}
        return {graph: count for graph, count in sorted(found.items()) if graph != MANIFEST and count}

    @contextmanager
    def change(self, reason: str = "", timeout: float | None = None) -> Iterator[RemoteChange]:
        """See ``graph.store.Store.change``."""
        lease = Lease(self, self.lock_timeout if timeout is None else timeout)
        try:
            with tempfile.TemporaryDirectory(prefix="gongbao-") as folder:
                change = RemoteChange(self, reason, lease, Path(folder))
                yield change
                change.publish()
        finally:
            lease.release()
        self.refresh()

    # --- the wire ----------------------------------------------------------------------------------

    def update(self, sparql: str, *, parameters: Iterable[tuple[str, str]] = ()) -> None:
        """Send an update request; ``parameters`` are of the protocol (``using-graph-uri`` …). Raises
        StoreError."""
        request = self._wrapper(self.update_timeout)
        request.queryString, request.queryType = sparql, "INSERT"
        many = list(parameters)
        # In the body where there are many: a URL has its limits.
        request.setRequestMethod(URLENCODED if len(many) > 10 else POSTDIRECTLY)
        for name, value in many:
            request.addParameter(name, value)
        try:
            self._exchange(request)
        except QueryBadFormed as error:
            said = _response_text(error)
            raise StoreError(
                f"{self.endpoints.update} 拒绝了更新：{said}",
                f"{self.endpoints.update} refused the update: {said}",
            ) from error

    def query_parameters(self) -> list[tuple[str, str]]:
        """The parameters by which a query sees the union."""
        how = self._find_union()
        if how == "parameter":
            return [("union-default-graph", "true")]
        if how == "list":
            names = list(self.graphs())
            return [("default-graph-uri", name) for name in names] + [
                ("named-graph-uri", name) for name in names
            ]
        return []

    def update_parameters(self, graphs: Iterable[str]) -> list[tuple[str, str]]:
        """The parameters by which an update sees the union; ``graphs`` are those there will be, for
        ``list``."""
        how = self._find_union()
        if how == "parameter":
            return [("using-union-graph", "true")]
        if how == "list":
            names = sorted(graphs)
            return [("using-graph-uri", name) for name in names] + [
                ("using-named-graph-uri", name) for name in [*names, MANIFEST]
            ]
        return []

    def _find_union(self) -> Union:
        if self._union is None:
            if not self._send(_ANY_NAMED):
                return "server"  # nothing there: nothing to tell by, and no difference
            if self._send(_SEEN_IN_UNION):
                self._union = "server"
            elif self._send(_SEEN_IN_UNION, [("union-default-graph", "true")]):
                self._union = "parameter"
            else:
                self._union = "list"
        return self._union

    def _send(self, sparql: str, parameters: Iterable[tuple[str, str]] = ()) -> Result:
        request = self._wrapper(self.timeout)
        # Set by hand: the library guesses the form of a query by a pattern that comments and prefixes
        # mislead.
        request.queryString, request.queryType = sparql, "SELECT"
        request.addCustomHttpHeader("Accept", _ACCEPT)
        for name, value in parameters:
            request.addParameter(name, value)
        try:
            content_type, body = self._exchange(request)
        except QueryBadFormed as error:
            raise syntax_error(_response_text(error)) from error
        return self._parse(content_type, body)

    def _parse(self, content_type: str, body: bytes) -> Result:
        try:
            results = QueryResultsFormat.from_media_type(content_type)
            if results is not None:
                return ox.parse_query_results(body, results)
            form = RdfFormat.from_media_type(content_type)
            if form is not None:
                triples = ox.Store()
                triples.load(body, format=form)
                construct = triples.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
                assert isinstance(construct, QueryTriples)
                return construct
        except (SyntaxError, ValueError) as error:
            raise self._unavailable(f"unreadable {content_type}: {error}") from error
        raise self._unavailable(f"unknown content type {content_type!r}")

    def _wrapper(self, timeout: float) -> SPARQLWrapper:
        request = SPARQLWrapper(self.endpoints.query, self.endpoints.update)
        request.setMethod(POST)
        request.setOnlyConneg(True)
        request.setTimeout(max(1, round(timeout)))
        if self.endpoints.user is not None:
            request.setCredentials(self.endpoints.user, self.endpoints.password or "")
        for name, value in self.endpoints.parameters:
            request.addParameter(name, value)
        return request

    def _exchange(self, request: SPARQLWrapper) -> tuple[str, bytes]:
        seconds = float(request.timeout or self.timeout)
        end = time.monotonic() + seconds
        try:
            response = request.query().response
            with response:
                return response.headers.get("Content-Type") or "", self._read(response, end)
        except (QueryBadFormed, RemoteUnavailable):
            raise
        except TimeoutError as error:
            raise self._too_slow(seconds) from error
        except urllib.error.HTTPError as error:
            said = error.read(500).decode("utf-8", "replace")
            raise self._unavailable(f"HTTP {error.code} {error.reason}: {said}") from error
        except SPARQLWrapperException as error:
            raise self._unavailable(f"{error.msg}: {_response_text(error)}") from error
        except (OSError, ValueError) as error:
            if isinstance(getattr(error, "reason", None), TimeoutError):
                raise self._too_slow(seconds) from error
            raise self._unavailable(str(error)) from error

    def _read(self, response: BinaryIO, end: float) -> bytes:
        """The body, read until ``end`` (``time.monotonic``): the library's time-out is that of one packet."""
        body = bytearray()
        while piece := response.read(_PIECE):
            body += piece
            if self.max_response and len(body) > self.max_response:
                raise RemoteTooMuch(
                    f"远程图库的回答超过 {self.max_response} 字节；请加 LIMIT 缩小范围。",
                    f"the answer of the remote store is larger than {self.max_response} bytes; add a LIMIT",
                )
            if time.monotonic() > end:
                raise self._too_slow(self.timeout)
        return bytes(body)

    def _too_slow(self, seconds: float) -> RemoteTooSlow:
        return RemoteTooSlow(
            f"远程图库 {self.location} 在 {seconds:g} 秒内没有答完；请缩小查询范围。",
            f"{self.location} did not answer within {seconds:g} seconds; narrow the query down",
        )

    def _unavailable(self, reason: str) -> RemoteUnavailable:
        return RemoteUnavailable(
            f"远程图库 {self.location} 没有给出可用的回答：{reason}",
            f"no usable answer from {self.location}: {reason}",
        )

    def _graph_lines(self, graph: str) -> list[bytes]:
        """The triples of one graph as N-Triples lines: by the Graph Store Protocol (4.3, indirect) where
        offered."""
        if self.endpoints.graph_store is None:
            result = self._send(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
            assert isinstance(result, QueryTriples)
            return (result.serialize(format=RdfFormat.N_TRIPLES) or b"").split(b"\n")[:-1]
        url = f"{self.endpoints.graph_store}?graph={quote(graph, safe='')}"
        for name, value in self.endpoints.parameters:
            url += f"&{quote(name)}={quote(value, safe='')}"
        request = urllib.request.Request(url, headers={"Accept": "application/n-triples"})
        if self.endpoints.user is not None:
            pair = f"{self.endpoints.user}:{self.endpoints.password or ''}".encode()
            request.add_header("Authorization", "Basic " + base64.b64encode(pair).decode())
        try:
            # The location of a remote store is http(s), or ``open_store`` takes it for a folder.
            with urllib.request.urlopen(request, timeout=self.timeout) as response:  # nosec B310
                body: bytes = response.read()
        except OSError as error:
            raise self._unavailable(f"{url}: {error}") from error
        return [line for line in body.split(b"\n") if line]

    def _read_generation(self) -> str:
        rows = read_rows(
            self._send(f"SELECT ?n WHERE {{ GRAPH {_STORE} {{ {_STORE} {_TERM('generation')} ?n }} }}")
        )
        return _text(rows[0]["n"]) if rows else "0"


class Lease:
    """The right to change a remote store, good for a while and renewed by its holder."""

    def __init__(self, store: RemoteStore, timeout: float) -> None:
        """Wait up to ``timeout`` seconds for the lease of ``store``; StoreBusy after that."""
        self.store = store
        self.holder = str(uuid.uuid4())
        self.renewed = time.monotonic()
        deadline = time.monotonic() + timeout
        while not self._acquire():
            if time.monotonic() >= deadline:
                raise StoreBusy(
                    f"另一个进程正在写入 {store.location}，等待 {timeout:g} 秒后放弃；请稍后重试。",
                    f"another process is changing {store.location}; gave up after {timeout:g} seconds, try "
                    "again later",
                )
            time.sleep(0.2)

    @property
    def held(self) -> str:
        """The graph pattern that matches while the lease is held."""
        return f'GRAPH {_STORE} {{ {_LOCK} {_TERM("holder")} "{self.holder}" }}'

    def renew(self) -> None:
        """Renew the lease where half of it has passed; raises StoreError where it is lost."""
        if time.monotonic() - self.renewed < self.store.lease / 2:
            return
        until = f"{_LOCK} {_TERM('until')}"
        self.store.update(
            f"DELETE {{ GRAPH {_STORE} {{ {until} ?u }} }} INSERT "
            f"{{ GRAPH {_STORE} {{ {until} {self._end()} }} }} "
            f"WHERE {{ {self.held} GRAPH {_STORE} {{ {until} ?u }} }}"
        )
        self.check()
        self.renewed = time.monotonic()

    def check(self) -> None:
        """Raise StoreError unless the lease is still held."""
        if not self.store._send(f"ASK {{ {self.held} }}"):
            raise StoreError(
                f"写入 {self.store.location} 的权限已过期并被他人取得，更改未完成；请重新载入。",
                f"the lease of {self.store.location} ran out and went to another writer; the change is not "
                "complete, "
                "load again",
            )

    def release(self) -> None:
        """Give the lease back. Where the server is gone it runs out by itself."""
        lock = f'GRAPH {_STORE} {{ {_LOCK} {_TERM("holder")} "{self.holder}" ; {_TERM("until")} ?u }}'
        try:
            self.store.update(f"DELETE {{ {lock} }} WHERE {{ {lock} }}")
        except StoreError:
            return

    def _acquire(self) -> bool:
        holder, until = _TERM("holder"), _TERM("until")
        self.store.update(
            f"DELETE {{ GRAPH {_STORE} {{ {_LOCK} {holder} ?h ; {until} ?u }} }} "
            f'INSERT {{ GRAPH {_STORE} {{ {_LOCK} {holder} "{self.holder}" ; {until} {self._end()} }} }} '
            f"WHERE {{ OPTIONAL {{ GRAPH {_STORE} {{ {_LOCK} {holder} ?h ; {until} ?u }} }} "
            f"FILTER(!BOUND(?h) || ?u < {int(time.time())}) }}"
        )
        return bool(self.store._send(f"ASK {{ {self.held} }}"))

    def _end(self) -> int:
        return int(time.time() + self.store.lease)


class RemoteChange:
    """A change of a remote store; see ``graph.store.Change`` and the head of this module."""

    def __init__(self, store: RemoteStore, reason: str, lease: Lease, folder: Path) -> None:
        """The lease is held; ``folder`` keeps the new shards until they are sent."""
        self._store, self._reason, self._lease, self._folder = store, reason, lease, folder
        self._before = self._read_sources()
        self._graphs = {graph: dict(sources) for graph, sources in self._before.items()}
        self._derived_before = self._read_derived()
        self._derived = dict(self._derived_before)
        self._steps: dict[str, list[Step]] = {}

    def put(self, graph: str, source: str, nquads: bytes) -> bool:
        """See ``graph.store.Change.put``."""
        self._lease.renew()
        if graph in self._derived or graph == MANIFEST:
            raise BadQuads(
                f"图 {graph} 不能写入来源 {source}。",
                f"the graph {graph} takes no source ({source}): it is made here",
            )
        shard = make_shard(graph, source, nquads)
        if self._graphs.get(graph, {}).get(source) == shard.sha256:
            return False
        (self._folder / shard.sha256).write_bytes(pack(shard))
        self._graphs.setdefault(graph, {})[source] = shard.sha256
        return True

    def put_many(self, items: Iterable[tuple[str, str, bytes]]) -> int:
        """See ``graph.store.Change.put_many``."""
        return sum(self.put(graph, source, nquads) for graph, source, nquads in items)

    def remove(self, graph: str, source: str | None = None) -> bool:
        """See ``graph.store.Change.remove``."""
        self._lease.renew()
        if source is None and graph in self._derived:
            del self._derived[graph]
            self._steps.pop(graph, None)
            return True
        sources = self._graphs.get(graph)
        if sources is None or (source is not None and source not in sources):
            return False
        if source is None:
            del self._graphs[graph]
        else:
            del sources[source]
            if not sources:
                del self._graphs[graph]
        return True

    def derive(self, graph: str, update: str) -> None:
        """See ``graph.store.Change.derive``."""
        graph_name(graph)
        if graph in self._graphs:
            raise BadQuads(
                f"图 {graph} 含有来源文件的内容，不能作为推导图。",
                f"the graph {graph} holds what sources say and cannot be derived",
            )
        self._steps[graph] = read_steps(graph, update)
        self._derived[graph] = (update, "")

    def publish(self) -> None:
        """Send what was changed; nothing where nothing was. Raises StoreError."""
        if not self._differs():
            return
        self._lease.renew()
        self._store._find_union()
        generation = str(uuid.uuid4())
        request = _Request(self._store, self._lease)
        for graph in sorted(self._before.keys() | self._graphs.keys()):
            old, new = self._before.get(graph, {}), self._graphs.get(graph, {})
            if old == new:
                continue
            delta = graph_delta(union_of(old.values(), self._read), union_of(new.values(), self._read))
            request.change(graph, delta.removed, delta.added)
            for source in sorted(old.keys() | new.keys()):
                if old.get(source) != new.get(source):
                    request.replace_node(
                        _node("source", graph, source), self._statements(graph, source, new.get(source))
                    )
            self._lease.renew()
        self._add_derived(request, generation)
        request.replace_node(
            _STORE,
            {
                "generation": _literal(generation),
                "created": _literal(now()),
                "reason": _literal(self._reason),
            },
        )
        request.send(
            self._store.update_parameters(self._graphs.keys() | self._derived.keys()) if self._steps else ()
        )
        self._lease.check()

    def _add_derived(self, request: _Request, generation: str) -> None:
        for graph in sorted(self._derived_before.keys() | self._derived.keys()):
            if graph in self._derived and graph not in self._steps:
                continue
            request.operation(
                f"DELETE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} "
                f"WHERE {{ {self._lease.held} GRAPH <{graph}> {{ ?s ?p ?o }} }}"
            )
            for step in self._steps.get(graph, ()):
                request.operation(step.update(graph))
            statements = {}
            if graph in self._derived:
                update = self._derived[graph][0]
                statements = {"graph": f"<{graph}>", "update": _literal(update), "made": _literal(generation)}
            request.replace_node(_node("derived", graph), statements)

    def _differs(self) -> bool:
        if self._graphs != self._before or self._derived.keys() != self._derived_before.keys():
            return True
        # The same update over the same content makes the same graph.
        generation = self._store._read_generation()
        return any(
            self._derived_before[graph] != (self._derived[graph][0], generation) for graph in self._steps
        )

    def _statements(self, graph: str, source: str, sha256: str | None) -> dict[str, str]:
        if sha256 is None:
            return {}
        packed = (self._folder / sha256).read_bytes()
        return {
            "graph": f"<{graph}>",
            "source": _literal(source),
            "sha256": _literal(sha256),
            "shard": f'"{base64.b64encode(packed).decode()}"',
        }

    def _read(self, sha256: str) -> bytes:
        path = self._folder / sha256
        if not path.exists():
            rows = self._rows(f'?n {_TERM("sha256")} "{sha256}" ; {_TERM("shard")} ?shard')
            if not rows:
                raise StoreDamaged(
                    f"{self._store.location} 缺少来源内容 {sha256}。",
                    f"{self._store.location} lacks the shard {sha256}",
                )
            path.write_bytes(base64.b64decode(_text(rows[0]["shard"])))
        return unpack(sha256, path.read_bytes(), f"{self._store.location} ({sha256})")

    def _read_sources(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        pattern = f"?n {_TERM('graph')} ?graph ; {_TERM('source')} ?source ; {_TERM('sha256')} ?sha256"
        for row in self._rows(pattern):
            found.setdefault(_text(row["graph"]), {})[_text(row["source"])] = _text(row["sha256"])
        return found

    def _read_derived(self) -> dict[str, tuple[str, str]]:
        pattern = f"?n {_TERM('graph')} ?graph ; {_TERM('update')} ?update ; {_TERM('made')} ?made"
        return {
            _text(row["graph"]): (_text(row["update"]), _text(row["made"])) for row in self._rows(pattern)
        }

    def _rows(self, pattern: str) -> list[Row]:
        return read_rows(self._store._send(f"SELECT * WHERE {{ GRAPH {_STORE} {{ {pattern} }} }}"))


class _Request:
    """An update request that is being written; sent in parts where it grows too large."""

    def __init__(self, store: RemoteStore, lease: Lease) -> None:
        self._store, self._lease = store, lease
        self._clear()

    def _clear(self) -> None:
        self._nodes: list[str] = []
        self._removed: dict[str, list[str]] = {}
        self._added: dict[str, list[str]] = {}
        self._operations: list[str] = []
        self._size = 0

    def change(self, graph: str, removed: Iterable[bytes], added: Iterable[bytes]) -> None:
        """Remove and add quads of ``graph`` (N-Quads lines)."""
        for line in removed:
            self._add(self._removed, graph, triple_text(line, graph))
        for line in added:
            self._add(self._added, graph, triple_text(line, graph))

    def replace_node(self, node: str, statements: dict[str, str]) -> None:
        """Let ``statements`` (local name of a property → SPARQL term) be all that the manifest says of
        ``node``."""
        self._nodes.append(node)
        for name, value in statements.items():
            self._add(self._added, MANIFEST, f"{node} {_TERM(name)} {value} .", split=False)

    def operation(self, text: str) -> None:
        """Do this after all quads are changed."""
        self._operations.append(text)

    def send(self, parameters: Iterable[tuple[str, str]] = ()) -> None:
        """Send what is left."""
        held = self._lease.held
        parts = []
        if self._nodes:
            parts.append(
                f"DELETE {{ GRAPH {_STORE} {{ ?node ?p ?o }} }} "
                "WHERE "
                f"{{ {held} VALUES ?node {{ {' '.join(self._nodes)} }} GRAPH {_STORE} {{ ?node ?p ?o }} }}"
            )
        if self._removed or self._added:
            parts.append(
                f"DELETE {{ {_blocks(self._removed)} }}\nINSERT {{ {_blocks(self._added)} }}\nWHERE "
                f"{{ {held} }}"
            )
        self._store.update("\n;\n".join([*parts, *self._operations]), parameters=parameters)
        self._clear()

    def _add(self, into: dict[str, list[str]], graph: str, text: str, split: bool = True) -> None:
        into.setdefault(graph, []).append(text)
        self._size += 2 * len(text)  # Chinese takes three bytes a character, the rest one
        if split and self._size > self._store.max_request:
            # Should this be the last part that arrives, readers must notice.
            self.replace_node(_STORE, {"generation": _literal(str(uuid.uuid4()))})
            self.send()


def triple_text(line: bytes, graph: str) -> str:
    r"""A canonical N-Quads line of ``graph`` as a SPARQL triple.

    A literal that contains a backslash before ``u`` is written so that it means the same whether the engine
    undoes codepoint escapes before parsing or not (SPARQL 1.1 Query Language, 19.2). Blank nodes become
    IRIs.
    """
    if b"_:" in line:
        (quad,) = ox.parse(line, format=RdfFormat.N_QUADS)
        line = f"{_skolem(quad.triple)} <{graph}> .".encode()
    text = line.decode().removesuffix(f" <{graph}> .") + " ."
    return re.sub(r"(?<!\\)((?:\\\\)+)([uU])", lambda m: f"{m[1]}\\u{ord(m[2]):04X}", text)


def _skolem(triple: ox.Triple) -> ox.Triple:
    subject, value = triple.subject, triple.object
    if isinstance(subject, ox.BlankNode):
        subject = ox.NamedNode(f"urn:x-gongbao:bnode:{subject.value}")
    if isinstance(value, ox.BlankNode):
        value = ox.NamedNode(f"urn:x-gongbao:bnode:{value.value}")
    if isinstance(value, ox.Triple):
        value = _skolem(value)
    return ox.Triple(subject, triple.predicate, value)


def _blocks(triples: dict[str, list[str]]) -> str:
    return "\n".join(f"GRAPH <{graph}> {{\n" + "\n".join(lines) + "\n}" for graph, lines in triples.items())


def _node(kind: str, *names: str) -> str:
    return f"<urn:x-gongbao:{kind}:{hashlib.sha256(chr(10).join(names).encode()).hexdigest()}>"


def _literal(text: str) -> str:
    return triple_text(f"<x:x> <x:x> {ox.Literal(text)} <x:x> .".encode(), "x:x")[len("<x:x> <x:x> ") : -2]


def _text(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return term.value


def _response_text(error: SPARQLWrapperException) -> str:
    """What the server said, which the library keeps only as the ``repr`` of bytes inside its message."""
    message = str(error)
    _, found, said = message.partition("Response:\n")
    try:
        return ast.literal_eval(said).decode("utf-8", "replace") if found else message
    except (SyntaxError, ValueError, AttributeError):
        return message

"""Where a SPARQL server takes queries, updates and graphs, worked out from one URL.

What servers document:

================  ===========================  ====================  ==============================
server            queries                      updates               graphs (Graph Store Protocol)
================  ===========================  ====================  ==============================
Oxigraph          ``/query``                   ``/update``           ``/store``
Fuseki            ``/<ds>/query``,             ``/<ds>/update``      ``/<ds>/data``
                  ``/<ds>/sparql``
RDF4J, GraphDB    ``/repositories/<id>``       ``…/<id>/statements`` ``…/<id>/rdf-graphs/service``
Virtuoso          ``/sparql``                  ``/sparql``           ``/sparql-graph-crud``
one URL for all   the URL                      the URL               none
================  ===========================  ====================  ==============================

A server's base URL is enough for Oxigraph (``http://host:7878``) and Fuseki (``http://host:3030/ds``). What
does not follow these conventions is said in the URL itself, by parameters that are not sent on:
``update=<URL>``, ``graph-store=<URL>`` (empty for none) and ``union=server|parameter|list``. All other
parameters go with every request.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, cast
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from graph.errors import StoreError

Union = Literal["auto", "server", "parameter", "list"]
"""How queries come to see the union of all graphs: see ``graph.remote``."""


@dataclass(frozen=True)
class Endpoints:
    """The URLs of a server. ``graph_store`` is None where it offers none; ``location`` has no password."""

    location: str
    query: str
    update: str
    graph_store: str | None
    parameters: tuple[tuple[str, str], ...] = ()
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    union: Union = "auto"


def find_endpoints(
    location: str, *, update: str | None = None, graph_store: str | None = None, union: Union | None = None
) -> Endpoints:
    """The endpoints of the server at ``location``, a query endpoint or a server's base URL,
    ``user:password@`` allowed.

    The keyword arguments override what the URL says, and the URL's own parameters what the conventions say.
    Raises StoreError for an unknown ``union``.
    """
    parts = urlsplit(location)
    host = parts.netloc.rpartition("@")[2]
    own: dict[str, str] = {}
    passed = []
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name in ("update", "graph-store", "union"):
            own[name] = value
        else:
            passed.append((name, value))
    paths = _conventions(parts.path.rstrip("/"))
    query_url, update_url, graph_url = (
        urlunsplit((parts.scheme, host, path, "", "")) if path is not None else None for path in paths
    )
    assert query_url is not None and update_url is not None
    how = union or own.get("union", "auto")
    if how not in ("auto", "server", "parameter", "list"):
        raise StoreError(
            f"union={how} 无效：可用 server、parameter、list。",
            f"union={how} is not one of server, parameter, list",
        )
    found = Endpoints(
        location=urlunsplit((parts.scheme, host, parts.path, parts.query, "")),
        query=query_url,
        update=own.get("update") or update_url,
        graph_store=own["graph-store"] or None if "graph-store" in own else graph_url,
        parameters=tuple(passed),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        union=cast(Union, how),
    )
    if update is not None:
        found = replace(found, update=update)
    if graph_store is not None:
        found = replace(found, graph_store=graph_store or None)
    return found


def _conventions(path: str) -> tuple[str, str, str | None]:
    """Paths for queries, updates and graphs; ``path`` has no slash at its end."""
    parent, _, last = path.rpartition("/")
    if path in ("", "/query"):
        return "/query", "/update", "/store"
    if path == "/sparql":
        return path, path, "/sparql-graph-crud"
    if parent.endswith("/repositories"):
        return path, f"{path}/statements", f"{path}/rdf-graphs/service"
    if parent and last in ("query", "sparql"):
        return path, f"{parent}/update", f"{parent}/data"
    if not parent:
        return f"{path}/query", f"{path}/update", f"{path}/data"
    return path, path, None

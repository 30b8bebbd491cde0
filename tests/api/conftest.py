"""A small invented gazette (青山市) as a graph in a store on disk, and the application over it.

The graph is written by hand in the vocabulary, so that the tests of this room do not depend on what the
readers find in a text; ``tests/api/test_sample.py`` loads the shipped sample from end to end.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse, serialize

from api.app import create_app
from api.settings import Settings
from graph.store import Store, open_store
from ontology.namespaces import DEFAULT_BASE, PREFIXES

ROOT = Path(__file__).resolve().parents[2]
ISSUE = "issue/青山市/2021/3"
DOCUMENT = "doc/青山市/青政办发〔2021〕3号"
CITED = "doc/国家/国办发〔2020〕9号"
INSTRUMENT = DOCUMENT + "/青山市“一网通办”管理办法（试行）"
UNIT = "org/青山市/发展和改革局"
OFFICIAL = "person/青山市/张三"
MATTER = DOCUMENT + "/matter/-/3"
RESPONSIBILITY = MATTER + "/lead/发展和改革局"
FILE = "qingshan-2021-03.txt"
SOURCE_PATH = f"{ISSUE}/{FILE}"
LINES = [f"第{number}行 青山市" for number in range(1, 151)]
LINES[9] = "3 推进一网通办 市发改局"


def iri(local: str) -> str:
    """The IRI of an entity under the default base."""
    return DEFAULT_BASE + local


def _quoted(first: int, last: int) -> str:
    fragment = f"<{iri('source/' + SOURCE_PATH)}#line={first - 1},{last}>"
    return f"gb:firstLine {first} ; gb:lastLine {last} ; prov:wasQuotedFrom {fragment}"


def gazette() -> str:
    """The graph as Turtle."""
    prologue = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    stated = f"gb:statedIn <{iri(DOCUMENT)}>"
    segments = "\n".join(
        f"""<{iri("source/" + SOURCE_PATH)}#line={start},{end}> a gb:SourceSegment ;
              gb:firstLine {start + 1} ; gb:lastLine {end} ;
              gb:text {_literal(LINES[start:end])} ;
              dcterms:isPartOf <{iri("source/" + SOURCE_PATH)}> ."""
        for start, end in ((0, 100), (100, 150))
    )
    extra_duties = "\n".join(
        f"""<{iri(f"{DOCUMENT}/matter/-/{number}/duty/发展和改革局")}> a gb:Responsibility ;
              rdfs:label "职责{number}"@zh ; gb:role gbr:duty ; gb:assignee <{iri(UNIT)}> ;
              gb:assigneeText "市发改局" ; gb:matter <{iri(DOCUMENT)}/matter/-/duty> ;
              {stated} ; {_quoted(number, number)} ."""
        for number in range(20, 45)
    )
    return f"""{prologue}
        <{iri(ISSUE)}> a gb:Issue ; rdfs:label "青山市人民政府公报2021年第3期"@zh ;
          dcterms:title "青山市人民政府公报2021年第3期"@zh ;
          gb:year 2021 ; gb:issueNumber 3 ;
          gb:jurisdiction "青山市" ; gb:sourceFile "{FILE}" ; {_quoted(1, 150)} .
        <{iri(DOCUMENT)}> a gb:Document ; rdfs:label "关于印发管理办法的通知"@zh ;
          dcterms:title "关于印发管理办法的通知"@zh ;
          gb:documentNumber "青政办发〔2021〕3号" ; gb:printed true ;
          gb:sourceFile "{FILE}" ; eli:cites <{iri(CITED)}> ; gb:attaches <{iri(INSTRUMENT)}> ;
          eli:date_document "2021-03-05"^^xsd:date ; eli:first_date_entry_in_force "2021-04-01"^^xsd:date ;
          dcterms:isPartOf <{iri(ISSUE)}> ; {stated} ; {_quoted(2, 60)} .
        <{iri(CITED)}> a gb:Document ; rdfs:label "国办发〔2020〕9号"@zh ;
          gb:documentNumber "国办发〔2020〕9号" .
        <{iri(INSTRUMENT)}> a gb:Instrument, gb:Document ; rdfs:label "青山市“一网通办”管理办法（试行）"@zh ;
          dcterms:title "青山市“一网通办”管理办法（试行）"@zh ;
          {stated} ; {_quoted(8, 60)} .
        <{iri(DOCUMENT)}/clause/1> a gb:Clause ; rdfs:label "本办法自2021年4月1日起施行"@zh ;
          gb:clauseKind "effect" ;
          eli:first_date_entry_in_force "2021-04-01"^^xsd:date ; gb:effectText "本办法自2021年4月1日起施行" ;
          dcterms:isPartOf <{iri(INSTRUMENT)}> ; {stated} ; {_quoted(58, 58)} .
        <{iri(DOCUMENT)}/citation/1> a gb:Citation ; rdfs:label "根据国办发〔2020〕9号"@zh ;
          gb:relation gb:basis ; gb:citationText "国办发〔2020〕9号" ;
          gb:resolution gb:external ;
          gb:citing <{iri(DOCUMENT)}> ; gb:cited <{iri(CITED)}> ; {stated} ; {_quoted(4, 4)} .
        <{iri(UNIT)}> a gb:Unit ; rdfs:label "青山市发展和改革局"@zh ;
          skos:prefLabel "青山市发展和改革局"@zh ;
          skos:altLabel "市发改局"@zh ; gb:jurisdiction "青山市" .
        <{iri(OFFICIAL)}> a gb:Official ; rdfs:label "张三"@zh ; foaf:name "张三" ; gb:jurisdiction "青山市" .
        <{iri(MATTER)}> a gb:IncentiveItem, gb:Matter ; rdfs:label "第3项 推进一网通办"@zh ;
          dcterms:title "推进一网通办"@zh ;
          gb:itemNumber 3 ; {stated} ; {_quoted(10, 10)} .
        <{iri(RESPONSIBILITY)}> a gb:Responsibility ; rdfs:label "发展和改革局牵头第3项"@zh ;
          gb:role gbr:lead ;
          gb:matter <{iri(MATTER)}> ; gb:assignee <{iri(UNIT)}> ; gb:assigneeText "市发改局" ;
          {stated} ; {_quoted(10, 10)} .
        <{iri(DOCUMENT)}/matter/-/duty> a gb:Duty, gb:Matter ; rdfs:label "日常工作"@zh ;
          dcterms:title "日常工作"@zh ;
          {stated} ; {_quoted(20, 44)} .
        {extra_duties}
        <{iri("source/" + SOURCE_PATH)}> a gb:Source ; rdfs:label "{FILE}" ; gb:sourceFile "{FILE}" ;
          gb:sha256 "{"0" * 64}" ; gb:lineCount 150 .
        {segments}
        """


def _literal(lines: list[str]) -> str:
    return '"' + "\\n".join(line.replace('"', '\\"') for line in lines) + '"'


def fill(location: Path, graphs: dict[str, str]) -> Store:
    """A store at ``location`` with each named graph (IRI → Turtle)."""
    store = open_store(location, create=True)
    with store.change("test") as change:
        for graph, turtle in graphs.items():
            quads = list(parse(turtle.encode(), format=RdfFormat.TURTLE))
            assert all(quad.graph_name == DefaultGraph() for quad in quads)
            named = [quad.triple for quad in quads]
            change.put(
                str(NamedNode(graph).value), "test", serialize(named, format=RdfFormat.N_TRIPLES) or b""
            )
    return store


@dataclass(frozen=True)
class Places:
    """Local paths of what the gazette holds (below ``/id/``), and its source."""

    issue: str = ISSUE
    document: str = DOCUMENT
    cited: str = CITED
    instrument: str = INSTRUMENT
    unit: str = UNIT
    official: str = OFFICIAL
    matter: str = MATTER
    responsibility: str = RESPONSIBILITY
    source: str = SOURCE_PATH
    file: str = FILE
    lines: tuple[str, ...] = tuple(LINES)

    def iri(self, local: str) -> str:
        """The IRI of an entity."""
        return iri(local)

    def path(self, prefix: str, local: str) -> str:
        """``/id/…`` with the local path percent-encoded, as a browser sends it."""
        return f"/{prefix}/{quote(local)}"


@pytest.fixture(scope="session")
def places() -> Places:
    """What the gazette holds."""
    return Places()


@pytest.fixture(scope="session")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the gazette; nobody changes it."""
    folder = tmp_path_factory.mktemp("gazette") / "store"
    fill(folder, {iri(ISSUE): gazette()})
    return folder


@pytest.fixture
def store(store_folder: Path) -> Store:
    """The store, opened for reading."""
    return open_store(store_folder)


@pytest.fixture
def make_app(store: Store) -> Callable[..., Flask]:
    """Makes the application over the gazette, with settings by keyword."""

    def make(**settings: object) -> Flask:
        return create_app(store, Settings(**settings))  # type: ignore[arg-type]

    return make


@pytest.fixture
def client(make_app: Callable[..., Flask]) -> Iterator[FlaskClient]:
    """A client of the application with default settings."""
    with make_app().test_client() as one:
        yield one


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    """``gongbao serve`` over a store in a process of its own, on a free port; its address, no last slash.

    It is stopped as a user stops it, and must end by itself and in peace.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GONGBAO_")}
    environment["PYTHONPATH"] = str(ROOT)
    environment["PYTHONUNBUFFERED"] = "1"
    command = [sys.executable, "-m", "api", "serve", "--store", str(folder), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            told = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", told)
            assert found, f"no address in {told!r}"
            _wait_for(found.group() + "/healthz")
            yield found.group()
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                code = process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
    assert code == 0


def _wait_for(address: str, seconds: float = 30.0) -> None:
    """Return when ``address`` answers 200; fail after ``seconds``."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                assert response.status == 200
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


@pytest.fixture(scope="session")
def serving() -> Callable[[Path], AbstractContextManager[str]]:
    """Serves the store in a folder for the length of a ``with`` block, which gets the address."""
    return _serving


@pytest.fixture(scope="session")
def served(store_folder: Path) -> Iterator[str]:
    """The gazette's store behind a real server."""
    with _serving(store_folder) as address:
        yield address

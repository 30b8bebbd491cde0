"""Files → readings → quads → the next generation of the store."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path

from graph.identity import Identity
from graph.mapping import Mapped, map_reading
from graph.reference import FORMATS, read_reference
from graph.store import Change, Store
from loaders.errors import UnreadableFile
from loaders.reading import is_readable, read_files
from loaders.records import Problem, Reading
from ontology.namespaces import DEFAULT_BASE, GB, RDFS

DERIVED = "graph/"


@dataclass(slots=True)
class LoadReport:
    """What a load did: counts of what was read now, files by what became of them, and problems.

    ``triples`` counts the quads read; ``changed`` whether a new generation was published.
    ``replaced`` lists (file, source withdrawn for it) where a file took the place of another.
    ``resolution`` counts the citations of the whole store that are held, external, ambiguous;
    ``wanted`` are the documents most cited and not held, with the number of documents citing them.
    """

    files: int = 0
    loaded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    replaced: list[tuple[str, str]] = field(default_factory=list)
    issues: int = 0
    documents: int = 0
    citations: int = 0
    responsibilities: int = 0
    triples: int = 0
    seconds: float = 0.0
    changed: bool = False
    resolution: dict[str, int] = field(default_factory=dict)
    wanted: list[tuple[str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """One file, read or refused, as it comes back from a worker."""

    path: str
    mapped: Mapped | None
    is_issue: bool
    printed: frozenset[str]
    problems: tuple[Problem, ...]


Progress = Callable[[int, int, str], None]


def find_files(paths: Iterable[str | Path]) -> tuple[list[Path], list[Path], list[Problem]]:
    """The files to read among ``paths`` (files and folders, searched deeply), files of unknown
    formats in folders, and a problem for each path that is not there. Sorted, without repeats."""
    found: set[Path] = set()
    skipped: set[Path] = set()
    problems: list[Problem] = []
    for given in map(Path, paths):
        if given.is_dir():
            for path in given.rglob("*"):
                if path.is_file() and not any(part.startswith(".") for part in path.relative_to(given).parts):
                    known = is_readable(path) or path.suffix.lower() in FORMATS
                    (found if known else skipped).add(path)
        elif given.exists():
            found.add(given)
        else:
            problems.append(Problem(str(given), 0, "路径不存在 / no such path", "error"))
    return sorted(found), sorted(skipped), problems


def ingest(
    paths: Sequence[str | Path],
    store: Store,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> LoadReport:
    """Read all files under ``paths`` and publish what they say as the store's next generation.

    ``jobs`` is the number of processes (None: one per processor, one for a few small files).
    ``progress`` is called with (files done, files in all, name) after every file. A file that
    cannot be read is a problem in the report and does not keep the others from being loaded.
    Loading the same files again changes nothing. Raises StoreError where the store cannot be written.
    """
    began = time.monotonic()
    report = LoadReport()
    found, skipped, report.problems = find_files(paths)
    report.files = len(found)
    report.refused = [problem.source for problem in report.problems]
    report.skipped = [str(path) for path in skipped]
    before = store.generation
    outcomes: list[_Outcome] = []
    for done, (path, read) in enumerate(zip(found, _read_all(found, store.base, jobs), strict=True), 1):
        outcomes += read
        report.problems += [problem for outcome in read for problem in outcome.problems]
        if progress:
            progress(done, len(found), str(path))
    good = [outcome for outcome in outcomes if outcome.mapped]
    report.refused += [outcome.path for outcome in outcomes if not outcome.mapped]
    if good:
        with store.change(f"load {len(good)} files") as change:
            _put(store, change, good, report)
        store.refresh()
    report.changed = store.generation != before
    if good:
        report.resolution, report.wanted = _resolution(store)
    report.seconds = time.monotonic() - began
    return report


# --- reading ----------------------------------------------------------------------


def _read_all(paths: Sequence[Path], base: str, jobs: int | None) -> Iterator[list[_Outcome]]:
    workers = jobs or _default_jobs(paths)
    if workers <= 1 or len(paths) <= 1:
        for path in paths:
            yield _read_one(str(path), base)
        return
    # Spawned: a forked child would share the engine's threads and locks.
    with ProcessPoolExecutor(min(workers, len(paths)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(
            _read_one, map(str, paths), [base] * len(paths), chunksize=max(1, len(paths) // (workers * 16))
        )


_SMALL = 2_000_000


def _default_jobs(paths: Sequence[Path]) -> int:
    """One process where starting more would take longer than reading."""
    total = sum(path.stat().st_size for path in paths)
    return 1 if total < _SMALL else os.cpu_count() or 1


def _read_one(path: str, base: str = DEFAULT_BASE) -> list[_Outcome]:
    """Read and map one file, or all that an archive holds; a refusal is an outcome without quads."""
    file, identity = Path(path), Identity(base)
    try:
        if file.suffix.lower() in FORMATS:
            return [_reference(file, identity)]
        return [
            _refused(_inside(path, name), reading)
            if isinstance(reading, UnreadableFile)
            else _mapped(_inside(path, name), reading, identity)
            for name, reading in read_files(file)
        ]
    except UnreadableFile as error:
        return [_refused(path, error)]
    except Exception as error:  # one file must never keep a hundred thousand others from being loaded
        if not isinstance(error, OSError):
            reason = (
                f"程序出错，请报告 / a fault in the program, please report: {type(error).__name__}: {error}"
            )
            return [_refused(path, UnreadableFile(file.name, reason))]
        reason = f"无法打开 / cannot be opened: {error.strerror or error}"
        return [_refused(path, UnreadableFile(file.name, reason))]


def _inside(path: str, name: str) -> str:
    """The path of a file as the user knows it; of a member, the archive's path and its name in it."""
    return path if "/" not in name else f"{path}/{name.partition('/')[2]}"


def _mapped(path: str, reading: Reading, identity: Identity) -> _Outcome:
    printed = frozenset(identity.document(d.jurisdiction, d.number or d.title) for d in reading.documents)
    problems = tuple(Problem(path, p.line, p.reason, p.severity) for p in reading.problems)
    return _Outcome(path, map_reading(reading, identity), reading.issue is not None, printed, problems)


def _reference(path: Path, identity: Identity) -> _Outcome:
    graph, nquads, triples = read_reference(path, identity)
    mapped = Mapped(graph, path.name, nquads, documents=0, citations=0, responsibilities=0, triples=triples)
    return _Outcome(str(path), mapped, False, frozenset(), ())


def _refused(path: str, error: UnreadableFile) -> _Outcome:
    return _Outcome(path, None, False, frozenset(), (Problem(path, error.line, error.reason, "error"),))


# --- writing ----------------------------------------------------------------------


def _put(store: Store, change: Change, outcomes: Sequence[_Outcome], report: LoadReport) -> None:
    held = _held(store)
    issues = set()
    changed = False
    for outcome in outcomes:
        mapped = outcome.mapped
        assert mapped is not None
        place = (mapped.graph, mapped.source)
        for other in [
            o for o, printed in held.items() if o != place and _is_same_print(printed, outcome.printed)
        ]:
            changed |= change.remove(*other)
            del held[other]
            report.replaced.append((outcome.path, other[1]))
        held[place] = outcome.printed
        new = change.put(mapped.graph, mapped.source, mapped.nquads)
        changed |= new
        (report.loaded if new else report.unchanged).append(outcome.path)
        if outcome.is_issue:
            issues.add(mapped.graph)
        report.documents += mapped.documents
        report.citations += mapped.citations
        report.responsibilities += mapped.responsibilities
        report.triples += mapped.triples
    report.issues = len(issues)
    if changed:
        for name, update in derivations():
            change.derive(f"{store.base}{DERIVED}{name}", update)


def derivations() -> list[tuple[str, str]]:
    """Name and SPARQL update of every derived graph (``graph/derivations/*.ru``)."""
    folder = files("graph").joinpath("derivations")
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".ru")]
    return sorted((entry.name.removesuffix(".ru"), entry.read_text("utf-8")) for entry in found)


def _held(store: Store) -> dict[tuple[str, str], frozenset[str]]:
    """The printed documents of each (graph, source file) that the store holds."""
    rows = store.rows(
        f"SELECT ?graph ?file ?document WHERE {{ "
        f"GRAPH ?graph {{ ?document <{GB.printed}> true ; <{GB.sourceFile}> ?file }} }}"
    )
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        found.setdefault((row["graph"].value, row["file"].value), set()).add(row["document"].value)
    return {place: frozenset(documents) for place, documents in found.items()}


def _is_same_print(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sources print the same: most of the documents of each are the other's too.

    Then the later one is a correction, or the same print in another format, and takes the place
    of the earlier one. Two parts of one issue share no document and stand side by side.
    """
    return 2 * len(one & other) > max(len(one), len(other))


_WANTED = 10


def _resolution(store: Store) -> tuple[dict[str, int], list[tuple[str, int]]]:
    """How the citations of the store resolve, and what is cited most of what is not held."""
    counts = store.rows(
        f"SELECT ?status (COUNT(DISTINCT ?citation) AS ?count) WHERE {{ "
        f"?citation <{GB.resolution}> ?status }} GROUP BY ?status"
    )
    wanted = store.rows(
        f"SELECT ?document (SAMPLE(?name) AS ?label) (COUNT(DISTINCT ?citing) AS ?count) WHERE {{ "
        f"?citation <{GB.resolution}> <{GB.external}> ; <{GB.cited}> ?document ; <{GB.citing}> ?citing . "
        f"?document <{RDFS.label}> ?name }} "
        f"GROUP BY ?document ORDER BY DESC(?count) ?document LIMIT {_WANTED}"
    )
    return (
        {row["status"].value.rpartition("#")[2]: int(row["count"].value) for row in counts},
        [(row["label"].value, int(row["count"].value)) for row in wanted],
    )

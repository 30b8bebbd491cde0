"""Files → store: loaded once, loaded again, corrected, beside bad ones, in one process or two."""

# ruff: noqa: E501 (a Chinese character counts double, and printed text is read as one line)

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.ingest import LoadReport, find_files, ingest
from graph.store import Store, open_store
from ontology.namespaces import DEFAULT_BASE, GB

MASTHEAD = """青山市人民政府公报
2021年第{issue}期
目 录
青山市人民政府办公室关于加强河道管理的通知（青政办发〔2021〕3号）……1
"""


def notice(serial: int, matter: str = "加强河道管理", unit: str = "市水利局", more: str = "") -> str:
    """A notice with a task and a citation."""
    return (
        f"青政办发〔2021〕{serial}号\n青山市人民政府办公室关于{matter}的通知\n各县区人民政府：\n"
        f"根据《青山市水利条例》（青政发〔2020〕4号），现通知如下。\n一、重点任务。完成清淤。（责任单位：{unit}）\n"
        f"{more}青山市人民政府办公室\n2021年3月5日\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for gazettes."""
    path = tmp_path / "公报"
    path.mkdir()
    return path


@pytest.fixture
def new_store(tmp_path: Path) -> Store:
    """An empty store in a folder."""
    return open_store(tmp_path / "store", create=True)


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def quads(store: Store) -> set[tuple[str, ...]]:
    """All quads, as text."""
    rows = store.rows("SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }")
    return {tuple(str(row[name]) for name in ("g", "s", "p", "o")) for row in rows}


def documents(store: Store) -> set[str]:
    """The printed documents, by number."""
    rows = store.rows(f"SELECT ?n WHERE {{ ?d <{GB.printed}> true ; <{GB.documentNumber}> ?n }}")
    return {row["n"].value for row in rows}


def assignees(store: Store) -> set[str]:
    return {row["t"].value for row in store.rows(f"SELECT ?t WHERE {{ ?r <{GB.assigneeText}> ?t }}")}


# --- loading ------------------------------------------------------------------------------------


def test_a_gazette_is_loaded(folder: Path, new_store: Store) -> None:
    path = write(folder, "qingshan-3.txt", MASTHEAD.format(issue=3) + notice(3) + notice(4, "做好防汛工作"))
    report = ingest([folder], new_store)
    assert (report.files, report.loaded, report.unchanged, report.refused) == (1, [str(path)], [], [])
    assert (report.issues, report.documents, report.citations, report.responsibilities) == (1, 2, 2, 2)
    assert report.changed and report.triples > 100
    assert documents(new_store) == {"青政办发〔2021〕3号", "青政办发〔2021〕4号"}
    assert f"{DEFAULT_BASE}issue/青山市/2021/3" in new_store.graphs()


def test_loading_again_changes_nothing(folder: Path, new_store: Store) -> None:
    path = write(folder, "qingshan-3.txt", MASTHEAD.format(issue=3) + notice(3))
    ingest([folder], new_store)
    generation, before = new_store.generation, quads(new_store)
    report = ingest([folder], new_store)
    assert (report.changed, report.loaded, report.unchanged) == (False, [], [str(path)])
    assert new_store.generation == generation and quads(new_store) == before


def test_every_citation_is_resolved_or_said_not_to_be_held(folder: Path, new_store: Store) -> None:
    write(folder, "a.txt", notice(3))
    ingest([folder], new_store)

    def resolution() -> list[str]:
        rows = new_store.rows(f"SELECT ?r WHERE {{ ?c a <{GB.Citation}> ; <{GB.resolution}> ?r }}")
        return [row["r"].value for row in rows]

    assert resolution() == [str(GB.external)]
    cited = "青政发〔2020〕4号\n青山市人民政府关于印发青山市水利条例的通知\n各县区人民政府：\n现印发。\n青山市人民政府\n2020年3月5日\n"
    write(folder, "b.txt", cited)
    ingest([folder], new_store)
    assert resolution() == [str(GB.held)]


# --- corrections -----------------------------------------------------------------------------------


def test_a_corrected_file_replaces_what_it_said_and_nothing_else(folder: Path, new_store: Store) -> None:
    write(folder, "qingshan-3.txt", MASTHEAD.format(issue=3) + notice(3, unit="市水利局"))
    write(folder, "qingshan-4.txt", MASTHEAD.format(issue=4) + notice(14, "做好防汛工作", "市应急局"))
    ingest([folder], new_store)
    other = f"{DEFAULT_BASE}issue/青山市/2021/4"
    before = {quad for quad in quads(new_store) if other in quad[0]}
    generation = new_store.generation

    write(folder, "qingshan-3.txt", MASTHEAD.format(issue=3) + notice(3, unit="市农业农村局"))
    report = ingest([folder], new_store)
    assert report.changed and new_store.generation != generation
    assert [Path(path).name for path in report.loaded] == ["qingshan-3.txt"]
    assert [Path(path).name for path in report.unchanged] == ["qingshan-4.txt"]
    assert assignees(new_store) == {"市农业农村局", "市应急局"}
    assert {quad for quad in quads(new_store) if other in quad[0]} == before


def test_a_correction_leaves_exactly_what_loading_it_alone_leaves(
    folder: Path, new_store: Store, tmp_path: Path
) -> None:
    write(folder, "qingshan-3.txt", MASTHEAD.format(issue=3) + notice(3) + notice(4, "做好防汛工作"))
    ingest([folder], new_store)
    write(folder, "qingshan-3.txt", MASTHEAD.format(issue=3) + notice(3, unit="市农业农村局"))
    ingest([folder], new_store)
    fresh = open_store(tmp_path / "fresh", create=True)
    ingest([folder], fresh)
    assert quads(new_store) == quads(fresh)


def test_a_second_file_of_the_issue_stands_beside_the_first(folder: Path, new_store: Store) -> None:
    write(folder, "part-1.txt", MASTHEAD.format(issue=3) + notice(3))
    write(folder, "part-2.txt", MASTHEAD.format(issue=3) + notice(4, "做好防汛工作", "市应急局"))
    report = ingest([folder], new_store)
    assert report.issues == 1 and not report.replaced
    assert documents(new_store) == {"青政办发〔2021〕3号", "青政办发〔2021〕4号"}
    assert [name for name in new_store.graphs() if "/issue/" in name] == [
        f"{DEFAULT_BASE}issue/青山市/2021/3"
    ]


def test_the_same_print_under_another_name_takes_the_place_of_the_first(
    folder: Path, new_store: Store
) -> None:
    first = write(folder, "draft.txt", notice(3))
    ingest([first], new_store)
    second = write(folder, "final.txt", notice(3, unit="市农业农村局"))
    report = ingest([second], new_store)
    assert [(Path(new).name, old) for new, old in report.replaced] == [("final.txt", "draft.txt")]
    assert assignees(new_store) == {"市农业农村局"}


def test_the_order_of_loading_does_not_matter(folder: Path, new_store: Store, tmp_path: Path) -> None:
    one = write(folder, "a.txt", MASTHEAD.format(issue=3) + notice(3))
    two = write(folder, "b.txt", MASTHEAD.format(issue=4) + notice(14, "做好防汛工作", "市应急局"))
    ingest([one], new_store)
    ingest([two], new_store)
    other = open_store(tmp_path / "other", create=True)
    ingest([two], other)
    ingest([one], other)
    assert quads(new_store) == quads(other)


# --- bad files among good ones -----------------------------------------------------------------------

GOOD = notice(3)
BAD: list[tuple[str, str, bytes, int, str]] = [
    ("an empty file", "bad.txt", b"", 0, "empty"),
    ("blank lines only", "bad.txt", b"\n \n\t\n", 0, "no text"),
    ("a binary", "bad.txt", b"line\nPK\x03\x04\x00\x00\x08", 2, "binary"),
    (
        "bytes of no known encoding",
        "bad.txt",
        "青山市\n".encode() + b"\xff\xfa\x80\x81\xff\n",
        2,
        "cannot be decoded",
    ),
    ("prose that is no gazette", "bad.txt", "今天天气很好。\n我们去公园玩。\n".encode(), 1, "no gazette"),
    ("a table of figures", "bad.txt", b"a,b,c\n1,2,3\n", 1, "no gazette"),
]


@pytest.mark.parametrize(("says", "name", "data", "line", "reason"), BAD, ids=[row[0] for row in BAD])
def test_a_bad_file_is_named_and_the_others_are_loaded(
    folder: Path, new_store: Store, says: str, name: str, data: bytes, line: int, reason: str
) -> None:
    good = write(folder, "good.txt", GOOD)
    bad = write(folder, name, data)
    report = ingest([folder], new_store)
    assert (report.loaded, report.refused) == ([str(good)], [str(bad)])
    (problem,) = [each for each in report.problems if each.severity == "error"]
    assert (problem.source, problem.line) == (str(bad), line)
    assert reason in problem.reason and " / " in problem.reason
    assert documents(new_store) == {"青政办发〔2021〕3号"}


def test_a_path_that_is_not_there_is_a_problem(folder: Path, new_store: Store) -> None:
    good = write(folder, "good.txt", GOOD)
    missing = folder / "没有.txt"
    report = ingest([missing, good], new_store)
    assert (report.loaded, report.refused) == ([str(good)], [str(missing)])
    assert [(p.source, p.line, p.severity) for p in report.problems] == [(str(missing), 0, "error")]


def test_only_bad_files_change_nothing(folder: Path, new_store: Store) -> None:
    write(folder, "bad.txt", b"")
    generation = new_store.generation
    report = ingest([folder], new_store)
    assert not report.changed and new_store.generation == generation and len(report.refused) == 1


ENCODINGS = [
    ("utf-8", "UTF-8"),
    ("utf-8-sig", "UTF-8 with a byte order mark"),
    ("gb18030", "GB18030"),
    ("utf-16", "UTF-16"),
]


@pytest.mark.parametrize("encoding", [row[0] for row in ENCODINGS], ids=[row[1] for row in ENCODINGS])
def test_known_encodings_say_the_same(folder: Path, new_store: Store, tmp_path: Path, encoding: str) -> None:
    write(folder, "a.txt", GOOD.encode(encoding))
    assert ingest([folder], new_store).loaded
    plain = write(tmp_path, "plain/a.txt", GOOD)
    other = open_store(tmp_path / "other", create=True)
    ingest([plain], other)
    assert quads(new_store) == quads(other)


def test_line_ends_of_windows_say_the_same(folder: Path, new_store: Store, tmp_path: Path) -> None:
    write(folder, "a.txt", GOOD.replace("\n", "\r\n"))
    ingest([folder], new_store)
    plain = write(tmp_path, "plain/a.txt", GOOD)
    other = open_store(tmp_path / "other", create=True)
    ingest([plain], other)
    assert quads(new_store) == quads(other)


def test_a_truncated_gazette_is_loaded_as_far_as_it_goes_and_says_so(folder: Path, new_store: Store) -> None:
    whole = MASTHEAD.format(issue=3) + notice(3) + notice(4, "做好防汛工作")
    path = write(folder, "cut.txt", whole[: whole.index("做好防汛工作") + 12])
    report = ingest([folder], new_store)
    assert report.loaded == [str(path)]
    assert documents(new_store) == {"青政办发〔2021〕3号", "青政办发〔2021〕4号"}
    assert any(p.source == str(path) and p.severity == "warning" and p.line > 0 for p in report.problems)


# --- files -----------------------------------------------------------------------------------------


def test_files_are_found_deeply_sorted_and_once(folder: Path) -> None:
    b = write(folder, "2021/b.txt", GOOD)
    a = write(folder, "a.TXT", GOOD)
    write(folder, ".hidden/c.txt", GOOD)
    write(folder, "2021/.d.txt", GOOD)
    unknown = write(folder, "picture.xyz", b"x")
    found, skipped, problems = find_files([folder, b, str(a)])
    assert (found, skipped, problems) == (sorted([a, b]), [unknown], [])


def test_a_file_of_unknown_format_that_is_named_is_refused(folder: Path, new_store: Store) -> None:
    path = write(folder, "picture.xyz", b"x")
    report = ingest([path], new_store)
    assert report.refused == [str(path)]
    assert "unknown format" in report.problems[0].reason


def test_progress_is_told_after_every_file(folder: Path, new_store: Store) -> None:
    for number in (3, 4, 5):
        write(folder, f"{number}.txt", notice(number, f"做好第{number}项工作"))
    told: list[tuple[int, int, str]] = []
    ingest(
        [folder], new_store, progress=lambda done, total, name: told.append((done, total, Path(name).name))
    )
    assert told == [(1, 3, "3.txt"), (2, 3, "4.txt"), (3, 3, "5.txt")]


def test_two_processes_say_what_one_says(folder: Path, new_store: Store, tmp_path: Path) -> None:
    for number in (3, 4, 5):
        write(folder, f"{number}.txt", notice(number, f"做好第{number}项工作"))
    write(folder, "bad.txt", b"\x00")
    one = ingest([folder], new_store, jobs=1)
    other = open_store(tmp_path / "other", create=True)
    two = ingest([folder], other, jobs=2)
    assert quads(new_store) == quads(other)

    def told(report: LoadReport) -> tuple[object, ...]:
        return report.loaded, report.refused, report.problems, report.documents, report.triples

    assert told(one) == told(two)


def test_numbers_and_terms_are_the_engine_s(folder: Path, new_store: Store) -> None:
    write(folder, "a.txt", GOOD)
    ingest([folder], new_store)
    (row,) = new_store.rows(f"SELECT ?l WHERE {{ ?s <{GB.lineCount}> ?l }}")
    assert row["l"] == ox.Literal(len(GOOD.splitlines()))

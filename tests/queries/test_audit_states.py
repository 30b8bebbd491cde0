"""Ids, reviews and the comparison with the last audit, on a store in a folder."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.audit_report import FORMATS, Report, sarif, table, turtle, write
from api.cli import main
from api.queryable import queryable
from graph.ingest import ingest
from graph.store import Store, open_store
from ontology.validate import validate
from queries import reviews
from queries.audit import UnknownRule, audit, choose, finding_id, load_rules

ON = date(2021, 6, 1)
TEXT = """青政办发〔2021〕3号
青山市人民政府办公室关于做好有关工作的通知
各镇人民政府，市直各单位：
一、各单位要在规定时限内完成完成办件的受理。
二、根据《实施方案》（青政办函〔2021〕 号）要求，抓好落实。
青山市人民政府办公室
2021年3月5日
"""


def load(folder: Path, text: str) -> Store:
    source = folder / "gazette.txt"
    source.write_text(text, encoding="utf-8")
    store = open_store(folder / "store", create=True)
    ingest([source], store, jobs=1)
    return store


def test_ids_do_not_change_when_a_gazette_is_loaded_again(tmp_path: Path) -> None:
    store = load(tmp_path, TEXT)
    first = [one.id for one in audit(queryable(store), ON)]
    assert len(first) == len(set(first)) == 2
    again = load(tmp_path, "\n\n" + TEXT)
    assert [one.id for one in audit(queryable(again), ON)] == first
    assert finding_id("a", ["b", "c"]) != finding_id("a", ["bc", ""])


def test_a_later_audit_says_what_is_new_open_and_gone(tmp_path: Path) -> None:
    store = load(tmp_path, TEXT)
    found = audit(queryable(store), ON)
    judged, gone = reviews.judged(found, reviews.last_audit(store), reviews.reviews(store))
    assert {one.state for one in judged} == {"new"} and gone == []
    reviews.record(store, found)
    store = load(tmp_path, TEXT.replace("完成完成", "完成").replace("抓好落实", "抓好抓好落实"))
    judged, gone = reviews.judged(
        audit(queryable(store), ON), reviews.last_audit(store), reviews.reviews(store)
    )
    assert {(one.rule, one.state) for one in judged} == {("blank-number", "open"), ("doubled-words", "new")}
    assert [one.message_zh for one in gone] == [f.message_zh for f in found if f.rule == "doubled-words"]


def test_reviews_survive_a_reload_and_are_exported(tmp_path: Path) -> None:
    store = load(tmp_path, TEXT)
    one, other = audit(queryable(store), ON)
    said = reviews.Review(one.id, "rejected", "如此印发", "赵一", ON)
    reviews.save(store, [said, reviews.Review(other.id, "fixed")])
    store = load(tmp_path, TEXT + "\n")
    assert reviews.reviews(store)[one.id] == said
    judged, _ = reviews.judged(audit(queryable(store), ON), {}, reviews.reviews(store))
    assert {(f.id, f.state, f.remark) for f in judged} == {
        (one.id, "rejected", "如此印发"),
        (other.id, "fixed", ""),
    }
    out = tmp_path / "all.nq"
    with out.open("wb") as file:
        store.export("application/n-quads", file)
    assert one.id in out.read_text("utf-8")
    reviews.save(store, [reviews.Review(other.id, "")])
    assert set(reviews.reviews(store)) == {one.id}
    with pytest.raises(ValueError, match="perhaps"):
        reviews.save(store, [reviews.Review(one.id, "perhaps")])


def test_formats_agree(tmp_path: Path) -> None:
    store = load(tmp_path, TEXT)
    report = Report(ON, audit(queryable(store), ON))
    for form in FORMATS:
        assert write(report, form, "zh", store)
    body = json.loads(write(report, "json", "zh", store))
    assert body["on"] == "2021-06-01" and body["counts"]["warning"] == 2
    assert set(body["findings"][0]["evidence"][0]) == {
        "source", "first_line", "last_line", "quote", "document"
    }  # fmt: skip
    head, rows = table(report, "en")
    assert head[0] == "Id" and [row[0] for row in rows] == [one.id for one in report.findings]
    log = sarif(report)
    assert log["version"] == "2.1.0"
    assert [one["fingerprints"]["gongbao/v1"] for one in log["runs"][0]["results"]] == [
        row[0] for row in rows
    ]
    page = write(report, "html", "en", store).decode()
    assert all(one.message_en.split("“")[0].strip() in page for one in report.findings)


def test_the_audit_graph_has_its_shape(tmp_path: Path) -> None:
    from rdflib import Graph

    store = load(tmp_path, TEXT)
    graph = Graph().parse(data=turtle(Report(ON, audit(queryable(store), ON)), store.base), format="turtle")
    assert len(list(graph.subjects())) > 2
    results = validate(graph).results
    assert [row for row in results if "audit/finding" in row.focus] == []


def test_rules_are_chosen_by_name_and_group() -> None:
    assert [rule.name for rule in choose(["clock-word"])] == ["clock-word"]
    assert {rule.group for rule in choose(["people", "clock-word"])} == {"people", "time"}
    assert len(choose([])) == len(load_rules())
    with pytest.raises(UnknownRule):
        choose(["no-such-rule"])


def test_the_command(tmp_path: Path) -> None:
    load(tmp_path, TEXT)
    store = ["--store", str(tmp_path / "store")]
    run = CliRunner().invoke
    first = run(main, ["audit", "--on", "2021-06-01", "--json", *store])
    assert first.exit_code == 0, first.output
    ids = [one["id"] for one in json.loads(first.output)["findings"]]
    assert run(main, ["audit", *store, "--fail-on", "warning"]).exit_code == 1
    assert run(main, ["audit", *store, "--fail-on", "error"]).exit_code == 0
    marked = [argument for one in ids for argument in ("--review", one)]
    assert run(main, ["audit", *store, *marked, "--state", "rejected"]).exit_code == 0
    assert run(main, ["audit", *store, "--fail-on", "warning"]).exit_code == 0
    assert run(main, ["audit", *store, "--review", "0" * 12, "--state", "fixed"]).exit_code == 2
    assert run(main, ["audit", *store, "--review", ids[0]]).exit_code == 2
    assert run(main, ["audit", *store, "--xlsx"]).exit_code == 2
    assert "clock-word" in run(main, ["audit", "--rules"]).output
    only = run(main, ["audit", *store, "--rule", "blank-number", "--csv"])
    assert "blank-number" in only.output and "doubled-words" not in only.output
    for form in ("html", "sarif", "ttl", "xlsx"):
        target = tmp_path / f"audit.{form}"
        assert run(main, ["audit", *store, f"--{form}", "-o", str(target)]).exit_code == 0
        assert target.stat().st_size > 500

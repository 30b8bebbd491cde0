"""From when a document is in force, how long, and who interprets it."""

from __future__ import annotations

from datetime import date

import pytest

from loaders.readers import clauses
from loaders.records import ClauseRecord

TITLE = "青山市人民政府办公室关于印发《青山市河道管理办法》的通知"
DAY = date(2021, 5, 1)
ISSUED = date(2021, 3, 5)

FORCE = [
    ("from a day on", "第九条 本办法自2021年5月1日起施行。", ("effect", DAY, None, None)),
    ("from publication on", "第九条 本办法自公布之日起施行。", ("effect", ISSUED, None, None)),
    ("from printing on", "第九条 本办法自印发之日起实施。", ("effect", ISSUED, None, None)),
    (
        "with a term",
        "第九条 本办法自2021年5月1日起施行，有效期五年。",
        ("effect", DAY, "P5Y", date(2026, 5, 1)),
    ),
    (
        "with a term in Arabic",
        "第九条 本办法自2021年5月1日起施行，有效期为2年。",
        ("effect", DAY, "P2Y", date(2023, 5, 1)),
    ),
    (
        "with a last day: no longer in force the day after",
        "第九条 本办法自2021年5月1日起施行，有效期至2023年4月30日。",
        ("effect", DAY, None, date(2023, 5, 1)),
    ),
    (
        "a trial",
        "第九条 本办法自2021年5月1日起施行，试行期一年。",
        ("effect", DAY, "P1Y", date(2022, 5, 1)),
    ),
    (
        "the term in the next sentence",
        "第九条 本办法自公布之日起施行。有效期两年。\n第十条 甲乙丙丁。",
        ("effect", ISSUED, "P2Y", date(2023, 3, 5)),
    ),
    (
        "from a day to a day",
        "第九条 本办法自2021年5月1日至2023年4月30日施行。",
        ("effect", DAY, None, date(2023, 5, 1)),
    ),
    ("only a term", "第九条 本办法有效期五年。", ("validity", None, "P5Y", None)),
    ("the date in Chinese", "第九条 本办法自二〇二一年五月一日起施行。", ("effect", DAY, None, None)),
    ("a licence's term is not the document's", "第九条 许可证自发放之日起生效，有效期五年。", None),
    ("a contract's effect is not the document's", "第九条 合同自双方签订之日起生效。", None),
    ("a subsidy from a day on", "第九条 补贴标准自2021年5月1日起执行新的档次。", None),
    ("nothing of the kind", "第九条 河道管理实行河长制。", None),
]


@pytest.mark.parametrize(("says", "article", "expected"), FORCE, ids=[row[0] for row in FORCE])
def test_force(
    facts_of, says: str, article: str, expected: tuple[str, date | None, str | None, date | None] | None
) -> None:
    found = facts_of(clauses, "现印发给你们。", f"青山市河道管理办法\n第一条 甲乙丙丁。\n{article}", TITLE)
    read = [(c.kind, c.effective, c.validity, c.expires) for c in found if c.kind != "interpretation"]
    assert read == ([expected] if expected else [])


def test_a_clause_is_the_instrument_s_and_without_its_number(facts_of) -> None:
    (clause,) = facts_of(
        clauses,
        "现印发给你们。",
        "青山市河道管理办法\n第一条 甲乙丙丁。\n第九条 本办法自公布之日起施行。",
        TITLE,
    )
    assert clause.part == "青山市河道管理办法"
    assert clause.text == "本办法自公布之日起施行"
    assert (clause.span.first, clause.span.last) == (9, 9)


def test_the_notice_may_state_its_own(facts_of) -> None:
    (clause,) = facts_of(clauses, "请认真执行。本通知自2021年5月1日起施行。")
    assert (clause.part, clause.effective) == ("", DAY)


@pytest.mark.parametrize(
    "sentence",
    [
        "《青山市河道办法》（青政发〔2001〕4号）自本通知印发之日起废止。",
        "所列文件自本通知印发之日起一律停止执行，不再作为行政管理的依据。",
        "所列文件自本通知公布之日起不再作为行政管理的依据。",
    ],
)
def test_what_repeals_others_takes_effect_by_that(facts_of, sentence: str) -> None:
    (clause,) = facts_of(clauses, sentence)
    assert (clause.kind, clause.effective) == ("effect", ISSUED)


INTERPRETERS = [
    ("由", "第八条 本办法由市水利局负责解释。", ["市水利局"]),
    ("两家", "第八条 本办法由市水利局、市财政局负责解释。", ["市水利局", "市财政局"]),
    ("和", "第八条 本办法由市水利局和市财政局负责解释。", ["市水利局", "市财政局"]),
    ("the unit first", "各方意见一致，\n市水利局负责本办法的解释。", ["市水利局"]),
    ("nobody", "第八条 市水利局负责河道管理工作。", []),
    ("explaining something else", "第八条 有关单位应当向群众做好政策解释。", []),
]


@pytest.mark.parametrize(("says", "article", "units"), INTERPRETERS, ids=[row[0] for row in INTERPRETERS])
def test_who_interprets(facts_of, says: str, article: str, units: list[str]) -> None:
    found: list[ClauseRecord] = facts_of(clauses, "现印发给你们。", f"青山市河道管理办法\n{article}", TITLE)
    assert [c.unit for c in found if c.kind == "interpretation"] == units

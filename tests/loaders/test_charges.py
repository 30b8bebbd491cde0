"""The measure of responsibilities: what counts as the same, and what a stopped reading leaves open."""

from __future__ import annotations

from typing import Any

from loaders.evaluation import Score, evaluate

TEXT = """青政办发〔2021〕3号
青山市人民政府办公室关于做好河道工作的通知
各县区人民政府：
一、清淤工作。完成河道清淤。（市水利局牵头，市财政局、市审计局配合）
二、巡查工作。每月巡查一次。（责任单位：市公安局）
青山市人民政府办公室
2021年3月5日"""


def gold(*charges: tuple[str, str, str], repeated: int = 1) -> dict[str, Any]:
    named = [{"assignee": a, "role": r, "matter_start": m} for a, r, m in charges]
    return {"file": "a.txt", "doc_no": None, "responsibilities": named * repeated}


def measured(reading_of: Any, reading: dict[str, Any]) -> Score:
    (score,) = evaluate(reading, reading_of(TEXT))
    return score


def test_roles_by_meaning_and_matters_by_their_words(reading_of) -> None:
    score = measured(
        reading_of,
        gold(
            ("市水利局", "牵头单位", "清淤工作"),
            ("市财政局、市审计局", "协助", "完成河道清淤"),
            ("市公安局", "负责", "巡查工作"),
        ),
    )
    assert (score.right, score.missed, score.wrong) == (4, (), ())


def test_what_was_read_beyond_is_wrong(reading_of) -> None:
    score = measured(reading_of, gold(("市水利局", "牵头单位", "清淤工作")))
    assert (score.right, len(score.wrong)) == (1, 3)


def test_of_a_stopped_reading_only_the_matters_it_names_count(reading_of) -> None:
    score = measured(reading_of, gold(("市水利局", "牵头单位", "清淤工作"), repeated=25))
    assert (score.right, sorted(str(key)[2:6] for key in score.wrong)) == (1, ["市审计局", "市财政局"])


def test_another_role_or_body_is_missed(reading_of) -> None:
    score = measured(reading_of, gold(("市水利局", "配合单位", "清淤工作"), ("市民政局", "负责", "巡查工作")))
    assert (score.right, len(score.missed)) == (0, 2)

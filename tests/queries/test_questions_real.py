"""Questions over the two real gazettes: measured, with a bound.

Three sets: the examples of the reference material; ``questions_own.json``, written beside the printed pages
while the grammar was; and ``questions_varied.json``, written beside them afterwards, in other words, before
any of it was asked. They hold facts only: answers and the lines they stand on. An answer counts as exact when
all that is expected is given and nothing more; punctuation, blanks and 《》 are passed over, a numeral may be
written either way, and a title may stand with or without 关于印发…的通知.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from queries.ask import Answerer
from queries.normalise import loose

OWN = Path(__file__).with_name("questions_own.json")
VARIED = Path(__file__).with_name("questions_varied.json")
SOURCES = {"000": "linxiang-2023-03.txt", "004": "miluo-2023-02.txt"}
_EQUAL = (("两年", "2年"), ("五年", "5年"), ("一年", "1年"))


def plain(text: str) -> str:
    """A key for comparing answers."""
    key = re.sub(r"^关于印发|的通知$", "", loose(text))
    for printed, digits in _EQUAL:
        key = key.replace(printed, digits)
    return key


def judged(question: dict[str, Any], result: dict[str, Any]) -> str:
    """exact, wrong (something false was given as an answer) or refused."""
    expected = {plain(a) for a in question["answer"]}
    given = {plain(a["text"]) for a in result["answers"]}
    if not expected:
        return "exact" if not given else "wrong"
    if not given:
        return "refused"
    if given == expected:
        return "exact"
    accepted = {plain(a) for a in question.get("accept", [])}
    return "exact" if accepted and len(given) == 1 and given <= accepted else "wrong"


def shows_a_line(question: dict[str, Any], result: dict[str, Any]) -> bool:
    """Whether one of the lines expected is among those shown."""
    wanted = [line.split(":") for line in question["evidence_lines"]]
    shown = [e for a in result["answers"] for e in a["evidence"]]
    return any(
        e["source"] == SOURCES.get(source, source) and e["first_line"] <= int(line) <= e["last_line"]
        for source, line in wanted
        for e in shown
    )


def measured(questions: list[dict[str, Any]], answerer: Answerer) -> tuple[Counter[str], float, list[str]]:
    """Counts of each verdict, the share of exact answers with an expected line, and what failed."""
    counts: Counter[str] = Counter()
    lines: list[bool] = []
    failed = []
    for question in questions:
        result = answerer.ask(question["question"])
        verdict = judged(question, result)
        counts[verdict] += 1
        if verdict == "exact" and question["answer"] and question["evidence_lines"]:
            lines.append(shows_a_line(question, result))
        if verdict != "exact":
            failed.append(f"{verdict}: {question['question']} → {[a['text'] for a in result['answers']][:6]}")
    return counts, sum(lines) / max(1, len(lines)), failed


def bound(
    questions: list[dict[str, Any]], answerer: Answerer, exact: float, wrong: float, lines: float
) -> None:
    counts, shown, failed = measured(questions, answerer)
    total = len(questions)
    print(f"{dict(counts)} of {total}, lines {shown:.2f}")
    assert counts["exact"] >= exact * total, (counts, failed)
    assert counts["wrong"] <= wrong * total, (counts, failed)
    assert shown >= lines


def test_the_example_questions(shared: Path, real_answerer: Answerer) -> None:
    questions = json.loads((shared / "questions.json").read_text("utf-8"))
    bound(questions, real_answerer, exact=0.95, wrong=0.05, lines=0.9)


@pytest.mark.parametrize("split", ["development", "held-out"])
def test_own_questions(split: str, real_answerer: Answerer) -> None:
    questions = [q for q in json.loads(OWN.read_text("utf-8")) if q["split"] == split]
    assert len(questions) >= 50
    bound(questions, real_answerer, exact=0.9, wrong=0.05, lines=0.85)


@pytest.mark.parametrize(("split", "exact", "wrong"), [("development", 0.95, 0.02), ("held-out", 0.88, 0.06)])
def test_varied_questions(split: str, exact: float, wrong: float, real_answerer: Answerer) -> None:
    """What was looked at must stay right; of what was never looked at most is."""
    questions = [q for q in json.loads(VARIED.read_text("utf-8")) if q["split"] == split]
    assert len(questions) >= 90
    bound(questions, real_answerer, exact=exact, wrong=wrong, lines=0.88)


def test_a_hundred_questions_a_second(real_answerer: Answerer) -> None:
    """After warm-up; processor time, so that other work on the machine does not count."""
    questions = [q["question"] for q in json.loads(OWN.read_text("utf-8"))]
    for question in questions[:20]:
        real_answerer.ask(question)
    began = time.process_time()
    for question in questions:
        real_answerer.ask(question)
    assert (time.process_time() - began) / len(questions) < 0.03

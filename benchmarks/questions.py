"""Questions about generated gazettes: every kind of question the grammar knows, filled in with what the
gazettes say. Some ask for what is not there."""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.content import gazette, words

_ASKED = (
    "{city}市{year}年激励事项{item}由哪个单位牵头？",
    "{city}市第{item}项真抓实干督查激励措施的责任人是谁？",
    "Which units lead incentive item {item} in {city}市?",
    "{number}是什么文件？",
    "《{title}》什么时候开始施行？",
    "《{title}》的有效期是多久？",
    "《{title}》由谁负责解释？",
    "《{title}》引用了哪些文件？",
    "哪些文件引用了《{law}》？",
    "How many documents cite 《{law}》?",
    "{city}市{department}由哪位副市长分管？",
    "{city}市{leader}副市长负责哪些方面工作？",
    "{city}市市长是谁？",
    "{person}担任什么职务？",
    "{city}市{department}要汇聚哪些电子证照？",
    "{city}市{town}的征缴任务人数是多少？",
    "{city}市{department}的登记号编制序列是什么？",
    "{city}市政府第{meeting}次常务会议是哪天召开的？",
    "{city}市政府第{meeting}次常务会议研究了哪些事项？",
    "{city}市{matter}工作领导小组的成员有哪些？",
    "{city}市重大行政决策事项里{department}承办哪几项？",
    "{city}市{department}牵头哪些激励事项？",
    "Who is in charge of {department} in {city}市?",
    "{city}市{matter}补助最高多少万元？",
    "{city}市激励事项99由谁牵头？",
)


def questions(count: int, gazettes: int, seed: int = 1) -> Iterator[str]:
    """``count`` questions about the first ``gazettes`` gazettes of the series of ``seed``, no kind more often
    than another."""
    rng = random.Random(f"{seed}/questions")
    for index in range(count):
        issue = gazette(rng.randrange(gazettes), seed)
        city = issue.city
        numbered = [document for document in issue.documents if document.number]
        printed = [d.title.partition("《")[2].partition("》")[0] for d in numbered if "印发《" in d.title]
        title = rng.choice([name for name in printed if name.endswith("办法")])
        yield _ASKED[index % len(_ASKED)].format(
            city=city.name,
            year=issue.year,
            item=rng.randint(1, 30),
            number=rng.choice(numbered).number,
            title=title,
            law=rng.choice(words()["laws"]),
            department="市" + rng.choice(words()["departments"])[1],
            leader=rng.choice(city.leaders[1:])[1],
            person=rng.choice([*city.heads.values()]),
            town=rng.choice(city.towns),
            meeting=4 * issue.number + rng.randint(1, 2),
            matter=title.removeprefix(f"{city.name}市").removesuffix("管理办法"),
        )

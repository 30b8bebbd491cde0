"""Questions over two invented gazettes: (question, answers), a plain table; and how a question is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queries.ask import Answerer
from queries.ask.grammar import load_grammar

NOTICE, OTHER = "青政办发〔2021〕3号", "白政办发〔2021〕6号"

ANSWERED = [
    # who leads an item, in many spellings
    ("激励事项1由谁牵头", ["市数据局", "市财政局"]),
    ("激励事项１由谁牵头？", ["市数据局", "市财政局"]),
    ("第一项激励事项的牵头单位是谁？", ["市数据局", "市财政局"]),
    ("第1项归哪个局管？", ["市数据局", "市财政局"]),
    ("which unit leads incentive item 1", ["市数据局", "市财政局"]),
    ("Which unit must head item 3?", ["市民政局"]),
    ("激励事项2由谁牵头", ["市自然资源局", "市农业农村局"]),
    ("第2项高标准农田建设由谁牵头", ["市农业农村局"]),
    ("养老服务激励由哪个单位牵头", ["市民政局"]),
    ("第2项的省级牵头单位有哪些", ["省自然资源厅", "省农业农村厅"]),
    # several things at once
    ("第3项谁牵头、责任人是谁？", ["市民政局", "孙安"]),
    ("第3项养老服务，牵头的市领导和责任人分别是谁？", ["林知远", "孙安"]),
    ("市财政局在第1项中的责任人是谁", ["何青"]),
    # from the assignee to the items
    ("市财政局牵头的激励事项是第几项", ["1"]),
    ("林知远牵头的激励事项有哪些，报序号就行", ["1", "3"]),
    ("Which incentive items does 陈立 head?", ["2"]),
    # citations
    ("哪些规定引用了国办发〔2020〕9号", [NOTICE, OTHER]),
    ("哪些规定引用了国办发[2020]9号？", [NOTICE, OTHER]),
    ("哪些规定引用了国办发（2020）9号", [NOTICE, OTHER]),
    ("哪些规定引用了国办发2020年9号", [NOTICE, OTHER]),
    ("which rules cite 国办发〔2020〕9号", [NOTICE, OTHER]),
    ("国办发〔2020〕9号被哪些文件引用？", [NOTICE, OTHER]),
    ("白河市哪些文件引用了国办发〔2020〕9号", [OTHER]),
    ("白政办发〔2021〕6号引用了哪些文件", ["国办发〔2020〕9号", "云岭省项目条例"]),
    ("白政办发〔2021〕6号的制定依据，写文号", ["国办发〔2020〕9号"]),
    ("青政办发〔2021〕3号废止了哪个文件", ["青政办发〔2018〕1号"]),
    ("青政办发〔2018〕1号被什么文件废止", [NOTICE]),
    ("两市都引用了哪份文件？", ["国办发〔2020〕9号"]),
    ("白政办发〔2021〕6号引用了《云岭省项目条例》吗？", ["是"]),
    # documents
    ("青政办发〔2021〕4号是什么文件？", ["关于落实激励措施的通知"]),
    ("青政办发〔2021〕3号是什么文件？", ["青山市政务数字化项目管理办法"]),
    ("登记号QSDR—2021—01002是哪个文件", ["青山市政务数字化项目管理办法"]),
    ("《青山市政务数字化项目管理办法》的文号和登记号是多少", [NOTICE, "QSDR-2021-01002"]),
    ("青山数字化项目管理办法的文号", [NOTICE]),
    ("What is the document number of 《白河市政务信息化项目管理办法》?", [OTHER]),
    ("白政办发〔2021〕6号是哪天印发的", ["2021年6月1日"]),
    # force
    ("青山市政务数字化项目管理办法何时施行，有效期几年？", ["2021年3月5日", "两年"]),
    ("How long is 白政办发〔2021〕6号 valid?", ["5年"]),
    ("青政办发〔2021〕3号什么时候到期", ["2023年3月5日"]),
    ("2022年1月1日青政办发〔2021〕3号还有效吗", ["是"]),
    ("2024年底青政办发〔2021〕3号还有效吗", ["否"]),
    ("2024年1月1日青政办发〔2021〕3号失效了吗", ["是"]),
    ("Was 青政办发〔2018〕1号 still in force on 1 May 2021?", ["否"]),
    ("2024年1月1日有效的办法有哪些", [OTHER]),
    ("哪些文件有效期为两年", [NOTICE]),
    ("哪些文件自2021年3月5日起施行", [NOTICE]),
    ("青政办发〔2021〕3号和白政办发〔2021〕6号哪个有效期更长", [OTHER]),
    ("青政办发〔2021〕3号和白政办发〔2021〕6号哪个先施行", [NOTICE]),
    ("青政办发〔2021〕3号和白政办发〔2021〕6号的有效期一样吗", ["否"]),
    ("2022年青政办发〔2021〕3号和白政办发〔2021〕6号都有效吗", ["是"]),
    ("2024年青政办发〔2021〕3号和白政办发〔2021〕6号都有效吗", ["否"]),
    ("What is the effective date of 青政办发〔2021〕3号?", ["2021年3月5日"]),
    ("青政办发〔2021〕3号归谁解释", ["市数据局"]),
    ("市数据局负责解释哪些文件", [NOTICE]),
    # people
    ("王小川任什么职务", ["市财政局副局长"]),
    ("王小川的试用期多长", ["一年"]),
    ("谁被任命为市财政局副局长", ["王小川"]),
    ("李大河被免去什么职务", ["市财政局副局长"]),
    ("谁被免去市财政局副局长", ["李大河"]),
    ("青山市市财政局副局长是谁", ["王小川"]),
    ("青山市市长是谁", ["林知远"]),
    ("Who is the mayor of 白河?", ["高远"]),
    ("两市的市长分别是谁", ["林知远", "高远"]),
    ("青政人〔2021〕1号任命了几个人", ["1"]),
    # yes and no of posts, figures and what repeals what
    ("王小川是市财政局副局长吗", ["是"]),
    ("李大河是市财政局副局长吗", ["否"]),
    ("市财政局副局长是不是王小川", ["是"]),
    ("Was 王小川 appointed deputy director of 市财政局?", ["是"]),
    ("青政办发〔2021〕3号的有效期是两年吗", ["是"]),
    ("青政办发〔2021〕3号的有效期是三年吗", ["否"]),
    ("陈立是否分管市自然资源局", ["是"]),
    ("林知远是否分管市自然资源局", ["否"]),
    # division of work
    ("青山市自然资源局由哪位副市长分管", ["陈立"]),
    ("农业农村方面的工作由谁负责", ["陈立"]),
    ("陈立分管哪些单位", ["市自然资源局", "市农业农村局"]),
    ("陈立负责哪些方面的工作", ["自然资源", "农业农村"]),
    ("陈立协助负责什么工作", ["信访"]),
    ("谁联系市残联", ["陈立"]),
    ("青山市自然资源局由陈立分管吗", ["是"]),
    ("青山市自然资源局由林知远分管吗", ["否"]),
    # decisions and tasks
    ("滨河路路灯改造由哪个单位承办、会同单位有哪些", ["市城管局", "市住建局", "东风街道"]),
    ("滨河路路灯改造工程的时间安排", ["2021年4月至9月"]),
    ("滨河路路灯改造工程的决策依据是什么", ["青山市消防若干规定"]),
    ("完善政务地图的完成时限是什么时候", ["2021年9月30日"]),
    ("2021年10月1日前要完成的任务有哪些", ["完善政务地图"]),
    ("白河市民政局牵头推进哪些“一件事”", ["婚姻一件事", "出生一件事"]),
    # figures, certificates, codes
    ("松林镇的征缴任务是多少", ["1200"]),
    ("松林镇和石桥镇的征缴任务分别是多少", ["1200", "800"]),
    ("松林镇和石桥镇征缴任务合计多少", ["2000"]),
    ("松林镇和石桥镇哪个征缴任务多，多多少", ["松林镇", "400"]),
    ("征缴任务合计是多少", ["2000"]),
    ("哪个镇的征缴任务最少", ["石桥镇"]),
    ("水利局要汇聚哪些证照", ["取水许可证", "河道采砂许可证"]),
    ("营业执照由哪个部门汇聚", ["市场监管局"]),
    ("河道采砂许可证的颁发层级是什么", ["县"]),
    ("哪个部门汇聚的证照最多，有几种", ["水利局", "2"]),
    ("财政局的制定机关代号是多少", ["02"]),
    ("代号00是哪个单位", ["市政府"]),
    # meetings and groups
    ("白河市政府第5次常务会议是哪天召开的，由谁主持", ["2021年5月20日", "高远"]),
    ("第5次常务会议有几个议题", ["2"]),
    ("第五次常务会议上水利局是谁列席的", ["江波"]),
    ("江波代表哪个单位列席第5次常务会议", ["水利局"]),
    ("第5次常务会议邀请谁列席", ["石磊"]),
    ("马骏出席了第5次常务会议吗", ["是"]),
    ("叶青出席了第5次常务会议吗", ["否"]),
    ("第5次会议研究了哪些议题", ["审议《白河市湿地保护方案》", "研究消防站建设工作"]),
    ("2021年5月20日的常务会议由谁主持", ["高远"]),
    ("2021年5月召开了第几次常务会议", ["第5次"]),
    ("哪次会议研究了消防站建设", ["第5次"]),
    ("每个新建的消防站补贴多少", ["20万元"]),
    ("新建消防站补贴由哪位领导牵头", ["马骏"]),
    ("数字化工作领导小组的组长是谁，办公室设在哪里", ["高远", "市数据局"]),
    # counting, comparing
    ("激励事项一共有多少项", ["3"]),
    ("哪几项激励事项由两个以上单位牵头", ["1", "2"]),
    ("激励事项里责任人只有一个的有几项", ["1"]),
    ("哪项激励事项的牵头单位最多", ["1", "2"]),
    ("Who is responsible for item 3?", ["孙安"]),
    ("哪位市领导牵头的激励事项最多", ["林知远"]),
    ("哪位市领导只牵头1项激励事项", ["陈立"]),
    ("林知远牵头多少项激励事项", ["2"]),
    ("第3项是不是市民政局牵头", ["是"]),
    ("第3项是不是市财政局牵头", ["否"]),
    ("两市要求专家评审的预算金额门槛分别是多少", ["100万元", "50万元"]),
    ("哪个市要求专家评审的预算金额门槛更高", ["青山市"]),
    # stretches of time
    ("2021年5月1日以后生效的文件有哪些", [OTHER]),
    ("2021年3月至4月印发的文件有哪些", [NOTICE, "青政办发〔2021〕4号", "青政办函〔2021〕2号"]),
    ("Which documents took effect before 1 May 2021?", [NOTICE]),
    # lists of what was repealed or annexed
    ("哪些文件已经废止", ["青政办发〔2018〕1号"]),
    ("Which documents have been repealed?", ["青政办发〔2018〕1号"]),
    ("青政办函〔2021〕2号的附件有哪些", ["医保征缴任务分解表"]),
    ("青政办函〔2021〕2号有几个附件", ["1"]),
    # names in pinyin
    ("Who is the mayor of Qingshan City?", ["林知远"]),
    ("Who is the mayor of Baihe?", ["高远"]),
    ("Which post does Wang Xiaochuan hold?", ["市财政局副局长"]),
    ("What is the collection target of Songlin Town?", ["1200"]),
    # what stands before or around a name is part of it
    ("谁列席了市政府第5次常务会议", ["江波"]),
    ("第3项的牵头单位是什么", ["市民政局"]),
    ("Who is responsible for item 3 and who leads it?", ["孙安", "市民政局"]),
    # the counterpart of a document in another city
    ("青山市与白河市的政务数字化项目管理办法有效期分别几年", ["两年", "5年"]),
]

REFUSED = [
    # (question, status, what the message must say)
    ("激励事项52由谁牵头？", "no_match", "共3项"),
    ("which unit leads incentive item 52", "no_match", "has 3 items"),
    ("第0项激励事项谁负责", "no_match", "第0项"),
    ("哪些规定引用了国办发〔2031〕99号", "no_match", "国办发〔2031〕99号"),
    ("哪些文件引用了青政办发〔2021〕3号", "no_match", "没有文件引用"),
    ("《青山市共享单车管理办法》的文号是多少", "no_match", "共享单车"),
    ("欧阳明月任什么职务", "no_match", "欧阳明月"),
    ("青山市航天局牵头哪些激励事项", "no_match", "航天局"),
    ("赵无名被任命为什么职务", "no_match", "赵无名"),
    ("食品经营许可证由哪个部门汇聚", "no_match", "食品经营许可证"),
    ("2021年9月召开了第几次常务会议", "no_match", "2021年5月20日"),
    ("第5次会议上哪项议题由市水利局汇报", "not_stated", "没有写明"),
    ("长沙市市长是谁", "no_match", "长沙市"),
    ("第9次常务会议由谁主持", "no_match", "第5次"),
    ("Who chaired the 9th executive meeting?", "no_match", "meeting 9"),
    ("青政办发〔2021〕4号的有效期是几年", "not_stated", "没有写明"),
    ("白政办发〔2021〕6号由谁负责解释", "not_stated", "没有写明"),
    ("国办发〔2020〕9号是哪天印发的", "not_stated", "没有全文"),
    ("田野代表哪个单位出席会议", "not_stated", "没有"),
    ("市长是谁", "ambiguous", "青山市"),
    ("项目管理办法的文号", "ambiguous", "白河市"),
    # words that nothing found accounts for
    ("市民政局在医保征缴中负责什么", "not_stated", "医保征缴"),
    ("2025年松林镇的征缴任务是多少", "not_stated", "2025年"),
    ("2021年1月任命了哪些人", "not_understood", "2021年1月"),
    ("林知远是哪里人", "not_understood", "没有读懂"),
    ("Who is the mayor of Changsha?", "no_match", "长沙市"),
    ("How many incentive items does Zhang Weiming head?", "not_understood", "Zhang"),
    ("今天天气怎么样", "not_understood", "没有读懂"),
    ("Tell me a joke please", "not_understood", "not understood"),
    ("", "not_understood", "not understood"),
]


@pytest.mark.parametrize(("question", "answers"), ANSWERED, ids=[q for q, _ in ANSWERED])
def test_question(question: str, answers: list[str], answerer: Answerer) -> None:
    result = answerer.ask(question)
    assert result["status"] == "answered", result["message"]
    assert sorted(a["text"] for a in result["answers"]) == sorted(answers), result["reading"]


@pytest.mark.parametrize(
    ("question", "status", "words"), REFUSED, ids=[q or "nothing" for q, _, _ in REFUSED]
)
def test_no_answer_says_why(question: str, status: str, words: str, answerer: Answerer) -> None:
    result = answerer.ask(question)
    assert (result["status"], result["answers"]) == (status, [])
    assert words in result["message"]


@pytest.mark.parametrize(("question", "answers"), ANSWERED, ids=[q for q, _ in ANSWERED])
def test_answers_carry_their_lines(question: str, answers: list[str], answerer: Answerer) -> None:
    """Every answer has at least one place with its quote, and shows what was run."""
    result = answerer.ask(question)
    for answer in result["answers"]:
        assert answer["evidence"], answer
        for place in answer["evidence"]:
            assert place["source"].endswith(".txt") and 1 <= place["first_line"] <= place["last_line"]
            assert len(place["quote"].split("\n")) == place["last_line"] - place["first_line"] + 1
    assert "SELECT" in result["sparql"] and result["reading"]["intent"]


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("激励事项3由谁牵头", 21),
        ("青政办发〔2021〕3号何时施行", 13),
        ("《青山市政务数字化项目管理办法》的登记号", 5),
        ("青山市市长是谁", 35),
        ("松林镇的征缴任务是多少", 32),
        ("哪些文件引用了国办发〔2020〕9号", 6),
    ],
)
def test_the_line_is_the_printed_one(question: str, line: int, answerer: Answerer) -> None:
    places = [p for a in answerer.ask(question)["answers"] for p in a["evidence"]]
    assert any(
        p["source"].startswith("qingshan") and p["first_line"] <= line <= p["last_line"] for p in places
    )
    assert all(p["last_line"] - p["first_line"] < 4 for p in places)


def test_assignees_stand_in_printed_order(answerer: Answerer) -> None:
    texts = [a["text"] for a in answerer.ask("激励事项1由谁牵头")["answers"]]
    assert texts == ["市数据局", "市财政局"]


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("which unit leads incentive item 1", "en"),
        ("激励事项1由谁牵头", "zh"),
        ("What is the number of 《青山市政务数字化项目管理办法》?", "en"),
        ("EPC项目由谁牵头？", "zh"),
    ],
)
def test_the_message_is_in_the_language_of_the_question(
    question: str, language: str, answerer: Answerer
) -> None:
    message = answerer.ask(question)["message"]
    words = re.findall(r"[A-Za-z]{2,}", message)
    assert (len(words) >= 3) == (language == "en"), message


def test_an_answer_is_plain_json(answerer: Answerer) -> None:
    result = answerer.ask("激励事项1由谁牵头")
    assert set(result) == {
        "question", "status", "reading", "answers", "sparql", "message", "suggestions",
    }  # fmt: skip
    assert set(result["answers"][0]) == {"text", "iri", "note", "evidence"}
    assert set(result["answers"][0]["evidence"][0]) == {
        "source",
        "first_line",
        "last_line",
        "quote",
        "document",
    }
    assert all({"kind", "text"} <= set(entity) for entity in result["reading"]["entities"])


def test_suggestions_are_questions_that_are_answered(answerer: Answerer) -> None:
    for question in ("今天天气怎么样", "Tell me a joke please"):
        suggestions = answerer.ask(question)["suggestions"]
        assert len(suggestions) >= 3
        for suggestion in suggestions:
            assert answerer.ask(suggestion)["status"] in ("answered", "not_stated"), suggestion


def test_the_reading_names_what_was_understood(answerer: Answerer) -> None:
    entities = answerer.ask("青政办发〔2021〕3号归谁解释")["reading"]["entities"]
    assert any(entity.get("iri", "").endswith("青政办发〔2021〕3号") for entity in entities)


def test_a_new_generation_is_read_anew(invented) -> None:
    answerer = Answerer(invented)
    answerer.ask("激励事项1由谁牵头")
    invented.asked.clear()
    answerer.ask("激励事项1由谁牵头")
    within = len(invented.asked)
    invented.generation = "2"
    try:
        invented.asked.clear()
        answerer.ask("激励事项1由谁牵头")
        assert len(invented.asked) > within + 5
    finally:
        invented.generation = "1"


@pytest.mark.parametrize("intent", load_grammar().intents, ids=lambda intent: intent.name)
def test_every_example_of_the_grammar_is_understood(intent, answerer: Answerer) -> None:
    """The example of an intent, filled as a suggestion would be, is read as that intent or as one like it."""
    from queries.ask.choose import candidates
    from queries.ask.question import read
    from queries.ask.wording import example_of

    state = answerer._current()
    for english in (False, True):
        text = example_of(intent, state.index, english)
        if text is None:
            continue
        question = read(text, state.index, load_grammar())
        names = [candidate.intent.name for candidate in candidates(question, load_grammar())]
        assert intent.name in names[:4], (text, names)


@given(st.text(max_size=120))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_text_breaks_the_answerer(answerer: Answerer, text: str) -> None:
    assert answerer.ask(text)["status"] in (
        "answered",
        "no_match",
        "ambiguous",
        "not_stated",
        "not_understood",
    )


_WORDS = [
    *("激励事项", "第1项", "市财政局", "林知远", "牵头", "谁", "多少", "国办发〔2020〕9号", "《办法》", "《"),
    *("》", "“", "是否", "最多", "2021年", "第5次会议", "分别", "和", "，", "？", "which", "lead", "who"),
    *("青山市", "长沙市", "（", "有效期", "免去"),
]
_PIECES = st.lists(st.sampled_from(_WORDS), max_size=9)


@given(_PIECES)
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_mixture_of_words_breaks_the_answerer(answerer: Answerer, pieces: list[str]) -> None:
    result = answerer.ask("".join(pieces))
    assert (result["status"] == "answered") == bool(result["answers"])

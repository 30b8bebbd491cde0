"""The quick ways of matching find exactly what the patterns that they stand for find."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import numbers, source
from loaders.heads import NUMBER_LINE, number_line
from loaders.pagedump.cutter import blotted
from loaders.readers import citations, duties, misprints, posts, quantities, short_names, statements
from loaders.scanning import matches, matches_behind, sentences_with
from loaders.wordlist import any_of, words

Found = list[tuple[int, int]]

# Phrases that the patterns match, among them every way in which one may begin or end; and noise between them.
_PHRASES = """
国办发〔2021〕57号 青政办发 财库[2019]3号 关于印发(2020)第12号 〔2021〕5号 青政发〔〕号
根据湘政发［2021］6号 青政〔2022〕第号 国务院令第713号 青山市人民政府令（第3号） 令第5号 公安部令第十二号
命令 GB/T9704-2012 DB43/T876 GB18352.5—2013 JGJ106 LXDR-2021-01003 本办法第八条 本规定第三条第二款 前款
前条 前项规定 本条第一款 第三章规定 第二章和第三章规定 第十章 本章 前面 青山实业集团（以下简称“青实集团”）
白河水务公司(简称白河水务) 青山市数据中心（下统称数据中心） 青山市（下文简称：“青山”） 的的 了了 可可 许可可以
了了解 将将 须须 被被 按按 各各 于于 之之 为之之 本办法 按本实施方案 本暂行规定 依本工作方案 不少于3家
不低于200万元 不得少于5名 不得低于1,000户 至少三年 不超过3.5% 不得超过20个工作日 不高于5倍 不得高于9折
上限为10万元 上限值为3亩 下限为2亿元 超过百万元 大于5公里 小于3米 低于60分 高于8% 达到95% 满六十周岁
突破3千万元 提高到70% 控制在5‰ 有效期3年 有效期为五年 有效期限为2年 原则上不超过人民币200万元（含）以上
最长不超过3个月 一般不低于5% 最高500元 三个百分点 2个月内 30日内 10天 8小时 45分钟 2周 两套 一座 3处 百千克
2023年5月11日前 2023年以前 5月（含5月） 12月31日 3日以内 第3日 二十家 4美元 6欧元 7个 9人 一所 1台 2辆 3份
4头 5只 6株 7单 8名 9吨 2斤 一次 三项 四类 五件 由5个调整为8个 从3万元增加到5万元 原20公里提高至30公里
由100人压减为90人 由6元下调至5元 从3亩扩大到4亩 由1变更成2 由3%上升至5 由8减少到6 由9降低为8 由7下降至6
审议了甲方案、乙方案2个方案 包括山、水2项内容 听取了甲、乙3件汇报 研究了甲、乙2个议题 通过了甲、乙2项决定
涉及东、西3个镇 8个镇（东、西、南） 三项工作（甲、乙） 从2023年5月起至6月开展 自2023年3月1日至2023年4月集中
于2023年1月到2月组织 在2023年7月底至8月实施 2023年5月底前完成 6月3日前上报 每年3月底前
（一）启动阶段（5月底前完成） （二）实施（2023年6月30日前） 市发改局负责编制 由市财政局牵头 镇政府承担工作
市水利局配合 乡镇协助 业主是责任主体 主要领导是第一责任人 市长张三主持 副局长李明同志 由王小明副市长牵头
，张三局长， 党组书记李明， 区长王五， 会上张三县长讲话 省长赵六、 镇长钱七： 乡长孙八， 部长周九，
秘书长吴一， 主席郑二， 主任冯三作了汇报 委员陈四等 （青政发〔2021〕3号） LXDR—2021—01002 第3号
2023年第37号 公告2021年第5号 号 （3） 通知， 《“青山”》 “《甲》乙” 》”
财库[2021]号 湘政发［2021］_号 青政办〔2022〕第 号 李四书记， 王五主席。 李四主任牵头 王五秘书长，
"""
_NOISE = """
青山市 人民政府 会议 的 由 和 在 第 3 一 年 月 日 不 于 为 到 （ ） ( ) 《 》 “ ” 。 ； ， 、 ： ！
"""
TEXTS = st.lists(
    st.one_of(st.sampled_from(_PHRASES.split()), st.sampled_from([*_NOISE.split(), "\n", "\t", " "])),
    max_size=12,
).map("".join)
# Every phrase alone and behind what may change where its match begins.
PLAIN = [
    before + phrase for phrase in _PHRASES.split() for before in ("", "青山", "3", "。", "\n", "（", "令")
]


def spans(found: Iterator[re.Match[str]]) -> Found:
    return [match.span() for match in found]


def by_cue(pattern: re.Pattern[str], cue: re.Pattern[str]) -> Callable[[str], Iterator[re.Match[str]]]:
    return lambda text: matches(pattern, cue, text, 0, len(text))


def behind(
    pattern: re.Pattern[str], cue: re.Pattern[str], longest: int
) -> Callable[[str], Iterator[re.Match[str]]]:
    return lambda text: matches_behind(pattern, cue, longest, text, 0, len(text))


QUICK: list[tuple[str, re.Pattern[str], Callable[[str], Iterator[re.Match[str]]]]] = [
    ("document", numbers.DOCUMENT_NUMBER, lambda text: numbers.document_numbers(text, 0, len(text))),
    ("order", numbers.ORDER_NUMBER, lambda text: numbers.order_numbers(text, 0, len(text))),
    ("standard", numbers.STANDARD_NUMBER, lambda text: numbers.standard_numbers(text, 0, len(text))),
    ("internal", citations._INTERNAL, by_cue(citations._INTERNAL, citations._INTERNAL_CUE)),
    ("short name", short_names._DEFINED, behind(short_names._DEFINED, short_names._CALLED, 40)),
    ("particle", misprints._PARTICLE, by_cue(misprints._PARTICLE, misprints._PARTICLE_CUE)),
    ("blank number", misprints._BLANK, behind(misprints._BLANK, misprints._YEAR_IN_BRACKETS, 10)),
    ("own name", misprints._SELF, by_cue(misprints._SELF, misprints._SELF_CUE)),
]


@pytest.mark.parametrize(("pattern", "quick"), [case[1:] for case in QUICK], ids=[case[0] for case in QUICK])
@given(text=TEXTS)
def test_a_cue_misses_nothing(
    pattern: re.Pattern[str], quick: Callable[[str], Iterator[re.Match[str]]], text: str
) -> None:
    assert spans(quick(text)) == spans(pattern.finditer(text))


@pytest.mark.parametrize(("pattern", "quick"), [case[1:] for case in QUICK], ids=[case[0] for case in QUICK])
def test_a_cue_misses_nothing_in_the_sample(
    pattern: re.Pattern[str], quick: Callable[[str], Iterator[re.Match[str]]], sample_texts: list[str]
) -> None:
    for text in sample_texts:
        assert spans(quick(text)) == spans(pattern.finditer(text))


@pytest.mark.parametrize(("pattern", "quick"), [case[1:] for case in QUICK], ids=[case[0] for case in QUICK])
def test_a_cue_misses_no_phrase(
    pattern: re.Pattern[str], quick: Callable[[str], Iterator[re.Match[str]]]
) -> None:
    found = [spans(quick(text)) for text in PLAIN]
    assert found == [spans(pattern.finditer(text)) for text in PLAIN]
    assert any(found)


@pytest.fixture(scope="module")
def sample_texts(repository: Path) -> list[str]:
    """The logical texts of the gazettes that the project ships."""
    found = [
        path for path in sorted((repository / "loaders").glob("*/*.txt")) if path.parent.name != "lexicons"
    ]
    assert found
    return [source.build(path.name, path.read_text("utf-8").splitlines()).text for path in found]


@given(TEXTS)
def test_quantities_are_those_of_the_pattern_without_dates(text: str) -> None:
    check_quantities(text)


def check_quantities(text: str) -> None:
    plain = [m.span() for m in quantities._QUANTITY.finditer(text) if not quantities._is_date(m)]
    quick = [m.span() for m in quantities._quantities(text, 0, len(text)) if not quantities._is_date(m)]
    assert quick == plain


@given(TEXTS)
def test_sentences_with_a_cue_are_those_that_state_something(text: str) -> None:
    check_sentences(text)


def check_sentences(text: str) -> None:
    for cue, marks, patterns in (
        (
            statements._CUE,
            "。；;！？",
            (statements._FROM_TO, statements._BRACKETED, statements._TRAILING, statements._RUNS),
        ),
        (statements._DAY_CUE, "。！？", (statements._BY,)),
    ):
        found = list(sentences_with(cue, marks, text, 0, len(text)))
        whole = [m.span() for m in re.finditer(f"[^{marks}\n]+", text)]
        assert set(found) <= set(whole)
        assert found == sorted(found)
        for start, end in whole:
            if any(pattern.search(text[start:end]) for pattern in patterns):
                assert (start, end) in found


@given(TEXTS)
def test_duties_are_named_only_where_the_cue_is(text: str) -> None:
    check_duties(text)


def check_duties(text: str) -> None:
    assert bool(duties._CUE.search(text)) or not duties._WORD.search(text)


@given(TEXTS)
def test_phases_begin_with_the_cue(text: str) -> None:
    check_phases(text)


def check_phases(text: str) -> None:
    assert not statements._STEP.match(text) or statements._STEP_CUE.match(text)


@given(TEXTS)
def test_posts_are_stated_only_in_the_blocks_looked_at(text: str) -> None:
    check_posts(text)


def check_posts(text: str) -> None:
    built = source.build("qingshan.txt", text.split("\n"))
    looked_at = {block.start for block in posts.blocks_with_posts(built, 0, len(built.blocks))}
    for block in built.blocks:
        if list(posts._statements(built.text, block.start, block.end)):
            assert block.start in looked_at


@given(TEXTS)
def test_a_number_line_is_told_by_its_pattern(text: str) -> None:
    check_number_lines(text)


def check_number_lines(text: str) -> None:
    match = NUMBER_LINE.match(text)
    plain = match.span() if match and (match["number"] or match["reg"]) else None
    quick = number_line(text)
    assert (quick.span() if quick else None) == plain


@pytest.mark.parametrize(
    "holds",
    [
        check_quantities,
        check_sentences,
        check_duties,
        check_phases,
        check_posts,
        check_number_lines,
    ],
)
def test_the_same_for_every_phrase(holds: Callable[[str], None]) -> None:
    for text in PLAIN:
        holds(text)


@given(TEXTS)
def test_what_stands_in_quotes_is_blotted_out(text: str) -> None:
    depth, expected = 0, []
    for char in text:
        depth += char in "《“"
        expected.append("＿" if depth else char)
        depth -= depth > 0 and char in "》”"
    assert blotted(text, 0, len(text)) == "".join(expected)


@pytest.mark.parametrize("name", ["unit_endings", "document_types", "citable_endings", "company_words"])
def test_words_that_share_a_beginning_match_as_plain_alternatives(name: str) -> None:
    found = words(name)
    plain = re.compile("|".join(map(re.escape, found)))
    shared = re.compile(any_of(found))
    text = "".join(found) + "".join(word[:-1] for word in found) + "".join(reversed(found))
    assert spans(shared.finditer(text)) == spans(plain.finditer(text))
    anchored = "(?:{})$"
    for word in found:
        for tail in (word, word[:-1], f"青山{word}"):
            one = re.search(anchored.format(plain.pattern), tail)
            other = re.search(anchored.format(shared.pattern), tail)
            assert (one and one.span()) == (other and other.span())


def test_the_longer_of_two_words_is_preferred() -> None:
    assert re.match(any_of(("局长", "局")), "局长")[0] == "局长"  # type: ignore[index]
    assert re.match(any_of(("局", "局长")), "局面")[0] == "局"  # type: ignore[index]

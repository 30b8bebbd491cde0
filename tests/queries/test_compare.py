"""Comparing texts: what is paired with what, which characters are marked, which titles are the same rule."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from queries.compare import Block, Titled, align, bare_title, difference, likeness, namesakes, partners


def block(place: str, text: str) -> Block:
    return Block(f"urn:{place}", place, text)


LEFT = [
    block("第一条", "为规范数据共享，制定本办法。"),
    block("第二条", "市数据局负责统筹协调。"),
    block("第三条", "各部门应当每年更新目录。"),
    block("第四条", "违反本办法的，责令改正。"),
]
RIGHT = [
    block("第一条", "为规范数据共享，制定本办法。"),
    block("第二条", "本办法所称数据，是指电子记录。"),
    block("第三条", "违反本办法的，责令改正，可以通报批评。"),
    block("第四条", "市大数据中心负责统筹协调。"),
]


def shape(pairs) -> list[tuple[str, str, str, bool]]:
    return [
        (one.left.place if one.left else "", one.right.place if one.right else "", one.state, one.moved)
        for one in pairs
    ]


def test_by_likeness_each_finds_its_like_wherever_it_stands():
    pairs = shape(align(LEFT, RIGHT))
    assert ("第一条", "第一条", "same", False) in pairs
    assert ("第三条", "", "left", False) in pairs and ("", "第二条", "right", False) in pairs
    crossing = {pair for pair in pairs if pair[:2] in (("第二条", "第四条"), ("第四条", "第三条"))}
    # These two cross each other, so one of them is told to have moved.
    assert {pair[2] for pair in crossing} == {"changed"} and sorted(pair[3] for pair in crossing) == [
        False,
        True,
    ]
    assert len(pairs) == 5


def test_by_number_the_same_number_is_paired_whatever_it_says():
    pairs = shape(align(LEFT, RIGHT, "number"))
    assert [pair[:2] for pair in pairs] == [(one.place, one.place) for one in LEFT]
    assert [pair[2] for pair in pairs] == ["same", "changed", "changed", "changed"]


def test_every_provision_is_shown_once():
    for by in ("likeness", "number"):
        pairs = align(LEFT, RIGHT[:2], by)
        assert sorted(one.left.place for one in pairs if one.left) == sorted(one.place for one in LEFT)
        assert sorted(one.right.place for one in pairs if one.right) == sorted(one.place for one in RIGHT[:2])
    assert align([], []) == []


def test_only_what_differs_is_marked():
    left, right = difference("市数据局负责统筹协调。", "市大数据中心负责统筹协调。")
    assert [(piece.text, piece.differs) for piece in left if piece.differs] == [("局", True)]
    assert [piece.text for piece in right if piece.differs] == ["大", "中心"]


def test_a_lone_equal_character_is_part_of_the_change():
    left, right = difference("由财政局审核", "由审计局办理")
    assert [piece.text for piece in left if piece.differs] == ["财政局审核"]
    assert [piece.text for piece in right if piece.differs] == ["审计局办理"]


def test_numbers_change_whole():
    left, _ = difference("处1000元以下罚款", "处1500元以下罚款")
    assert [piece.text for piece in left if piece.differs] == ["1000"]


@given(st.text("甲乙丙丁，。1a \n", max_size=40), st.text("甲乙丙丁，。1a \n", max_size=40))
def test_pieces_are_the_texts(one: str, other: str):
    left, right = difference(one, other)
    assert "".join(piece.text for piece in left) == one
    assert "".join(piece.text for piece in right) == other
    same = ["".join(piece.text for piece in side if not piece.differs) for side in (left, right)]
    assert same[0] == same[1]
    assert 0 <= likeness(one, other) <= 1
    if one == other:
        assert not any(piece.differs for piece in left + right)


def test_a_long_text_is_compared_by_sentences():
    one = "".join(f"第{number}项工作由甲局负责。" for number in range(300))
    left, _ = difference(one, one.replace("第7项工作由甲局负责", "第7项工作由乙局负责"))
    assert [piece.text for piece in left if piece.differs] == ["第7项工作由甲局负责。"]


def test_titles_are_the_same_rule_without_place_year_and_frame():
    assert bare_title("青山市数据共享管理办法（试行）", "青山市") == "数据共享管理办法"
    notice = "白水市人民政府办公室关于印发《白水市2022年数据共享管理办法》的通知"
    assert bare_title(notice, "白水市") == "数据共享管理办法"


def test_partners_are_those_with_a_like_title_other_places_first():
    one = Titled("urn:a", "青山市数据共享管理办法", "青山市")
    others = [
        one,
        Titled("urn:a/part", "青山市数据共享管理办法", "青山市"),
        Titled("urn:old", "青山市数据共享管理办法", "青山市"),
        Titled("urn:b", "白水市数据共享管理暂行办法", "白水市"),
        Titled("urn:c", "白水市数据共享管理办法", "白水市"),
        Titled("urn:d", "白水市河道管理条例", "白水市"),
    ]
    assert [other.iri for other, _ in partners(one, others)] == ["urn:c", "urn:old", "urn:b"]
    assert [(name, [each.iri for each in group]) for name, group in namesakes(others)] == [
        ("数据共享管理办法", ["urn:c", "urn:a"])
    ]

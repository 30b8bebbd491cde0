"""Where lines stand on a page tells which begin a paragraph."""

from __future__ import annotations

import pytest

from loaders.formats.layout import Printed, begins, repeated
from loaders.source import build

LEFT, RIGHT, SIZE = 74.0, 522.0, 16.0


def line(text: str, indent: float = 0.0, room: float = 0.0, page: int = 1, size: float = SIZE) -> Printed:
    """A line ``indent`` characters from the left margin and ``room`` from the right one."""
    return Printed(text, page, 100.0, LEFT + indent * SIZE, RIGHT - room * SIZE, size)


PAGE = [
    line("为加强河道管理，保障防洪安全，改善水环境，根据有关法律、法规和", 2),
    line("规定，结合本市实际，制定本办法，请各单位认真遵照执行。", 0, 3),
    line("本市行政区域内河道的整治、利用、保护及其监督管理，适用本", 2),
    line("办法。法律、法规另有规定的，从其规定。市水利局负责全市河道的", 0),
    line("统一管理。", 0, 23),
]


def test_lines_set_in_begin_and_flush_ones_go_on() -> None:
    assert begins([*PAGE, *PAGE]) == (None, False, True, False, False, True, False, True, False, False)


@pytest.mark.parametrize(
    ("says", "before", "following", "expected"),
    [
        ("a full line that ends a sentence goes on", line("甲。", 0), line("乙。", 0, 9), False),
        ("behind a short line that ends a sentence", line("甲。", 0, 9), line("乙。", 0, 9), True),
        ("a short line without a mark does not tell", line("甲", 0, 2.5), line("乙。", 0, 9), None),
        ("a number that had no room any more", line("共计", 0, 2.5), line("2021.123元。", 0, 9), False),
        ("a centred line", line("甲。", 0, 9), line("乙", 10, 10), True),
        ("prose behind a centred line", line("甲", 10, 10), line("乙。", 0, 9), True),
        ("two centred lines", line("甲", 10, 10), line("乙", 9, 9), None),
        ("larger type", line("甲。", 0), line("乙", 0, 0, 1, 22.0), True),
        ("a title of several lines", line("甲", 0, 0, 1, 22.0), line("乙", 8, 8, 1, 22.0), None),
        ("a centred title whose first line is full", line("甲市关于印发", 0), line("的通知", 12, 12), None),
        ("an item whose text is set in behind its number", line("1.甲", 2), line("乙。", 3.5, 9), False),
        ("an item behind another", line("1.甲", 2), line("2.乙。", 2, 9), True),
        ("a signature behind a full line", line("附件：甲", 2), line("乙", 16, 4), True),
    ],
)
def test_two_lines(says: str, before: Printed, following: Printed, expected: bool | None) -> None:
    assert begins([*PAGE, *PAGE, before, following])[-1] is expected, says


def test_an_item_set_in_over_several_lines() -> None:
    item = [line("1.甲", 0), line("乙", 2), line("丙", 2), line("丁。", 2, 9), line("2.戊", 0)]
    assert begins([*PAGE, *PAGE, *item])[-4:] == (False, False, False, True)


def test_page_heads_and_numbers_stand_between() -> None:
    foot, head = line("— 1 —", 12, 12), line("青山市人民政府公报 2021年第3期", 0, 9, 2)
    over = [*PAGE, *PAGE, *PAGE[:1], foot, head, line("规定，制定本办法。", 0, 15, 2)]
    assert begins(over)[-3:] == (None, None, False)


def test_a_print_without_indents_tells_nothing() -> None:
    assert set(begins([line("甲的文字写满了一整行", 0)] * 20)) == {None}


def test_a_page_of_short_lines_has_the_margins_of_the_others() -> None:
    last = [line("甲。", 2, 20, 3), line("乙。", 2, 20, 3)]
    assert begins([*PAGE, *PAGE, *last])[-1] is True


def test_columns_have_margins_of_their_own() -> None:
    def narrow(text: str, indent: float, room: float) -> Printed:
        return Printed(text, 1, 100.0, LEFT + indent * SIZE, 290.0 - room * SIZE, SIZE, (0, 298))

    column = [narrow("甲的文字", 2, 0), narrow("写满一行。", 0, 0), narrow("又一行。", 0, 4)]
    assert begins([*PAGE, *column, *column, *column])[-3:] == (True, False, False)


def test_what_is_told_makes_the_paragraphs_of_a_text() -> None:
    lines = [*PAGE, *PAGE]
    source = build("青山.pdf", [printed.text for printed in lines], (), begins(lines))
    assert [(block.first, block.last) for block in source.blocks] == [(1, 2), (3, 5), (6, 7), (8, 10)]


def page(number: int, *texts: tuple[str, float]) -> list[Printed]:
    """The lines of a page with how far from its top they stand."""
    return [Printed(text, number, top, LEFT, RIGHT, SIZE) for text, top in texts]


def dropped(*pages: list[Printed]) -> list[tuple[int, str]]:
    lines = [printed for each in pages for printed in each]
    return [(lines[index].page, lines[index].text) for index in sorted(repeated(lines))]


def test_heads_and_feet_of_every_page_are_told() -> None:
    pages = [page(n, ("市政府文件", 60), (f"第{n}页的文字。", 100), ("内部资料", 700)) for n in range(1, 5)]
    assert dropped(*pages) == [
        (1, "内部资料"),
        *((n, text) for n in range(2, 5) for text in ("市政府文件", "内部资料")),
    ]


def test_what_opens_some_pages_is_no_head() -> None:
    annexes = [page(n, ("附件", 100), (f"第{n}张表", 130)) for n in range(1, 4)]
    prose = [page(n, (f"第{n}页的文字。", 100), (f"还有第{n}页的文字。", 130)) for n in range(4, 8)]
    assert dropped(*annexes, *prose) == []


def test_two_pages_are_too_few_to_tell() -> None:
    assert dropped(*[page(n, ("市政府文件", 60), (f"第{n}页的文字。", 100)) for n in (1, 2)]) == []

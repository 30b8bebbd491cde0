"""PDF: lines in reading order, tables, pages; what has no text is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from loaders.errors import UnreadableFile
from loaders.formats import read_lines
from loaders.formats.base import Lines

FONT = "STSong-Light"
WIDTH, HEIGHT = A4


def pdf_of(tmp_path: Path, *pages: Callable[[Any], None], **options: Any) -> Path:
    """A PDF of pages that functions draw."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    path = tmp_path / "文件.pdf"
    canvas = Canvas(str(path), pagesize=A4, **options)
    for draw in pages:
        canvas.setFont(FONT, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def lines_of(tmp_path: Path, *pages: Callable[[Any], None]) -> Lines:
    return read_lines(pdf_of(tmp_path, *pages))


def text(*lines: str, left: float = 90, top: float = 100, leading: float = 22) -> Callable[[Any], None]:
    """Draw lines one under the other."""

    def draw(canvas: Any) -> None:
        for number, line in enumerate(lines):
            canvas.drawString(left, HEIGHT - top - number * leading, line)

    return draw


def both(*draws: Callable[[Any], None]) -> Callable[[Any], None]:
    """One page of several drawings."""

    def draw(canvas: Any) -> None:
        for each in draws:
            each(canvas)

    return draw


def table(rows: list[list[str]], top: float, *style: Any) -> Callable[[Any], None]:
    """Draw a ruled table."""

    def draw(canvas: Any) -> None:
        grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), FONT, 10), *style]
        drawn = Table(rows, colWidths=[60, 160, 100], style=grid)
        _, height = drawn.wrapOn(canvas, WIDTH, HEIGHT)
        drawn.drawOn(canvas, 90, HEIGHT - top - height)

    return draw


def picture(canvas: Any) -> None:
    """Draw a grey picture, as scans are."""
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("RGB", (40, 40), "grey")), 90, 300, 400, 400)


# --- text ---------------------------------------------------------------


def test_lines_come_in_reading_order_with_their_pages(tmp_path: Path) -> None:
    lower, upper = text("乙的文字在下面。", top=300), text("甲的文字在上面。", top=100)
    lines = lines_of(tmp_path, both(lower, upper), text("丙的文字在第二页。"))
    assert lines.lines == ("甲的文字在上面。", "乙的文字在下面。", "丙的文字在第二页。")
    assert lines.pages == (1, 1, 2)


def test_page_heads_and_numbers_stay_lines(tmp_path: Path) -> None:
    page = both(text("青山市人民政府公报 2021年第3期", top=40), text("甲的文字。"), text("— 7 —", top=800))
    assert lines_of(tmp_path, page).lines == ("青山市人民政府公报 2021年第3期", "甲的文字。", "— 7 —")


def test_bold_that_is_printed_twice_is_read_once(tmp_path: Path) -> None:
    page = both(text("青山市人民政府文件"), text("青山市人民政府文件", left=90.3))
    assert lines_of(tmp_path, page).lines == ("青山市人民政府文件",)


def test_watermarks_on_their_side_are_no_text(tmp_path: Path) -> None:
    def watermark(canvas: Any) -> None:
        canvas.saveState()
        canvas.translate(300, 300)
        canvas.rotate(45)
        canvas.setFont(FONT, 40)
        canvas.drawString(0, 0, "内部资料")
        canvas.restoreState()

    lines = lines_of(tmp_path, both(text("甲的文字在这里。"), watermark))
    assert lines.lines == ("甲的文字在这里。",)
    assert "略去斜排文字（水印）4 字" in lines.problems[0][1]


def test_a_page_that_stands_on_its_side_is_a_problem(tmp_path: Path) -> None:
    def sideways(canvas: Any) -> None:
        canvas.translate(300, 100)
        canvas.rotate(90)
        canvas.drawString(0, 0, "甲的文字全部立着排在这一页上。")

    lines = lines_of(tmp_path, sideways)
    assert len("".join(lines.lines)) > 10
    assert "可能读错" in lines.problems[0][1]


LEFT = [f"左栏第{number}行的文字写满了整整一行" for number in "一二三四五六七八"]
RIGHT = [f"右栏第{number}行的文字写满了整整一行" for number in "一二三四五六七八"]


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    title = text("青山市人民政府办公室关于加强全市河道管理有关工作的通知", top=60, left=130)
    page = both(title, text(*LEFT, left=80), text(*RIGHT, left=310), text("— 1 —", top=800, left=280))
    assert lines_of(tmp_path, page).lines == (
        "青山市人民政府办公室关于加强全市河道管理有关工作的通知",
        *LEFT,
        *RIGHT,
        "— 1 —",
    )


def test_signatures_side_by_side_are_no_columns(tmp_path: Path) -> None:
    left = text("青山市水利局", "青山市林业局", left=100, top=200)
    right = text("青山市财政局", "青山市教育局", left=350, top=200)
    page = both(text("甲的文字。"), left, right, text("2021年3月5日", top=260, left=350))
    assert lines_of(tmp_path, page).lines == (
        "甲的文字。",
        "青山市水利局 青山市财政局",
        "青山市林业局 青山市教育局",
        "2021年3月5日",
    )


# --- tables ---------------------------------------------------------------

ROWS = [["序号", "事项", "牵头单位"], ["1", "巡查河道\n清除障碍", "市水利局"], ["", "宣传", "市教育局"]]


def test_ruled_tables_are_rows_between_the_lines(tmp_path: Path) -> None:
    merged = ("SPAN", (0, 1), (0, 2))
    page = both(text("甲的文字。", top=80), table(ROWS, 120, merged), text("乙的文字。", top=300))
    assert lines_of(tmp_path, page).lines == (
        "甲的文字。",
        "序号\t事项\t牵头单位",
        "1\t巡查河道 清除障碍\t市水利局",
        "\t宣传\t市教育局",
        "乙的文字。",
    )


def test_cells_merged_across_leave_empty_cells(tmp_path: Path) -> None:
    page = table([["青山市任务分解表", "", ""], ["1", "巡查", "市水利局"]], 120, ("SPAN", (0, 0), (2, 0)))
    assert lines_of(tmp_path, page).lines == ("青山市任务分解表\t\t", "1\t巡查\t市水利局")


def test_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    def frame(canvas: Any) -> None:
        canvas.rect(80, HEIGHT - 200, 300, 150)

    assert lines_of(tmp_path, both(frame, text("甲的文字在框里。", "乙也在。"))).lines == (
        "甲的文字在框里。",
        "乙也在。",
    )


# --- what is refused ---------------------------------------------------------------


def test_a_scan_is_refused_with_a_word_about_recognition(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"扫描件.*OCR"):
        lines_of(tmp_path, picture, picture)


def test_a_scanned_page_among_others_is_a_problem(tmp_path: Path) -> None:
    lines = lines_of(tmp_path, text("甲的文字在第一页。"), picture, text("乙的文字在第三页。"))
    assert lines.pages == (1, 3)
    assert lines.problems == ((1, "第2页 / page 2: 没有文字层，未读 / no text layer, not read"),)


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    path = pdf_of(tmp_path, text("甲的文字。"), encrypt=StandardEncryption("secret", canPrint=0))
    with pytest.raises(UnreadableFile, match="已加密"):
        read_lines(path)


@pytest.mark.parametrize("data", [b"abc", b"%PDF-1.4\n1 0 obj\n<<", b"\x00" * 100])
def test_a_broken_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "文件.pdf"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile):
        read_lines(path)


def test_a_file_cut_off_is_read_or_refused(tmp_path: Path) -> None:
    whole = pdf_of(tmp_path, text("甲的文字在这里。")).read_bytes()
    path = tmp_path / "半.pdf"
    for size in range(0, len(whole), max(1, len(whole) // 12)):
        path.write_bytes(whole[:size])
        try:
            assert read_lines(path).lines == ("甲的文字在这里。",)
        except UnreadableFile as error:
            assert error.source == "半.pdf"


def test_marks_printed_over_the_rule_belong_to_their_cell(tmp_path: Path) -> None:
    def hanging(canvas: Any) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawString(216, HEIGHT - 117, "至火车站、")

    page = both(table([["序号", "事项", "单位"], ["1", "", "市水利局"]], 90), hanging)
    assert lines_of(tmp_path, page).lines == ("序号\t事项\t单位", "1\t至火车站、\t市水利局")


def test_indents_tell_which_lines_begin_a_paragraph(tmp_path: Path) -> None:
    paragraph = both(
        text("一行文字写满了整整一行再写满了整整一行又写", left=114, top=100),
        text("满了整整一行再写满了整整一行又写满了整整一行一行", top=122),
        text("第三行。", top=144),
    )
    lines = lines_of(tmp_path, paragraph, paragraph)
    assert lines.begins == (None, False, False, True, False, False)

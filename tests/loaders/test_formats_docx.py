"""Word documents: paragraphs, tables, text boxes and the numbers of automatic lists."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from loaders.errors import UnreadableFile
from loaders.formats import bounded, read_lines
from loaders.formats.numbering import formatted

W = nsdecls("w")


def lines_of(tmp_path: Path, make: Callable[[Any], None]) -> list[str]:
    """The lines of a document that ``make`` fills."""
    document = docx.Document()
    make(document)
    path = tmp_path / "文件.docx"
    document.save(str(path))
    return list(read_lines(path).lines)


def insert(document: Any, xml: str) -> None:
    """Put an element of the body, as XML, behind what is there."""
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def paragraph(inside: str) -> str:
    return f"<w:p {W}>{inside}</w:p>"


def run(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


# --- paragraphs ---------------------------------------------------------------

PARAGRAPHS = [
    ("runs", run("甲") + run("乙"), ["甲乙"]),
    ("line breaks", "<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>", ["甲", "乙"]),
    ("page breaks", "<w:r><w:t>甲</w:t><w:br w:type='page'/><w:t>乙</w:t></w:r>", ["甲乙"]),
    ("tabs make no row", "<w:r><w:t>青山市</w:t><w:tab/><w:t>水利局</w:t></w:r>", ["青山市  水利局"]),
    ("links", f"<w:hyperlink>{run('甲')}</w:hyperlink>{run('乙')}", ["甲乙"]),
    (
        "changes are read as accepted",
        f"<w:ins w:id='1' w:author='a'>{run('甲')}</w:ins>"
        f"<w:del w:id='2' w:author='a'><w:r><w:delText>丙</w:delText></w:r></w:del>{run('乙')}",
        ["甲乙"],
    ),
    ("fields", f"<w:fldSimple w:instr='DATE'>{run('2021年3月5日')}</w:fldSimple>", ["2021年3月5日"]),
    ("content controls in a line", f"<w:sdt><w:sdtContent>{run('甲')}</w:sdtContent></w:sdt>", ["甲"]),
]


@pytest.mark.parametrize(("says", "inside", "expected"), PARAGRAPHS, ids=[row[0] for row in PARAGRAPHS])
def test_paragraphs_are_lines(tmp_path: Path, says: str, inside: str, expected: list[str]) -> None:
    assert lines_of(tmp_path, lambda document: insert(document, paragraph(inside))) == expected


def test_content_controls_around_paragraphs(tmp_path: Path) -> None:
    control = f"<w:sdt {W}><w:sdtContent><w:p>{run('甲')}</w:p></w:sdtContent></w:sdt>"
    assert lines_of(tmp_path, lambda document: insert(document, control)) == ["甲"]


def test_text_boxes_are_read_once(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = f"<w:txbxContent><w:p>{run('青山市人民政府文件')}</w:p></w:txbxContent>"
    anchored = (
        f"<w:r><mc:AlternateContent xmlns:mc='{space}'>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines_of(tmp_path, lambda document: insert(document, paragraph(anchored + run("甲")))) == [
        "青山市人民政府文件",
        "甲",
    ]


# --- tables ---------------------------------------------------------------


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


DOWN, GOES_ON = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
TABLES = [
    ("plain", [cell("1") + cell("甲"), cell("2") + cell("乙")], ["1\t甲", "2\t乙"]),
    ("merged down", [cell("1", DOWN) + cell("甲"), cell("", GOES_ON) + cell("乙")], ["1\t甲", "\t乙"]),
    (
        "merged across",
        [cell("甲", "<w:gridSpan w:val='2'/>") + cell("乙"), cell("1") * 3],
        ["甲\t\t乙", "1\t1\t1"],
    ),
    (
        "rows set in",
        [cell("1") + cell("甲"), f"<w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell('乙')}"],
        ["1\t甲", "\t乙"],
    ),
    (
        "several paragraphs in a cell",
        [f"<w:tc><w:p>{run('甲')}</w:p><w:p>{run('乙')}</w:p></w:tc>{cell('1')}"],
        ["甲 乙\t1"],
    ),
    ("a frame around text", [cell("甲。"), cell("乙。")], ["甲。", "乙。"]),
    (
        "a table in a cell",
        [f"<w:tc><w:tbl><w:tr>{cell('甲')}{cell('乙')}</w:tr></w:tbl><w:p/></w:tc>{cell('1')}"],
        ["甲 乙\t1"],
    ),
]


@pytest.mark.parametrize(("says", "rows", "expected"), TABLES, ids=[row[0] for row in TABLES])
def test_tables_are_rows_of_cells(tmp_path: Path, says: str, rows: list[str], expected: list[str]) -> None:
    table = f"<w:tbl {W}>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    assert lines_of(tmp_path, lambda document: insert(document, table)) == expected


def test_tables_stand_where_they_are(tmp_path: Path) -> None:
    def make(document: Any) -> None:
        document.add_paragraph("甲")
        document.add_table(1, 2).cell(0, 1).text = "乙"
        document.add_paragraph("丙")

    assert lines_of(tmp_path, make) == ["甲", "\t乙", "丙"]


# --- numbering ---------------------------------------------------------------


def numbered(
    document: Any, levels: list[tuple[str, str]], items: list[tuple[int, str]], overrides: str = ""
) -> None:
    """Add a list: (style, text) of its levels, (level, text) of its items, where it begins elsewhere."""
    root = document.part.numbering_part.element
    defined = "".join(
        f"<w:lvl w:ilvl='{level}'><w:start w:val='1'/>"
        f"<w:numFmt w:val='{style}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for level, (style, text) in enumerate(levels)
    )
    number = 900 + sum(1 for _ in root.iter())
    abstract = f"<w:abstractNum {W} w:abstractNumId='{number}'>{defined}</w:abstractNum>"
    root.insert(0, parse_xml(abstract))
    root.append(
        parse_xml(f"<w:num {W} w:numId='{number}'><w:abstractNumId w:val='{number}'/>{overrides}</w:num>")
    )
    for level, text in items:
        properties = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"
        insert(document, paragraph(f"<w:pPr>{properties}</w:pPr>{run(text)}"))


LISTS = [
    ("digits", [("decimal", "%1.")], [(0, "甲"), (0, "乙")], ["1.甲", "2.乙"]),
    (
        "the levels of an official document",
        [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")],
        [(0, "甲"), (1, "乙"), (1, "丙"), (2, "丁"), (0, "戊"), (1, "己")],
        ["一、甲", "（一）乙", "（二）丙", "1.丁", "二、戊", "（一）己"],
    ),
    (
        "articles",
        [("chineseCountingThousand", "第%1条　")],
        [(0, "甲"), (0, "乙")],
        ["第一条　甲", "第二条　乙"],
    ),
    (
        "levels together",
        [("decimal", "%1"), ("decimal", "%1.%2 ")],
        [(0, "甲"), (1, "乙"), (1, "丙")],
        ["1甲", "1.1 乙", "1.2 丙"],
    ),
    (
        "a level that is skipped",
        [("decimal", "%1."), ("decimal", "%1.%2 ")],
        [(1, "甲"), (0, "乙")],
        ["1.1 甲", "2.乙"],
    ),
    ("points", [("bullet", "•")], [(0, "甲")], ["甲"]),
    (
        "paragraphs without text do not count",
        [("decimal", "%1.")],
        [(0, "甲"), (0, ""), (0, "乙")],
        ["1.甲", "", "2.乙"],
    ),
]


@pytest.mark.parametrize(("says", "levels", "items", "expected"), LISTS, ids=[row[0] for row in LISTS])
def test_automatic_numbers_are_text(
    tmp_path: Path,
    says: str,
    levels: list[tuple[str, str]],
    items: list[tuple[int, str]],
    expected: list[str],
) -> None:
    assert lines_of(tmp_path, lambda document: numbered(document, levels, items)) == expected


def test_a_list_may_begin_elsewhere(tmp_path: Path) -> None:
    override = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>"
    items = [(0, "甲"), (0, "乙")]
    assert lines_of(tmp_path, lambda d: numbered(d, [("decimal", "%1.")], items, override)) == [
        "5.甲",
        "6.乙",
    ]


def test_a_style_may_number_its_paragraphs(tmp_path: Path) -> None:
    def make(document: Any) -> None:
        document.add_paragraph("甲", style="List Number")
        document.add_paragraph("乙", style="List Number")

    assert lines_of(tmp_path, make) == ["1.甲", "2.乙"]


STYLES = [
    (12, "decimal", "12"),
    (3, "decimalZero", "03"),
    (28, "lowerLetter", "bb"),
    (2, "upperLetter", "B"),
    (14, "upperRoman", "XIV"),
    (4, "lowerRoman", "iv"),
    (10, "chineseCounting", "十"),
    (21, "japaneseCounting", "二十一"),
    (2, "ideographTraditional", "乙"),
    (3, "ideographZodiac", "寅"),
    (20, "ideographDigital", "二〇"),
    (3, "decimalEnclosedCircle", "③"),
    (21, "decimalEnclosedCircle", "21"),
    (3, "decimalFullWidth", "３"),
    (3, "unheardOf", "3"),
    (0, "chineseCounting", "0"),
]


@pytest.mark.parametrize(("value", "style", "expected"), STYLES)
def test_numbers_are_printed_in_their_style(value: int, style: str, expected: str) -> None:
    assert formatted(value, style) == expected


# --- what is refused ---------------------------------------------------------------


def test_a_document_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="文档中没有文字"):
        lines_of(tmp_path, lambda document: None)


NO_DOCUMENTS = [
    ("no archive", b"abc", "不是 Word 文档"),
    ("an old document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "旧版或已加密"),
]


@pytest.mark.parametrize(("says", "data", "reason"), NO_DOCUMENTS, ids=[row[0] for row in NO_DOCUMENTS])
def test_what_is_no_document_is_refused(tmp_path: Path, says: str, data: bytes, reason: str) -> None:
    path = tmp_path / "文件.docx"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=reason):
        read_lines(path)


def test_another_archive_is_no_document(tmp_path: Path) -> None:
    path = tmp_path / "文件.docx"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("a.txt", "甲")
    with pytest.raises(UnreadableFile, match="不是 Word 文档"):
        read_lines(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "SMALL", 1000)
    path = tmp_path / "文件.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("word/document.xml", " " * 1_000_000)
    with pytest.raises(UnreadableFile, match="压缩炸弹"):
        read_lines(path)


def test_page_heads_that_name_an_issue_are_lines_once(tmp_path: Path) -> None:
    def make(document: Any) -> None:
        document.add_paragraph("甲的文字。")
        document.sections[0].header.paragraphs[0].text = "青山市人民政府公报 2021年第3期"
        document.add_section().header.is_linked_to_previous = False
        document.sections[1].header.paragraphs[0].text = "内部资料"

    assert lines_of(tmp_path, make) == ["甲的文字。", "青山市人民政府公报 2021年第3期"]


def test_empty_cells_at_the_end_of_a_row_are_kept(tmp_path: Path) -> None:
    def make(document: Any) -> None:
        table = document.add_table(2, 3)
        table.cell(0, 0).text = "甲"
        table.cell(1, 1).text = "乙"

    assert lines_of(tmp_path, make) == ["甲\t\t", "\t乙\t"]

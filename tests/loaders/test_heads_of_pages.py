"""Heads as web sites have them: cards as tables, titles in 《》, explanations, signers on two lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.documents import DocumentText
from loaders.formats import read_lines
from loaders.reading import read_file

TITLE = "青山市人民政府办公室关于加强河道管理工作的通知"
BODY = (
    "各县区人民政府：\n为加强河道管理，现将有关事项通知如下。\n一、提高认识。各单位要高度重视，切实加强领导。"
)
DocumentsOf = Callable[[str], list[DocumentText]]

CARDS = [
    (
        "labels in cells",
        "<tr><td>索 引 号</td><td>01/2021-3</td><td>发文字号</td><td>青政办发〔2021〕3号</td></tr>",
    ),
    (
        "labels with colons",
        "<tr><td>索引号：</td><td>01/2021-3</td><td>文号：</td><td>青政办发〔2021〕3号</td></tr>",
    ),
    ("all of it in a cell", "<tr><td>索引号：01/2021-3</td><td>发文字号：青政办发〔2021〕3号</td></tr>"),
]


@pytest.mark.parametrize(("says", "row"), CARDS, ids=[card[0] for card in CARDS])
def test_a_number_that_stands_in_the_card_alone(tmp_path: Path, says: str, row: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in BODY.split("\n"))
    card = f"<table>{row}<tr><td>成文日期</td><td>2021-03-05</td><td>主题分类</td><td>水利</td></tr></table>"
    page = tmp_path / "page.html"
    page.write_text(
        f"<body><div>{card}</div><div><h1>{TITLE}</h1>{text}<p>青山市人民政府办公室</p></div></body>", "utf-8"
    )
    (document,) = read_file(page).documents
    assert (document.title, document.number) == (TITLE, "青政办发〔2021〕3号")
    assert str(document.issued) == "2021-03-05"
    assert any("2021〕3号" in line for line in read_lines(page).lines)


def test_a_title_in_brackets_with_its_number_twice(documents_of: DocumentsOf) -> None:
    number = "青政办发〔2021〕3号"
    above = f"{number}《{TITLE}》\n《{TITLE}》\n{number}\n{number}"
    text = f"{above}\n{BODY}\n青山市人民政府办公室\n2021年3月5日"
    (document,) = documents_of(text)
    assert (document.title, document.number) == (TITLE, "青政办发〔2021〕3号")
    assert document.addressees == ("各县区人民政府",)


def test_a_signer_on_two_lines(documents_of: DocumentsOf) -> None:
    text = f"关于加强河道管理工作的通知\n{BODY}\n青山市生态环境保护委员会\n办公室\n2021年3月5日"
    (document,) = documents_of(text)
    assert document.issuers == ("青山市生态环境保护委员会办公室",)


def test_an_explanation_has_no_issuer_and_is_read(documents_of: DocumentsOf) -> None:
    basis = "根据《青山市河道管理条例》要求，市水利局起草了决定。"
    text = f"青山市人民政府关于河道管理的决定政策解读\n一、背景\n{basis}"
    (document,) = documents_of(text)
    assert (document.document_type, document.issuers) == ("政策解读", ())


@pytest.mark.parametrize(
    ("title", "issuer"),
    [("青山县人民政府工作规则", "青山县人民政府"), ("青山市水库管理办法", None)],
)
def test_rules_of_its_own_work_name_their_issuer(
    documents_of: DocumentsOf, title: str, issuer: str | None
) -> None:
    text = f"{title}\n第一章 总则\n第一条 为规范工作，制定本规则。\n第二条 本规则自公布之日起施行。"
    (document,) = documents_of(text)
    assert document.issuers == ((issuer,) if issuer else ())


def test_a_title_printed_several_times_over_one_text(documents_of: DocumentsOf) -> None:
    text = (
        f"您的位置： 首页 » 法律资料网\n{TITLE}\n作者：资料网 时间：2024-07-05\n{TITLE}(2021修订)\n"
        f"青山省青山市人民政府办公室\n{TITLE}\n青政办发〔2021〕3号\n{BODY}\n二〇二一年三月五日"
    )
    (document,) = documents_of(text)
    assert (document.title, document.number) == (TITLE, "青政办发〔2021〕3号")
    assert str(document.issued) == "2021-03-05"


CARDS_OF_LINES = [
    (
        "labels and values without anything between",
        "发文机关青山市人民政府\n发文日期2021年03月05日\n时效性现行有效\n发文字号青政发〔2021〕3号",
    ),
    (
        "cells parted by strokes",
        "文 号 | 青政发〔2021〕3号 | 发文日期 | 2021-03-05 |\n---|---|---|---|\n"
        "发文单位 | 青山市人民政府 | 有 效 性 | 有效 |",
    ),
]


@pytest.mark.parametrize(("says", "card"), CARDS_OF_LINES, ids=[card[0] for card in CARDS_OF_LINES])
def test_cards_without_colons(documents_of: DocumentsOf, says: str, card: str) -> None:
    (document,) = documents_of(f"{card}\n{BODY}")
    assert (document.number, document.issuers) == ("青政发〔2021〕3号", ("青山市人民政府",))
    assert str(document.issued) == "2021-03-05"


def test_the_signature_has_the_whole_name(documents_of: DocumentsOf) -> None:
    text = f"市人民政府办公室关于加强河道管理工作的通知\n{BODY}\n青山市人民政府办公室\n2021年3月5日"
    (document,) = documents_of(text)
    assert document.issuers == ("青山市人民政府办公室",)

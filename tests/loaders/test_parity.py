"""Whole gazettes as text, PDF, Word, web page and Markdown: the same facts, lines and pages aside.

Three texts are set anew by ``conversion``: one made up, with every kind of table, and two real ones. Tables that
came out of their cells in the print of a text are real tables in the other formats; the first test of each
gazette says that both give the same records.
"""

# ruff: noqa: E501 (printed text is read as one line)

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from loaders.reading import read_file
from loaders.records import (
    CitationRecord,
    GroupRecord,
    MatterRecord,
    PersonnelRecord,
    Reading,
    RegistrationCodeRecord,
    TargetRecord,
)
from loaders.source import build
from tests.loaders.conversion import WRITERS, Grid, items_of, with_real_tables

MADE_UP = """\
青政办发〔2021〕3号
青山市人民政府办公室
关于印发《青山市河道管理办法》的通知
各县区人民政府，市直各单位：
《青山市河道管理办法》已经市人民政府同意，现印发给你们，请认真组织实施。执行中遇到的问题，请及时向市水利局报告。
附件：1.青山市行政规范性文件登记号一览表
2.青山市电子证照清单
3.青山市河道整治重点任务清单
4.青山市河道整治指标任务分解表
5.青山市河道激励措施责任分解表
6.青山市河道整治经费任务表
青山市人民政府办公室
2021年3月5日
青山市河道管理办法
第一条 为加强河道管理，根据《中华人民共和国防洪法》和《某省人民政府办公厅关于加强河道管理的通知》（国办发〔2018〕117号），结合本市实际，制定本办法。
第二条 本市行政区域内河道的整治、利用、保护及其监督管理，适用本办法。法律、法规另有规定的，从其规定。
市水利局负责全市河道的统一管理，市财政局、市林业局按照各自职责做好有关工作；投资200万元以上的整治项目由市发改局审批。
第三条 县区人民政府应当做好下列工作：
（一）编制河道整治规划，报市水利局备案；
（二）建立巡查制度，每年汛期以前至少完成2次巡查，并将结果在30日内报送市水利局；
（三）查处在河道管理范围内倾倒垃圾、设置障碍的行为。
第四条 本办法自2021年4月1日起施行，有效期5年。《青山市河道管理规定》（青政发〔2016〕8号）同时废止。
附件1
青山市行政规范性文件登记号一览表
序号 单位名称 登 记 号 备注
1 市政府 QSDR-△△△△-00△△△
2 市水利局 QSDR-△△△△-01△△△
3 市财政局 QSDR-△△△△-02△△△
附件2
青山市电子证照清单
序

号
证照类型名称 汇聚部门

颁发

层级
1 取水许可证 市水利局 市/县
2 河道采砂许可证 市水利局 县
— 1 —
青山市人民政府公报 2021年第3期
3 林木采伐许可证 市林业局 市/县
附件3
青山市河道整治重点任务清单
序号 责任单位 主要工作任务
1
市水利局、

市林业局
1.完成城区河道清淤，按月报送进度，确保在汛期到来以前全部完工并通过
验收。
2.配合做好河道周边绿化工作。
2 市财政局
1.落实河道整治经费，做好资金拨付和监管工作。
2.对经费使用情况进行检查。
3.3月底前公开经费使用情况。
3 各镇人民政府
1.开展日常巡查。
附件4
青山市河道整治指标任务分解表
单位名称
东

山

镇
西山

镇
南山

街道
合计
整治长度
（公里）
1.5 12 3 16.5
附件5
青山市河道激励措施责任分解表
序号	激励措施事项	省级牵头单位	牵头 市级领导	牵头单位	责任人
1	对河道整治成效明显的县区，给予资金奖励，并在项目安排上予以支持。	省水利厅	林一山	市水利局 市林业局	李三河 赵四平
2	对河道保护成效明显的县区，在相关专项资金中予以支持。	省水利厅	林一山	市水利局	李三河
	对水质改善明显的县区，通过生态环境保护专项资金予以奖励。			市生态环境局	钱五一
序号	激励措施事项	省级牵头单位	牵头 市级领导	牵头单位	责任人
	对岸线绿化成效明显的县区，予以通报表扬。	省林业局	孙大海	市林业局	赵四平
3	对资金管理规范的县区，给予资金奖励。		孙大海	市财政局	周小川
附件6
青山市河道整治经费任务表
单位：万元
序号	单 位	筹集任务	支出任务
1	东山镇	1200	1,100
2	西山镇	800	750
合 计		2000	1850
青政人〔2021〕2号
青山市人民政府
关于林一山等同志职务任免的通知
各县区人民政府，市直各单位：
经市人民政府研究决定：
林一山同志任市水利局局长（试用期一年），免去其市林业局副局长职务；
李三河（女）同志任市财政局副局长；
免去赵四平同志的市林业局总工程师职务。
青山市人民政府
2021年3月8日
青政办函〔2021〕6号
青山市人民政府办公室
关于成立青山市河道整治工作领导小组的通知
各县区人民政府，市直各单位：
为加强对河道整治工作的领导，经市人民政府同意，决定成立青山市河道整治工作领导小组。现将组成人员名单通知如下：
组  长：林一山  市水利局局长
副组长：李三河  市财政局副局长
成  员：赵四平  市林业局总工程师
钱五一  市生态环境局局长
领导小组办公室设在市水利局，李三河同志兼任办公室主任，承担领导小组的日常工作，研究解决河道整治工作中的问题。
青山市人民政府办公室
2021年3月9日"""

# A reading of its tables without cells, as ``tests/readings`` has it of the real gazettes.
TABLES: dict[str, list[dict[str, Any]]] = {
    "registration_codes": [
        {"ordinal": 1, "unit": "市政府", "code": "QSDR-△△△△-00△△△", "line": "1 市政府 "},
        {"ordinal": 2, "unit": "市水利局", "code": "QSDR-△△△△-01△△△", "line": "2 市水利局 "},
        {"ordinal": 3, "unit": "市财政局", "code": "QSDR-△△△△-02△△△", "line": "3 市财政局 "},
    ],
    "certificates": [
        {"ordinal": 1, "title": "取水许可证", "unit": "市水利局", "level": "市/县", "first_line": "1 取水"},
        {"ordinal": 2, "title": "河道采砂许可证", "unit": "市水利局", "level": "县", "first_line": "2 河道"},
        {
            "ordinal": 3,
            "title": "林木采伐许可证",
            "unit": "市林业局",
            "level": "市/县",
            "first_line": "3 林木",
        },
    ],
    "unit_tasks": [
        {"ordinal": 1, "unit": "市水利局、市林业局", "first_line": "1"},
        {"ordinal": 2, "unit": "市财政局", "first_line": "2 市财政局"},
        {"ordinal": 3, "unit": "各镇人民政府", "first_line": "3 各镇"},
    ],
    "targets": [
        {"unit": unit, "value": value, "table": "长度", "measure": "整治长度（公里）"}
        | {"first_line": "东", "value_line": "1.5 12"}
        for unit, value in (("东山镇", "1.5"), ("西山镇", "12"), ("南山街道", "3"), ("合计", "16.5"))
    ],
}
GAZETTES = ("made-up", "linxiang-2023-03", "miluo-2023-02")
FORMATS = [suffix for suffix in WRITERS if suffix != "txt"]
# What a table gives, with cells or without.
OF_TABLES = (MatterRecord, RegistrationCodeRecord, TargetRecord)
_ALIKE = str.maketrans("()•・", "（）··")

Facts = Mapping[str, Counter[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Gazette:
    """What is read from a gazette as printed text and as text with real tables; the files made of that."""

    printed: Facts
    text: Facts
    files: Mapping[str, Path]


def numbered(tables: Mapping[str, Sequence[Mapping[str, Any]]], lines: Sequence[str]) -> dict[str, Any]:
    """A reading whose lines are given by how they begin, with their numbers; rows follow each other."""
    found: dict[str, Any] = {}
    at = 0
    for name, rows in tables.items():
        found[name] = []
        for row in rows:
            wanted = {key: value for key, value in row.items() if key.endswith("line")}
            places = {key: _line(lines, str(value), at) for key, value in wanted.items()}
            found[name].append({**row, **places})
            if name != "targets":
                at = max(places.values())
    return found


def _line(lines: Sequence[str], begin: str, after: int) -> int:
    same = len(begin) == 1
    return next(
        n
        for n, text in enumerate(lines, 1)
        if n > after and (text == begin if same else text.startswith(begin))
    )


def facts(reading: Reading) -> Facts:
    """Everything read, by kind and with its document; without lines, pages and what depends on them."""
    found: dict[str, Counter[tuple[str, str]]] = {"issue": Counter(), "document": Counter()}
    if reading.issue:
        found["issue"][("", _bare(asdict(reading.issue)))] += 1
    for document in reading.documents:
        key = document.number or document.title
        told = asdict(document)
        del told["facts"]
        found["document"][(key, _bare(told))] += 1
        for fact in document.facts:
            found.setdefault(type(fact).__name__, Counter())[(key, _bare(asdict(fact)))] += 1
    return found


def _bare(value: Any) -> str:
    # A matter outside numbered provisions is told apart by its line.
    return re.sub(r"'key': '行\d+", "'key': '行", repr(_without_lines(value)).translate(_ALIKE))


def _without_lines(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_lines(v) for k, v in value.items() if k not in ("span", "page")}
    return [_without_lines(v) for v in value] if isinstance(value, (list, tuple)) else value


def assert_same(found: Facts, expected: Facts) -> None:
    """Fail with the first facts of each kind that one has and the other has not."""
    missed = {kind: list(expected[kind] - found.get(kind, Counter()))[:3] for kind in expected}
    more = {kind: list(found[kind] - expected.get(kind, Counter()))[:3] for kind in found}
    assert {kind: rows for kind, rows in missed.items() if rows} == {}
    assert {kind: rows for kind, rows in more.items() if rows} == {}


@pytest.fixture(scope="module", params=GAZETTES)
def gazette(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Gazette:
    """Each gazette in every format."""
    name: str = request.param
    if name == GAZETTES[0]:
        lines = MADE_UP.split("\n")
        gold: Mapping[str, Any] = numbered(TABLES, lines)
    else:
        shared: Path = request.getfixturevalue("shared")
        repository: Path = request.getfixturevalue("repository")
        lines = (shared / "gazettes" / f"{name}.txt").read_text("utf-8").split("\n")
        gold = json.loads((repository / "tests" / "readings" / f"{name}.json").read_text("utf-8"))
    folder = tmp_path_factory.mktemp("parity")
    printed = folder / "printed.txt"
    printed.write_text("\n".join(lines), "utf-8")
    heads = [text for _, text in build(name, lines).running_heads]
    running = re.sub(r"\s*-.*", "", heads[0]) if heads else ""
    items = items_of(with_real_tables(lines, gold))
    files = {suffix: folder / f"gazette.{suffix}" for suffix in WRITERS}
    for suffix, path in files.items():
        WRITERS[suffix](items, path, running)
    return Gazette(facts(read_file(printed)), facts(read_file(files["txt"])), files)


@pytest.mark.parametrize("gazette", GAZETTES[:1], indirect=True)
def test_the_made_up_gazette_is_read(gazette: Gazette) -> None:
    found = gazette.text
    counts = {kind: sum(rows.values()) for kind, rows in found.items()}
    assert counts["issue"] == 1
    assert [key for key, _ in found["document"]] == [
        "青政办发〔2021〕3号",
        "青政人〔2021〕2号",
        "青政办函〔2021〕6号",
    ]
    assert counts[RegistrationCodeRecord.__name__] == 3
    assert counts[TargetRecord.__name__] == 4 + 6
    assert counts[PersonnelRecord.__name__] == 4
    assert counts[GroupRecord.__name__] == 1
    assert counts[CitationRecord.__name__] >= 3
    matters = Counter(re.findall(r"'kind': '([A-Z][A-Za-z]+)', 'key'", str(found[MatterRecord.__name__])))
    assert matters["CertificateType"] == 3
    assert matters["IncentiveItem"] == 5
    assert matters["Task"] >= 6
    items = items_of(MADE_UP.split("\n"))
    merged = [item.rows for item in items if isinstance(item, Grid) and any(None in row for row in item.rows)]
    assert len(merged) == 1, "the rows of the merged table go on under its second head"


def test_tables_give_the_same_with_cells_and_without(gazette: Gazette) -> None:
    for kind in (kind.__name__ for kind in OF_TABLES):
        real, printed = gazette.text.get(kind, Counter()), gazette.printed.get(kind, Counter())
        assert_same({kind: real}, {kind: printed})


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_facts_of_the_text(gazette: Gazette, suffix: str) -> None:
    assert_same(facts(read_file(gazette.files[suffix])), gazette.text)

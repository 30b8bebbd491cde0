"""An invented gazette (白桦市) as a graph, with one of everything that has a page of its own.

The facts are in ``entities.ttl``; the printed lines they are quoted from are here.
"""

from __future__ import annotations

from pathlib import Path

from ontology.namespaces import DEFAULT_BASE

CITY = "白桦市"
ISSUE = f"issue/{CITY}/2022/4"
FILE = "baihua-2022-04.txt"
SOURCE = f"{ISSUE}/{FILE}"
NOTICE = f"doc/{CITY}/白政办发〔2022〕6号"
RULES = f"{NOTICE}/白桦市湖泊管理办法"
ANNEX = f"{NOTICE}/附件1"
FIGURES = f"{NOTICE}/附件2"
REPEALING = f"doc/{CITY}/白政办发〔2024〕1号"
MINUTES = f"doc/{CITY}/白桦市政府第9次常务会议纪要"
LAW = "doc/国家/中华人民共和国湖泊法"
WATER, FINANCE = f"org/{CITY}/水利局", f"org/{CITY}/财政局"
GROUP = f"org/{CITY}/湖泊治理领导小组"
HEAD, LEADER, OTHER = f"person/{CITY}/江一白", f"person/{CITY}/何青", "person/青山市/江一白"
POST = f"post/{CITY}/水利局局长"
ITEM = f"{NOTICE}/matter/附件1/1"
DUTY = f"{NOTICE}/matter/白桦市湖泊管理办法/职责第二条"
ARTICLE = f"{RULES}/第一条"

LINES = [""] * 200
for number, text in {
    1: "白桦市人民政府公报",
    3: "白政办发〔2022〕6号",
    4: "关于印发《白桦市湖泊管理办法》的通知",
    5: "各镇人民政府：",
    6: "现将《白桦市湖泊管理办法》印发给你们。",
    10: "白桦市湖泊管理办法",
    12: "第一条　为保护湖泊，根据《中华人民共和国湖泊",
    13: "法》第三条和本办法第二条，制定本办法。",
    14: "第二条　市水利局负责湖泊日常巡查。",
    15: "第三条　本办法自2022年5月1日起施行，有效期2年。",
    20: "附件1 治湖任务表",
    21: "序号 任务 牵头单位 责任单位 完成时限",
    22: "1 清淤 市水利局 市财政局 2023年6月底",
    23: "2 护岸 市水利局 ",
    30: "附件2 投入分解表",
    31: "单位 投入（万元） 面积（亩）",
    32: "市水利局 120 30",
    33: "合计 120 30",
    50: "白桦市政府第9次常务会议纪要",
    51: "出席：何青",
    52: "列席：江一白（市水利局）",
    55: "会议同意清淤方案。由市水利局组织实施。",
    60: "关于废止《白桦市湖泊管理办法》的通知",
}.items():
    LINES[number - 1] = text


def iri(local: str) -> str:
    """The IRI of an entity under the default base."""
    return DEFAULT_BASE + local


def turtle(duties: int = 0) -> str:
    """The graph of the issue; ``duties`` more duties of the water bureau make its lists long."""
    facts = Path(__file__).with_name("entities.ttl").read_text(encoding="utf-8")
    return "\n".join([facts, *_segments(), *(_duty(number) for number in range(1, duties + 1))])


def _segments() -> list[str]:
    """The printed lines, a hundred to a segment."""
    made = []
    for first in range(0, len(LINES), 100):
        text = "\\n".join(LINES[first : first + 100])
        made.append(
            f"""<source/{SOURCE}#line={first},{first + 100}> a gb:SourceSegment ; gb:text "{text}" ;
            gb:firstLine {first + 1} ; gb:lastLine {first + 100} ; dcterms:isPartOf <source/{SOURCE}> ."""
        )
    return made


def _duty(number: int) -> str:
    stated = f"gb:statedIn <{NOTICE}> ; gb:firstLine 45 ; gb:lastLine 45 ; "
    stated += f"prov:wasQuotedFrom <source/{SOURCE}#line=44,45>"
    matter = f"{NOTICE}/matter/-/多{number}"
    return f"""<{matter}> a gb:Duty, gb:Matter ; rdfs:label "巡查第{number:03}段"@zh ; {stated} .
        <{matter}/duty/市水利局> a gb:Responsibility ; rdfs:label "市水利局"@zh ; gb:matter <{matter}> ;
          gb:role gbr:duty ; gb:assignee <{WATER}> ; gb:assigneeText "市水利局" ; {stated} ."""

"""What a generated gazette says: invented cities, units, people and documents, from ``words.toml``.

Everything is drawn from one random source per gazette, so that the same seed gives the same gazettes. How a
gazette is printed is decided in ``printing.py``.
"""

# ruff: noqa: E501 (a Chinese character counts double, and printed text is read as one line)

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from loaders.numbers import int_to_chinese


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is never broken: a heading, a signature, a member of a group."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, broken where the style breaks lines."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its heads and its rows, a cell for every head; an empty cell is a merged one."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Element = Line | Paragraph | Table


@dataclass(slots=True)
class Document:
    """A printed document: what stands in its head, and its elements."""

    issuer: str
    title: str
    number: str
    registration: str | None = None
    elements: list[Element] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class City:
    """An invented city: name without 市, towns, leaders (post, name), heads of departments by short name."""

    name: str
    letters: str
    towns: tuple[str, ...]
    leaders: tuple[tuple[str, str], ...]
    heads: dict[str, str]


@dataclass(slots=True)
class Gazette:
    """One issue: its city, year, number and documents."""

    city: City
    year: int
    number: int
    documents: list[Document] = field(default_factory=list)


@cache
def words() -> dict[str, Any]:
    """The tables of ``words.toml``."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def city(index: int, seed: int) -> City:
    """City number ``index``; beyond the last they begin anew."""
    w = words()
    names = list(product(w["city_first"], w["city_last"]))
    # Neighbours in the list share a character: a step prime to its length spreads them.
    first, last = names[index * 29 % len(names)]
    rng = random.Random(f"{seed}/{first}{last}")
    people = _names(rng, len(w["vice_posts"]) + 1 + len(w["departments"]))
    posts = ["市委副书记、市长", *w["vice_posts"]]
    return City(
        first + last,
        w["city_letters"][first] + w["city_letters"][last],
        tuple(rng.sample([a + b for a, b in product(w["town_first"], w["town_last"])], 12)),
        tuple(zip(posts, people, strict=False)),
        {short: name for (_, short, _), name in zip(w["departments"], people[len(posts) :], strict=True)},
    )


def cities() -> int:
    """How many different cities there are."""
    return len(words()["city_first"]) * len(words()["city_last"])


def _names(rng: random.Random, count: int) -> list[str]:
    """So many different names of people."""
    found: dict[str, None] = {}
    while len(found) < count:
        surname = rng.choice(words()["surnames"])
        found[surname + "".join(rng.sample(words()["given"], rng.choice((1, 2, 2))))] = None
    return list(found)


def _padded(name: str) -> str:
    """A name as rosters print it: two characters are spread over three."""
    return f"{name[0]} {name[1]}" if len(name) == 2 else name


def _head_of(short: str) -> str:
    """The post of the head of a department: 财政局局长, 残联理事长."""
    return short + ("局长" if short.endswith("局") else "理事长")


def gazette(index: int, seed: int) -> Gazette:
    """Gazette number ``index`` of the series of ``seed``: every city's first issue, then every second one …"""
    number, at = divmod(index, cities())
    return _Writer(Gazette(city(at, seed), 2021 + number // 6, number % 6 + 1), seed).write()


class _Writer:
    """Writes the documents of one gazette."""

    def __init__(self, issue: Gazette, seed: int) -> None:
        self._issue = issue
        self._city = issue.city
        self._rng = random.Random(f"{seed}/{issue.city.name}/{issue.year}/{issue.number}")
        self._serials: dict[str, int] = {}
        self._matters = self._rng.sample(words()["matters"], len(words()["matters"]))
        self._departments = words()["departments"]

    def write(self) -> Gazette:
        """All documents of the gazette, in the order in which gazettes print them."""
        kinds: list[tuple[Callable[[], Document], int]] = [
            (self._announcement, 2),
            (self._rule, 3),
            (self._plan, 3),
            (self._incentives, 1),
            (self._decisions, 1),
            (self._targets, 1),
            (self._codes, 1),
            (self._lists, 1),
            (self._division, 1),
            (self._personnel, 2),
            (self._minutes, 2),
        ]
        for make, count in kinds:
            for _ in range(count):
                self._issue.documents.append(make())
        return self._issue

    # --- small parts -------------------------------------------------------------

    @property
    def _government(self) -> str:
        return f"{self._city.name}市人民政府"

    @property
    def _office(self) -> str:
        return f"{self._city.name}市人民政府办公室"

    def _matter(self) -> str:
        self._matters.append(self._matters.pop(0))
        return str(self._matters[-1])

    def _unit(self) -> str:
        return "市" + str(self._rng.choice(self._departments)[1])

    def _units(self, most: int = 4) -> list[str]:
        chosen = self._rng.sample(self._departments, self._rng.randint(1, most))
        return ["市" + short for _, short, _ in chosen]

    def _date(self, month: int = 1, day: int | None = None) -> str:
        # In January: what a document asks for comes after it.
        return f"{self._issue.year}年{month}月{day or self._rng.randint(1, 28)}日"

    def _leader_of(self, unit: str) -> str:
        """Who has a unit (市财政局) in the division of work."""
        at = next(n for n, (_, short, _) in enumerate(self._departments) if short == unit.removeprefix("市"))
        vice = self._city.leaders[1:]
        return vice[at % len(vice)][1]

    def _number(self, kind: str) -> str:
        self._serials[kind] = self._serials.get(kind, 10 * (self._issue.number - 1)) + 1
        return f"{self._city.name[0]}{kind}〔{self._issue.year}〕{self._serials[kind]}号"

    def _registration(self) -> str:
        self._serials["R"] = self._serials.get("R", 20 * self._issue.number) + 1
        return f"{self._city.letters}DR—{self._issue.year}—{1000 + self._serials['R']:05}"

    def _fill(self, sentence: str, **given: str) -> str:
        rng, w = self._rng, words()
        units = rng.sample(self._departments, 3)
        matter = given.get("m") or self._matter()
        # A paper of the nation has one number in all gazettes, and nobody else's.
        at = w["matters"].index(matter) * len(w["national"]) + rng.randrange(len(w["national"]))
        from_above = at % 2 == 0
        paper = w["national"][at % len(w["national"])].format(m=matter)
        number = f"{'国办发' if from_above else '国发'}〔{2015 + at % 6}〕{at + 1}号"
        values = {
            "m": matter,
            "city": self._city.name,
            "u1": "市" + units[0][1],
            "u2": "市" + units[1][1],
            "u3": "市" + units[2][1],
            "town": rng.choice(self._city.towns),
            "town2": rng.choice(self._city.towns),
            "law": rng.choice(w["laws"]),
            "law2": rng.choice(w["laws"]),
            "issuer": "国务院办公厅" if from_above else "国务院",
            "paper": paper,
            "number": number,
            "leader": rng.choice(self._city.leaders[1:])[1] + "副市长",
            "month": str(rng.randint(1, 12)),
            "year": str(self._issue.year + rng.randint(1, 3)),
            "days": str(rng.randint(3, 20)),
            "days2": str(rng.randint(5, 30)),
            "n": str(rng.randint(3, 30)),
            "w": str(rng.randint(2, 80) * 10),
            "w2": str(rng.randint(1, 30)),
            "p": str(rng.randint(50, 95)),
            "p2": str(rng.randint(85, 99)),
        }
        return sentence.format(**{**values, **given})

    def _document(self, issuer: str, title: str, kind: str, *, registered: bool = False) -> Document:
        registration = self._registration() if registered else None
        return Document(issuer, title, self._number(kind), registration)

    def _signed(self, document: Document) -> None:
        document.elements += [Line(document.issuer), Line(self._date())]

    def _addressees(self) -> Line:
        return Line("各镇人民政府、街道办事处，市直有关单位：")

    def _printed(self, title: str, *, registered: bool = False) -> Document:
        """A notice that prints a rule or a plan."""
        head = self._document(self._office, f"关于印发《{title}》的通知", "政办发", registered=registered)
        text = self._fill(self._rng.choice(words()["notices"]), title=title)
        head.elements += [self._addressees(), Paragraph(text)]
        self._signed(head)
        head.elements.append(Line(title))
        return head

    # --- documents -----------------------------------------------------------------

    def _rule(self) -> Document:
        matter = self._matter()
        document = self._printed(f"{self._city.name}市{matter}管理办法", registered=True)
        out, article = document.elements, 0

        def add(text: str) -> None:
            nonlocal article
            article += 1
            out.append(Paragraph(f"第{int_to_chinese(article)}条 {text}"))

        for chapter, heading in enumerate(words()["chapters"], 1):
            out.append(Line(f"第{int_to_chinese(chapter)}章 {heading}"))
            if chapter == 1:
                add(self._fill(self._rng.choice(words()["openings"]), m=matter, kind="办法"))
            if heading == "附则":
                add(f"本办法由{self._unit()}负责解释。")
                add(
                    f"本办法自{self._issue.year}年7月1日起施行，有效期{self._rng.choice(('两年', '3年', '五年'))}。"
                )
                continue
            for text in self._rng.sample(words()["articles"], 5):
                add(self._fill(text, m=matter))
                if self._rng.random() < 0.3:
                    out.append(Paragraph(self._fill(self._rng.choice(words()["paragraphs"]), m=matter)))
            add(f"申请{matter}补助应当符合下列条件：")
            for ordinal, item in enumerate(words()["items"], 1):
                out.append(Paragraph(f"（{int_to_chinese(ordinal)}）{self._fill(item)}"))
        return document

    def _plan(self) -> Document:
        matter = self._matter()
        document = self._printed(f"{self._city.name}市{matter}实施方案")
        out = document.elements
        out.append(Paragraph(self._fill(self._rng.choice(words()["openings"]), m=matter, kind="方案")))
        for section, name in enumerate(("总体目标", "重点任务", "保障措施"), 1):
            out.append(Line(f"{int_to_chinese(section)}、{name}"))
            for ordinal, heading in enumerate(self._rng.sample(words()["headings"], 4), 1):
                text = self._fill(self._rng.choice(words()["measures"]), m=matter)
                out.append(Paragraph(f"（{int_to_chinese(ordinal)}）{heading}。{text}"))
                if section != 2:
                    continue
                for step in range(1, 5):
                    text = self._fill(self._rng.choice(words()["measures"]), m=matter)
                    out.append(
                        Paragraph(f"{step}.{self._rng.choice(words()['headings'])}。{text}{self._assigned()}")
                    )
        out.append(Paragraph(f"附件：{self._city.name}市{matter}工作领导小组成员名单"))
        out += [Line("附件"), Line(f"{self._city.name}市{matter}工作领导小组成员名单")]
        self._group(out)
        return document

    def _assigned(self) -> str:
        # One leader's units: who leads a task has them in charge.
        share = self._departments[self._rng.randrange(7) :: 7]
        named = ["市" + short for _, short, _ in self._rng.sample(share, self._rng.randint(1, 4))]
        units = "、".join(named)
        if self._rng.random() < 0.3:
            return f"（{units}按职责分工负责）"
        leader = self._leader_of(named[0])
        until = f"完成时限：{self._issue.year}年{self._rng.randint(6, 12)}月底"
        return f"（牵头领导：{leader}，责任单位：{units}；{until}）"

    def _group(self, out: list[Element]) -> None:
        (post, leader), *vice = self._city.leaders
        out.append(Line(f"组 长：{_padded(leader)} {post}"))
        for position, (post, name) in enumerate(vice[:3]):
            out.append(Line(f"{'' if position else '副 组 长：'}{_padded(name)} {post}"))
        for position, (_, short, _) in enumerate(self._rng.sample(self._departments, 14)):
            name = self._city.heads[short]
            out.append(Line(f"{'' if position else '成 员：'}{_padded(name)} 市{_head_of(short)}"))
        unit = self._unit()
        out.append(
            Paragraph(
                f"领导小组办公室设在{unit}，由{self._city.heads[unit[1:]]}同志兼任办公室主任，承担日常工作。"
            )
        )

    def _announcement(self) -> Document:
        matter = self._matter()
        document = self._document(self._government, f"关于加强{matter}管理的通告", "政告", registered=True)
        out = document.elements
        text = self._fill(self._rng.choice(words()["openings"]), m=matter, kind="通告")
        out.append(Paragraph(text.replace("制定本通告", "现通告如下")))
        out.append(Paragraph("一、禁止下列行为："))
        for ordinal, text in enumerate(words()["bans"], 1):
            out.append(Paragraph(f"{ordinal}.{self._fill(text, m=matter)}"))
        for section in range(2, 7):
            text = self._fill(self._rng.choice(words()["articles"]), m=matter)
            out.append(Paragraph(f"{int_to_chinese(section)}、{text}"))
        previous = f"{self._city.name[0]}政告〔{self._issue.year - 3}〕{self._rng.randint(1, 9)}号"
        out.append(
            Paragraph(
                f"七、本通告自发布之日起施行，有效期五年。《{self._government}关于{matter}的通告》（{previous}）同时废止。"
            )
        )
        self._signed(document)
        return document

    def _annexed(self, title: str, annex: str, kind: str, second: str = "") -> Document:
        """A notice with one annex or two, whose tables its caller adds."""
        document = self._document(self._office, title, kind)
        out = document.elements
        out += [
            self._addressees(),
            Paragraph(self._fill("根据《{issuer}{paper}》（{number}）要求，现将有关事项通知如下：")),
        ]
        for section, heading in enumerate(self._rng.sample(words()["headings"], 3), 1):
            text = self._fill(self._rng.choice(words()["measures"]))
            out.append(Paragraph(f"{int_to_chinese(section)}、{heading}。{text}"))
        out.append(Paragraph(f"附件：{'1.' if second else ''}{annex}"))
        if second:
            out.append(Line(f"2.{second}"))
        self._signed(document)
        out += [Line("附件1" if second else "附件"), Line(annex)]
        return document

    def _incentives(self) -> Document:
        year = self._issue.year
        document = self._annexed(
            f"关于落实{year}年真抓实干督查激励措施的通知", f"{year}年真抓实干督查激励措施责任分解表", "政办发"
        )
        rows = []
        for ordinal in range(1, 31):
            unit = self._unit()
            rows.append(
                (
                    str(ordinal),
                    self._fill(self._rng.choice(words()["incentives"])),
                    self._rng.choice(words()["provincial"]),
                    _padded(self._leader_of(unit)),
                    unit,
                    _padded(self._city.heads[unit[1:]]),
                )
            )
            if self._rng.random() < 0.2:
                rows.append(("", self._fill(self._rng.choice(words()["incentives"])), "", "", unit, ""))
        heads = ("序号", "真抓实干督查激励措施事项", "省级牵头单位", "牵头市级领导", "牵头单位", "责任人")
        document.elements.append(Table(heads, tuple(rows)))
        return document

    def _decisions(self) -> Document:
        name = f"{self._issue.year}年度重大行政决策事项目录"
        document = self._annexed(f"关于公布{name}的通知", name, "政办函")
        rows = [
            (
                str(ordinal),
                f"{self._rng.choice(self._city.towns)}{self._matter()}项目",
                self._unit(),
                " ".join(self._units(3)),
                self._fill("《{law}》、《{issuer}{paper}》（{number}）"),
                f"{self._issue.year}年{self._rng.randint(2, 6)}月至{self._rng.randint(7, 12)}月",
            )
            for ordinal in range(1, 13)
        ]
        heads = ("序号", "重大行政决策事项名称", "决策承办单位", "会同单位", "决策的依据、标准", "时间安排")
        document.elements.append(Table(heads, tuple(rows)))
        return document

    def _targets(self) -> Document:
        name = f"{self._issue.year}年度城乡居民医疗保险征缴任务表"
        document = self._annexed(
            f"关于下达{self._issue.year}年度城乡居民医疗保险征缴任务的通知", name, "政办函"
        )
        figures = [(self._rng.randint(2000, 40000), self._rng.randint(1000, 20000)) for _ in self._city.towns]
        rows = [
            (str(ordinal), town, str(a), str(b))
            for ordinal, (town, (a, b)) in enumerate(zip(self._city.towns, figures, strict=True), 1)
        ]
        rows.append(("", "合 计", str(sum(a for a, _ in figures)), str(sum(b for _, b in figures))))
        document.elements.append(Table(("序号", "单位", "征缴任务人数", "电子凭证激活人数"), tuple(rows)))
        return document

    def _codes(self) -> Document:
        name = f"{self._city.name}市行政规范性文件制定主体及登记号编制序列表"
        document = self._annexed("关于公布行政规范性文件制定主体及登记号的通知", name, "政办发")
        rows = [
            (str(ordinal), short, f"{self._city.letters}DR-△△△△-{ordinal + 1:02}△△△", "")
            for ordinal, (_, short, _) in enumerate(self._departments, 1)
        ]
        document.elements.append(Table(("序号", "单位名称", "登记号", "备注"), tuple(rows)))
        return document

    def _lists(self) -> Document:
        first, second = f"{self._city.name}市推荐汇聚电子证照清单", f"{self._city.name}市重点任务清单"
        document = self._annexed("关于推进政务服务提升行动的通知", first, "政办函", second)
        rows = [
            (
                str(ordinal),
                name,
                self._rng.choice(self._departments[:20])[1],
                self._rng.choice(("市/县", "县")),
            )
            for ordinal, name in enumerate(words()["certificates"], 1)
        ]
        document.elements.append(Table(("序号", "证照类型名称", "汇聚部门", "颁发层级"), tuple(rows)))
        document.elements += [Line("附件2"), Line(second)]
        tasks = []
        for ordinal, (_, short, _) in enumerate(self._departments[:20], 1):
            lines = [
                f"{n}.{self._fill(self._rng.choice(words()['duties']))}"
                for n in range(1, self._rng.randint(2, 4) + 1)
            ]
            tasks.append((str(ordinal), f"市{short}", "".join(lines)))
        document.elements.append(Table(("序号", "责任单位", "主要工作任务"), tuple(tasks)))
        return document

    def _division(self) -> Document:
        title = f"{self._government}领导班子成员工作分工"
        document = self._printed(title)
        out = document.elements
        shares = [self._departments[i::7] for i in range(7)]
        out += [
            Line(f"市委副书记、市长 {_padded(self._city.leaders[0][1])}"),
            Paragraph("领导市政府全面工作。"),
        ]
        for (post, name), share in zip(self._city.leaders[1:], shares, strict=True):
            other = self._rng.choice(shares)
            out.append(Line(f"{post} {_padded(name)}"))
            out.append(
                Paragraph(f"负责：{'、'.join(area for _, _, area in share)}、{self._matter()}方面工作。")
            )
            out.append(Paragraph(f"分管：{'、'.join('市' + full for full, _, _ in share)}。"))
            out.append(Paragraph(f"联系：市总工会、{self._rng.choice(self._city.towns)}。"))
            out.append(Paragraph(f"协助分管：{'、'.join('市' + full for full, _, _ in other[:2])}。"))
        return document

    def _personnel(self) -> Document:
        people = _names(self._rng, 16)
        document = self._document(self._government, f"关于{people[0]}等同志职务任免的通知", "政人")
        out = document.elements
        out += [self._addressees(), Paragraph("市人民政府决定：")]
        for position, name in enumerate(people):
            post = f"{self._unit()}{self._rng.choice(words()['ranks'])}"
            if position < 9:
                note = "（试用期一年）" if self._rng.random() < 0.3 else ""
                out.append(Paragraph(f"{_padded(name)}同志任{post}{note}；"))
            else:
                out.append(Paragraph(f"免去{_padded(name)}同志{post}职务；"))
        self._signed(document)
        return document

    def _minutes(self) -> Document:
        self._serials["会"] = self._serials.get("会", 4 * self._issue.number) + 1
        number, mayor = self._serials["会"], self._city.leaders[0][1]
        document = Document(self._office, f"市人民政府第{number}次常务会议纪要", "")
        out = document.elements
        matters = [self._matter() for _ in range(5)]
        reporters = self._rng.sample(self._departments, 3)
        spoken = "、".join(f"市{_head_of(short)}{self._city.heads[short]}" for _, short, _ in reporters)
        out.append(Line(f"{self._office} {self._date(2)}"))
        out.append(
            Paragraph(
                f"{self._date(1)}，市长{mayor}主持召开{self._city.name}市人民政府第{number}次常务会议，"
                f"研究{'、'.join(matters)}等工作。会上，{spoken}分别就有关议题作了汇报。现将会议精神纪要如下："
            )
        )
        for section, matter in enumerate(matters, 1):
            out.append(Line(f"{int_to_chinese(section)}、研究{matter}工作"))
            for ordinal in range(1, 5):
                text = self._fill(self._rng.choice(words()["resolutions"]), m=matter)
                out.append(Paragraph(f"（{int_to_chinese(ordinal)}）{text}"))
        out.append(Paragraph(f"出席：{'、'.join(name for _, name in self._city.leaders)}"))
        others = [one for one in self._departments if one not in reporters]
        seated = [*reporters, *self._rng.sample(others, 7)]
        out.append(Paragraph(f"列席：{'，'.join(short + self._city.heads[short] for _, short, _ in seated)}"))
        out.append(Line(f"记录：{_names(self._rng, 1)[0]}"))
        return document

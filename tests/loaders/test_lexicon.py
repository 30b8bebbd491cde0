"""The lexicons of names: data files, places, numbers, units, people, posts."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import lexicon
from loaders.names.tables import read_table
from loaders.names.units import name_key


def spaced(*lines: str) -> list[str]:
    """The words of the lines."""
    return " ".join(lines).split()


# --- the data files ----------------------------------------------------------------------------


TABLES = (
    "abbreviations.tsv",
    "collective.tsv",
    "divisions.tsv.gz",
    "markers.tsv",
    "number_prefixes.tsv",
    "ranks.tsv",
    "suffixes.tsv",
    "units.tsv",
    "zones.tsv",
)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_rows_and_no_row_twice(name: str) -> None:
    rows = read_table(name)
    assert rows
    assert len(set(rows)) == len(rows)
    assert all(row[0] for row in rows)


def test_an_unknown_table_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        read_table("nowhere.tsv")


def test_no_form_of_a_unit_leads_to_two_rows_of_one_level() -> None:
    rows: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in lexicon.unit_names().rows:
        for level in row.levels:
            for form in (row.canonical, *row.variants, *(name for _, name in row.local)):
                rows[name_key(form), level].add(row.canonical)
    assert {key: names for key, names in rows.items() if len(names) > 1} == {}


def test_rows_of_units_are_sound() -> None:
    names, places = lexicon.unit_names(), lexicon.divisions()
    for row in names.rows:
        assert set(row.levels) <= set(lexicon.LEVELS), row
        for where, _ in row.local:
            assert places.named(where.removesuffix("本级")), (row.canonical, where)
        assert row.label.count("{") == len(re.findall(r"\{[sp]?\}", row.label)), row
        if row.parent:
            assert any(names.find(row.parent, level) for level in row.levels), row


def test_ranks_are_split_off_themselves() -> None:
    for rank in lexicon.ranks():
        post = lexicon.split_post(f"市财政局{rank}")
        assert post is not None and post.rank.endswith(rank[-1]), rank


def test_examples_of_collectives_match() -> None:
    for _, example in read_table("collective.tsv"):
        assert lexicon.is_collective(example), example


def test_loading_is_fast() -> None:
    # In a process of its own: what is measured is reading the files, not a cache.
    code = (
        "import time; from loaders import lexicon; start = time.process_time();"
        "lexicon.divisions(); first = time.process_time(); lexicon.unit_names(); end = time.process_time();"
        "print(first - start, end - first)"
    )
    root = Path(__file__).resolve().parents[2]
    runs = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True, timeout=60
        )
        runs.append(sum(map(float, done.stdout.split())))
    # 50 ms on an idle machine; the bound leaves room for a busy one.
    assert min(runs) < 0.2


# --- divisions ---------------------------------------------------------------------------------


def test_every_division_has_its_line() -> None:
    divisions = lexicon.divisions()
    assert len(divisions) > 3200
    for division in divisions:
        levels = [lexicon.LEVELS.index(d.level) for d in (division, *division.line)]
        assert levels == sorted(levels, reverse=True), division
        assert division.level == "省" or division.line[-1].level == "省", division


@pytest.mark.parametrize(
    ("code", "name", "level", "line"),
    [
        ("43", "湖南省", "省", []),
        ("110105", "朝阳区", "县市区", ["北京市"]),
        ("220104", "朝阳区", "县市区", ["长春市", "吉林省"]),
        ("4331", "湘西土家族苗族自治州", "市州", ["湖南省"]),
        ("429004", "仙桃市", "县市区", ["湖北省"]),
        ("320583", "昆山市", "县市区", ["苏州市", "江苏省"]),
        ("430122-2010", "望城县", "县市区", ["长沙市", "湖南省"]),
    ],
)
def test_a_division_by_code(code: str, name: str, level: str, line: list[str]) -> None:
    division = lexicon.divisions().by_code[code]
    assert (division.name, division.level, [d.name for d in division.line]) == (name, level, line)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("湖南省", "湖南"),
        ("广西壮族自治区", "广西"),
        ("内蒙古自治区", "内蒙古"),
        ("湘西土家族苗族自治州", "湘西"),
        ("湘西土家族苗族自治州", "湘西州"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏"),
        ("东乡族自治县", "东乡"),
        ("锡林郭勒盟", "锡林郭勒"),
        ("神农架林区", "神农架"),
        ("昆山市", "昆山"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    (division,) = lexicon.divisions().named(name)
    assert short in division.short_names
    assert division in lexicon.divisions().called(short)


@pytest.mark.parametrize(
    "name",
    [
        "湖南省",
        "昆山市",
        "国家",
        "吉林省长春市朝阳区",
        "北京市朝阳区",
        "雄安新区",
        "望城县",
        "青山市",
        "某某自治州",
    ],
)
def test_a_jurisdiction_and_its_division_name_each_other(name: str) -> None:
    division = lexicon.division_of(name)
    assert division is not None
    assert lexicon.jurisdiction_name(division) == name


def test_names_of_jurisdictions_are_unique() -> None:
    names = [lexicon.jurisdiction_name(division) for division in lexicon.divisions()]
    assert len(set(names)) == len(names)
    for division in lexicon.divisions():
        assert lexicon.division_of(lexicon.jurisdiction_name(division)) == division


def test_an_open_jurisdiction_is_no_division() -> None:
    assert lexicon.division_of("-") is None
    assert lexicon.division_of("") is None


# --- jurisdictions of issuers and titles -------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青山市人民政府办公室", "青山市"),
        ("青山市人民政府公报", "青山市"),
        ("青山市财政局", "青山市"),
        ("青山市", "青山市"),
        ("白河县人民政府关于加强森林防火工作的通告", "白河县"),
        ("湖南省人民政府", "湖南省"),
        ("湖南省人民政府办公厅关于印发《湖南省某某办法》的通知", "湖南省"),
        ("湖南省某某规定", "湖南省"),
        ("昆山政报", "昆山市"),
        ("昆山高新区管委会", "昆山市"),
        ("江苏昆山经济技术开发区管理委员会", "昆山市"),
        ("苏州市生态环境局昆山分局", "昆山市"),
        ("苏州市昆山市人民政府", "昆山市"),
        ("国家税务总局昆山市税务局", "昆山市"),
        ("国家统计局湖南调查总队", "湖南省"),
        ("中国人民银行昆山市支行", "昆山市"),
        ("共青团昆山市委", "昆山市"),
        ("中共昆山市委", "昆山市"),
        ("湘西自治州人民政府", "湘西土家族苗族自治州"),
        ("吉林省长春市朝阳区人民政府", "吉林省长春市朝阳区"),
        ("雄安新区管委会办公室", "雄安新区"),
        ("国务院办公厅", "国家"),
        ("国务院关于某某工作的通知", "国家"),
        ("中华人民共和国统计法", "国家"),
        ("财政部", "国家"),
        ("财政部 税务总局", "国家"),
        ("国家发展改革委", "国家"),
        ("最高人民法院", "国家"),
        # Nothing tells, or several do.
        ("市人民政府", None),
        ("省财政厅", None),
        ("各镇人民政府", None),
        ("朝阳区人民政府", None),
        ("某某管理暂行条例", None),
        ("城市房地产管理办法", None),
        ("新区管委会", None),
        ("市场监督管理局", None),
        ("新县城建设规划", None),
        ("", None),
        ("-", None),
    ],
)
def test_find_jurisdiction(text: str, expected: str | None) -> None:
    division = lexicon.find_jurisdiction(text)
    assert (lexicon.jurisdiction_name(division) if division else None) == expected


@pytest.mark.parametrize(
    ("text", "near", "expected"),
    [
        ("市财政局", "昆山市", "昆山市"),
        ("省财政厅", "昆山市", "江苏省"),
        ("本市人民政府", "昆山市", "昆山市"),
        ("市人民政府", "吉林省长春市朝阳区", "长春市"),
        ("朝阳区人民政府", "长春市", "吉林省长春市朝阳区"),
        ("朝阳区人民政府", "北京市", "北京市朝阳区"),
        ("财政部", "昆山市", "国家"),
    ],
)
def test_find_jurisdiction_from_a_place(text: str, near: str, expected: str) -> None:
    division = lexicon.find_jurisdiction(text, lexicon.division_of(near))
    assert division is not None and lexicon.jurisdiction_name(division) == expected


# --- document numbers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "line", "expected"),
    [
        ("国办发〔2020〕5号", None, "国家"),
        ("国发〔2020〕5号", "青山市", "国家"),
        ("财库〔2020〕5号", "青山市", "国家"),
        ("医保发〔2020〕5号", None, "国家"),
        ("人社部发〔2020〕1号", None, "国家"),
        ("厅字〔2020〕5号", None, "国家"),
        ("国务院令第700号", None, "国家"),
        ("中华人民共和国主席令第38号", None, "国家"),
        ("住房和城乡建设部令第5号", None, "国家"),
        ("湘政办发〔2020〕5号", None, "湖南省"),
        ("湘农联〔2020〕5号", "青山市", "湖南省"),
        ("鲁政发〔2020〕1号", None, "山东省"),
        ("粤府〔2020〕3号", None, "广东省"),
        ("内政发〔2020〕3号", None, "内蒙古自治区"),
        ("湖南省人民政府令第200号", None, "湖南省"),
        ("省政府令第200号", "昆山市", "江苏省"),
        ("省政府令第200号", None, None),
        ("市政府令第3号", "昆山市", "昆山市"),
        ("青政办发〔2021〕3号", "青山市", "青山市"),
        ("青山市人民政府令第3号", None, "青山市"),
        # A city before a province of the same abbreviation, where the document is from there.
        ("青政发〔2021〕3号", "青岛市", "青岛市"),
        ("青政发〔2021〕3号", None, "青海省"),
        ("宁政发〔2021〕3号", "南京市", "南京市"),
        ("宁政发〔2021〕3号", None, "宁夏回族自治区"),
        ("新政发〔2020〕1号", "新化县", "新化县"),
        ("桂政发〔2020〕1号", "桂阳县", "桂阳县"),
        # A province before a city of the same abbreviation in its line.
        ("湘政发〔2020〕1号", "湘阴县", "湖南省"),
        ("桂政发〔2020〕1号", "桂林市", "广西壮族自治区"),
        # The prefecture above; a prefecture and a county of one stem.
        ("苏府〔2020〕1号", "昆山市", "苏州市"),
        ("昆政发〔2020〕1号", "昆山市", "昆山市"),
        ("长政发〔2020〕3号", "长沙县", "长沙市"),
        ("长县政发〔2020〕3号", "长沙县", "长沙县"),
        ("穗府办〔2020〕3号", "广州市天河区", "广州市"),
        ("雄安政字〔2020〕3号", "雄安新区", "雄安新区"),
        # What begins like a ministry's code, but is a government's.
        ("民政发〔2020〕3号", "民权县", "民权县"),
        ("建政发〔2020〕3号", "建德市", "建德市"),
        ("建市〔2020〕3号", "建德市", "国家"),
        ("GB/T 9704-2012", None, "国家"),
        ("DB43/T 123-2020", None, "湖南省"),
        # Open.
        ("临政办函〔2020〕5号", None, None),
        ("穗府办〔2020〕3号", None, None),
        ("政发〔2020〕3号", "昆山市", None),
        ("", "昆山市", None),
    ],
)
def test_number_jurisdiction(number: str, line: str | None, expected: str | None) -> None:
    assert lexicon.number_jurisdiction(number, line=line) == expected


def test_the_issuer_decides_before_the_code() -> None:
    assert lexicon.number_jurisdiction("青政发〔2021〕3号", issuer="青山市人民政府") == "青山市"
    assert lexicon.number_jurisdiction("某某〔2021〕3号", line="昆山市", issuer="省财政厅") == "江苏省"
    assert lexicon.number_jurisdiction("湘政发〔2021〕3号", issuer="关于做好有关工作的通知") == "湖南省"


def test_a_line_is_a_name_a_division_or_names() -> None:
    expected = "苏州市"
    division = lexicon.division_of("昆山市")
    for line in ("昆山市", division, ["昆山市", "苏州市", "江苏省"]):
        assert lexicon.number_jurisdiction("苏府〔2020〕1号", line=line) == expected


def test_codes_agree_with_every_province() -> None:
    provinces = lexicon.divisions().province_of_code
    assert len({d.name for d in provinces.values()}) == 35
    for code, province in provinces.items():
        assert lexicon.number_jurisdiction(f"{code}政发〔2020〕1号") == lexicon.jurisdiction_name(province), (
            code
        )


# --- enumerations ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("市发改局 市财政局", ["市发改局", "市财政局"]),
        ("市行政审 批服务局", ["市行政审批服务局"]),
        ("市行政审\n批服务局\n市财政局", ["市行政审批服务局", "市财政局"]),
        ("市应急管理 局", ["市应急管理局"]),
        ("青山 高新区", ["青山高新区"]),
        ("市发改局 青山 高新区", ["市发改局", "青山高新区"]),
        ("市商务 粮食局 昆山 高新区 市贸促会", ["市商务粮食局", "昆山高新区", "市贸促会"]),
        ("市政府 金融办", ["市政府金融办"]),
        ("省人民政府 办公厅 省发展改革委 省财政厅", ["省人民政府办公厅", "省发展改革委", "省财政厅"]),
        ("省粮食和物资 储备局 省农业农村厅", ["省粮食和物资储备局", "省农业农村厅"]),
        ("省住房和 城乡建设厅", ["省住房和城乡建设厅"]),
        ("市委 宣传部 市政府 办公室", ["市委宣传部", "市政府办公室"]),
        ("公安局 交警大队 民政局", ["公安局", "交警大队", "民政局"]),
        ("白河镇 青石镇 长安街道", ["白河镇", "青石镇", "长安街道"]),
        ("国网青山 供电公司", ["国网青山供电公司"]),
        ("财政局和审计局", ["财政局", "审计局"]),
        ("市卫生健康局和市医疗保障局", ["市卫生健康局", "市医疗保障局"]),
        ("住房和城乡建设局", ["住房和城乡建设局"]),
        ("市科技和工业信息化局", ["市科技和工业信息化局"]),
        ("市财政局、市住建局等市直相关单位", ["市财政局", "市住建局", "市直相关单位"]),
        ("青山高新区、市商务局等", ["青山高新区", "市商务局"]),
        ("各镇人民政府、街道办事处，市直各单位", ["各镇人民政府", "街道办事处", "市直各单位"]),
        ("高新区管委会（含某某园管理办公室）、市统计局", ["高新区管委会（含某某园管理办公室）", "市统计局"]),
        ("市文旅广电局(市茶文化 发展办公室)", ["市文旅广电局（市茶文化发展办公室）"]),
        ("会同市财政局、会同县财政局", ["市财政局", "会同县财政局"]),
        ("市财政局 （）", ["市财政局（）"]),
        ("", []),
    ],
)
def test_split_units(text: str, units: list[str]) -> None:
    assert lexicon.split_units(text) == units


@given(
    st.lists(
        st.sampled_from(
            spaced(
                "市发改局 市财政局 市农业农村局 市公路建设和养护中心 市自然资源局 市行政审批服务局",
                "省住房和城乡建设厅",
            )
        ),
        min_size=1,
        max_size=5,
    ),
    st.data(),
)
def test_broken_cells_come_out_whole(units: list[str], data: st.DataObject) -> None:
    printed = []
    for unit in units:
        cut = data.draw(st.integers(2, len(unit) - 1))
        broken = data.draw(st.booleans()) and not lexicon.unit_names().known(unit[cut:])
        printed.append(f"{unit[:cut]} {unit[cut:]}" if broken else unit)
    assert lexicon.split_units("\n".join(printed)) == units


@given(st.text(max_size=60))
def test_splitting_loses_no_character_but_separators(text: str) -> None:
    for unit in lexicon.split_units(text):
        assert unit and not re.search(r"\s", unit)
    for name in lexicon.split_names(text):
        assert name and not re.search(r"\s", name)


# --- people ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("张 三 李小明", ["张三", "李小明"]),
        ("王建国 赵 六", ["王建国", "赵六"]),
        ("王 五 李 四 欧阳修文", ["王五", "李四", "欧阳修文"]),
        ("欧阳 修", ["欧阳修"]),
        ("张建 国", ["张建国"]),
        ("张三、李四，王五", ["张三", "李四", "王五"]),
        ("张三（女） 李 四", ["张三", "李四"]),
        ("李大明同志", ["李大明"]),
        ("阿不都·热合曼 张 三", ["阿不都·热合曼", "张三"]),
        ("张三\n李 四", ["张三", "李四"]),
        ("", []),
    ],
)
def test_split_names(text: str, people: list[str]) -> None:
    assert lexicon.split_names(text) == people


@given(
    st.lists(
        st.sampled_from(
            spaced(
                "张三 李小明 赵六 欧阳修文 司马光 王小明 干宝 诸葛亮",
            )
        ),
        min_size=1,
        max_size=6,
    )
)
def test_padding_is_undone(people: list[str]) -> None:
    printed = " ".join(f"{name[0]} {name[1]}" if len(name) == 2 else name for name in people)
    assert lexicon.split_names(printed) == people


@pytest.mark.parametrize(
    "name", ["张三", "王小明", "欧阳修", "司马相如", "张 三", "赵六", "阿不都·热合曼", "陈李思雨"]
)
def test_names_of_people(name: str) -> None:
    assert lexicon.looks_like_person(name)


@pytest.mark.parametrize(
    "name",
    spaced(
        "方案 高新区 常务 财政局 林业局 水利厅 市长 副市长 江苏 江西 金华 白河镇 党组书记",
        "成员单位 张 任务 王小明明明 安全 经济 Zhang",
    ),
)
def test_no_names_of_people(name: str) -> None:
    assert not lexicon.looks_like_person(name)


# --- posts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "unit", "rank"),
    [
        ("市财政局副局长", "市财政局", "副局长"),
        ("市财政局局长", "市财政局", "局长"),
        ("市财政局长", "市财政局", "局长"),
        ("市统计局党组书记", "市统计局", "党组书记"),
        ("市政府办四级调研员", "市政府办", "四级调研员"),
        ("市委常委", "市委", "常委"),
        ("市委副书记", "市委", "副书记"),
        ("常务副市长", "市人民政府", "常务副市长"),
        ("副市长", "市人民政府", "副市长"),
        ("青山市市长", "青山市人民政府", "市长"),
        ("市政府市长", "市人民政府", "市长"),
        ("白河镇镇长", "白河镇人民政府", "镇长"),
        ("镇长", "", "镇长"),
        ("局长", "", "局长"),
        ("市总工会主席", "市总工会", "主席"),
        ("市公安局政委", "市公安局", "政委"),
        ("市人大常委会副主任", "市人大常委会", "副主任"),
        ("市政协副主席", "市政协", "副主席"),
        ("市政府办公室主任", "市政府办公室", "主任"),
        ("市公安局经开区分局局长（正科级）", "市公安局经开区分局", "局长"),
        ("市财政局总会计师", "市财政局", "总会计师"),
        ("某某集团有限公司常务副总经理", "某某集团有限公司", "常务副总经理"),
        ("高新区管委会招商发展部部长", "高新区管委会招商发展部", "部长"),
    ],
)
def test_split_post(label: str, unit: str, rank: str) -> None:
    post = lexicon.split_post(label)
    assert post is not None
    assert (post.unit, post.rank) == (unit, rank)


@pytest.mark.parametrize("text", ["市财政局", "张三", "", "责任单位"])
def test_no_posts(text: str) -> None:
    assert lexicon.split_post(text) is None


def test_posts_share_their_unit() -> None:
    posts = lexicon.split_posts("市统计局党组书记、局长")
    assert [(p.unit, p.rank) for p in posts] == [("市统计局", "党组书记"), ("市统计局", "局长")]
    posts = lexicon.split_posts("副市长、市公安局局长")
    assert [(p.unit, p.rank) for p in posts] == [("市人民政府", "副市长"), ("市公安局", "局长")]


# --- kinds -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("市财政局", "department"),
        ("市政府", "government"),
        ("市委宣传部", "party"),
        ("市人大常委会", "congress"),
        ("市政协", "consultative"),
        ("市人民法院", "court"),
        ("市税务局", "state"),
        ("市残联", "mass"),
        ("市人武部", "armed"),
        ("市融媒体中心", "institution"),
        ("市白河产业发展中心", "institution"),
        ("高新区管委会", "zone"),
        ("市安委会", "group"),
        ("某某工作领导小组", "group"),
        ("领导小组", "group"),
        ("青石实业有限公司", "company"),
        ("市农村商业银行", "bank"),
        ("青山市第一中学", "school"),
        ("市人民医院", "hospital"),
        ("某某行业协会", "association"),
        ("白河镇", "town"),
        ("长安街道办事处", "town"),
        ("白河村", "village"),
        ("各镇人民政府", "collective"),
        ("张三", None),
        ("副市长", None),
        ("市财政局副局长", None),
        ("落实责任", None),
        ("局", None),
        ("", None),
    ],
)
def test_classify(name: str, kind: str | None) -> None:
    assert lexicon.classify(name) == kind


@pytest.mark.parametrize(
    "name",
    spaced(
        "各镇人民政府 各镇（街道） 各部门 各有关单位 市直各单位 市直有关单位 市直及驻青各单位",
        "市政府各工作部门 街道办事处 县市区 财政部门 公安机关 乡镇 村（社区） 用人单位",
        "责任单位 县（市、区）人民政府 驻青单位 住房和城乡建设主管部门 商业银行 部门单位",
        "医疗机构",
    ),
)
def test_collectives(name: str) -> None:
    assert lexicon.is_collective(name)


@pytest.mark.parametrize(
    "name",
    spaced(
        "财政局 市财政局 市政府 市人民政府 白河镇 白河镇人民政府 长安街道办事处 领导小组",
        "机关事务管理局 市场监督管理局 人民法院 高新区管委会 市直机关工委 直属机关工作委员会",
        "国有资产服务中心 张三",
    ),
)
def test_no_collectives(name: str) -> None:
    assert not lexicon.is_collective(name)


# --- the kind of texts that are given ----------------------------------------------------------


@given(st.text(max_size=40))
def test_any_text_has_an_answer(text: str) -> None:
    assert lexicon.classify(text) is None or isinstance(lexicon.classify(text), lexicon.UnitKind)
    division = lexicon.find_jurisdiction(text)
    assert division is None or division.level in lexicon.LEVELS
    assert lexicon.number_jurisdiction(text, line="昆山市") == lexicon.number_jurisdiction(
        text, line="昆山市"
    )
    assert isinstance(lexicon.is_collective(text), bool)
    assert isinstance(lexicon.looks_like_person(text), bool)
    lexicon.split_posts(text)

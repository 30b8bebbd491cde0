"""Which printed names are one unit, one person, one document; and how their IRIs are made."""

from __future__ import annotations

import random
import re

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity import Identity, clean_name, clean_title
from loaders import lexicon

BASE = "https://w3id.org/gongbao/id/"


@pytest.fixture(scope="module")
def identity() -> Identity:
    return Identity()


def one(identity: Identity, jurisdiction: str, surfaces: str) -> set[str]:
    return {identity.unit(surface, jurisdiction).iri for surface in surfaces.split()}


# --- one unit ----------------------------------------------------------------------------------

SAME = [
    # Own city: marks of level, full name, short name, no mark; abbreviations; 局 and 委.
    (
        "青山市",
        "市发改局 发改局 市发改委 市发展和改革局 市发展改革局 市发展和改革委员会 青山市发展和改革局 "
        "本市发改局 发改",
    ),
    ("青山市", "市教体局 市教育局 教育体育局 市教育和体育局"),
    ("青山市", "市住建局 市住房和城乡建设局 住房城乡建设局 青山市住房和城乡建设局"),
    ("青山市", "市城管局 市城市管理局 市城市管理和综合执法局 城管执法局"),
    ("青山市", "市文旅广电局 市文化旅游广电局 市文化广电旅游局 市文旅局"),
    ("青山市", "市卫健局 市卫健委 市卫生健康局 市卫生健康委员会"),
    ("青山市", "市市场监管局 市场监管局 市场监督管理局 市市场监督管理局 市市监局 市场监督局"),
    ("青山市", "市人社局 市人力资源和社会保障局 市人力资源社会保障局"),
    ("青山市", "市应急局 市应急管理局"),
    ("青山市", "市医保局 市医疗保障局"),
    ("青山市", "市国资中心 市国资服务中心 市国有资产服务中心"),
    ("青山市", "市行政审批局 市行政审批服务局 行政审批服务局"),
    ("青山市", "市科工局 市科技和工业信息化局 市科学技术和工业信息化局"),
    ("青山市", "市工信局 市工业和信息化局"),
    ("青山市", "市商务粮食局 市商粮局"),
    ("青山市", "市公积金中心 市住房公积金中心 市住房公积金管理中心"),
    ("青山市", "市交警大队 交警大队 市公安局交警大队 市公安局交通警察大队"),
    ("青山市", "市金融办 市政府金融办 市政府金融工作办公室 市人民政府金融工作办公室"),
    ("青山市", "市优化办 市优化营商环境办公室"),
    ("青山市", "市政府 市人民政府 青山市人民政府 青山市政府 人民政府 青山市"),
    ("青山市", "市政府办 市政府办公室 市人民政府办公室 政府办 青山市人民政府办公室 市府办"),
    ("青山市", "市委 中共青山市委 青山市委 中共青山市委员会"),
    ("青山市", "市委社会治理网格化服务中心 市社会治理网格化服务中心 青山市社会治理网格化服务中心"),
    ("青山市", "市委组织部 组织部 中共青山市委组织部"),
    ("青山市", "市人大 市人大常委会 市人民代表大会常务委员会"),
    ("青山市", "市政协 政协青山市委员会 市政协委员会"),
    ("青山市", "市纪委 市监委 市纪委监委"),
    ("青山市", "团市委 共青团青山市委 共青团青山市委员会"),
    ("青山市", "市税务局 税务局 国家税务总局青山市税务局 青山市税务局"),
    ("青山市", "国家统计局青山调查队 市调查队"),
    ("青山市", "人行青山支行 人行青山市支行 中国人民银行青山市支行 市人民银行"),
    ("青山市", "国网青山供电公司 国网青山市供电公司 市供电公司"),
    (
        "青山市",
        "青山高新区 高新区 市高新区 高新区管委会 青山高新技术产业开发区管委会 高新技术产业开发区管理委员会",
    ),
    ("青山市", "白河镇 白河镇人民政府 白河镇政府 市白河镇 青山市白河镇人民政府"),
    ("青山市", "长安街道 长安街道办事处 长安街道办 青山市长安街道办事处"),
    ("青山市", "白河村 白河村村委会 白河村村民委员会"),
    ("青山市", "市督办 市督办公室"),
    ("青山市", "市“青易办”建设工作领导小组 青山市“青易办”建设工作领导小组 市青易办建设工作领导小组"),
    ("青山市", "市发改局国库科 发展和改革局国库科 青山市发改委国库科"),
    ("青山市", "各镇政府 各镇人民政府 青山市各镇人民政府"),
    ("青山市", "市城市建设投资有限公司 市城投公司 城投公司"),
    ("青山市", "白河实业集团有限公司 市白河实业集团有限公司 青山市白河实业集团有限公司"),
    # A county-level city with its line.
    ("昆山市", "省发改委 省发展改革委 省发展和改革委员会 江苏省发展和改革委员会 江苏省发改委"),
    ("昆山市", "苏州市财政局 苏州市财政局"),
    ("昆山市", "苏州市生态环境局昆山分局 市生态环境分局 市生态环境局 昆山生态环境分局"),
    ("昆山市", "国家发展改革委 国家发改委 国家发展和改革委员会"),
    ("昆山市", "财政部 中华人民共和国财政部"),
    ("昆山市", "江苏白河实业有限公司 江苏省白河实业有限公司 白河实业有限公司 市白河实业有限公司"),
    # A county under a prefecture of the same stem, a district, a zone, a province.
    ("长沙县", "县财政局 财政局 长沙县财政局 湖南省长沙县财政局 长沙市长沙县财政局"),
    ("长沙县", "市财政局 长沙市财政局"),
    ("吉林省长春市朝阳区", "区教育局 教育局 朝阳区教育局 长春市朝阳区教育局 吉林省长春市朝阳区教育局"),
    ("吉林省长春市朝阳区", "区公安分局 长春市公安局朝阳分局 朝阳区公安局"),
    ("雄安新区", "区环土局 环土局 区环境与国土资源局 雄安新区环境与国土资源局"),
    ("雄安新区", "区管委会 管委会 雄安新区管委会 雄安新区管理委员会"),
    ("湖南省", "省财政厅 财政厅 湖南省财政厅"),
    ("湘西土家族苗族自治州", "州财政局 湘西州财政局 湘西自治州财政局 湘西土家族苗族自治州财政局"),
    ("北京市", "市教委 市教育委员会 北京市教委"),
    ("国家", "财政部 中华人民共和国财政部"),
]


@pytest.mark.parametrize(("jurisdiction", "surfaces"), SAME)
def test_one_unit(identity: Identity, jurisdiction: str, surfaces: str) -> None:
    found = {surface: identity.unit(surface, jurisdiction).iri for surface in surfaces.split()}
    assert len(set(found.values())) == 1, found


# --- different units ---------------------------------------------------------------------------

DIFFERENT = [
    ("青山市", "市发改局 省发改委 国家发展改革委 白河市发改局"),
    ("青山市", "市科工局 市科技局 市工信局"),
    ("青山市", "市商务局 市商务粮食局 市粮食局"),
    ("青山市", "市民政局 市民宗局 市民政宗教事务局"),
    ("青山市", "市委办公室 市政府办公室 市人大常委会办公室 市政协办公室"),
    ("青山市", "市委 市政府 市人大 市政协 市纪委"),
    ("青山市", "市委督查室 市政府督查室"),
    ("青山市", "市财政局 市财政局国库科 市财政局预算科"),
    ("青山市", "市公安局 市公安局交警大队 市公安局刑侦大队"),
    ("青山市", "市安委会 市安委办"),
    ("青山市", "市自来水公司 市燃气公司 市供电公司 白河集团 青石集团"),
    ("青山市", "市人民法院 市人民检察院 市司法局"),
    ("青山市", "市税务局 市国税局 市地税局"),
    ("青山市", "市国土资源局 市自然资源局 市规划局"),
    ("青山市", "市数字化建设领导小组 市数字化建设领导小组办公室"),
    ("青山市", "高新区管委会 经开区管委会 工业园区管委会"),
    ("青山市", "白河镇 青石镇 白河镇财政所 白河镇党委"),
    ("青山市", "市产业发展有限公司 市产业投资有限公司"),
    ("青山市", "市一中 市二中"),
    ("昆山市", "市财政局 苏州市财政局 省财政厅 财政部"),
    ("昆山市", "江苏省高速公路集团有限公司 市高速公路集团有限公司"),
    ("昆山市", "昆山市公安局 昆山市人民政府 昆山市"),
]


@pytest.mark.parametrize(("jurisdiction", "surfaces"), DIFFERENT[:-1])
def test_different_units(identity: Identity, jurisdiction: str, surfaces: str) -> None:
    assert len(one(identity, jurisdiction, surfaces)) == len(surfaces.split())


@pytest.mark.parametrize(
    "surface", ["市发改局", "财政局", "高新区", "白河镇", "市某某办", "某某集团", "各镇人民政府"]
)
def test_one_name_in_two_cities_is_two_units(identity: Identity, surface: str) -> None:
    places = ["青山市", "白河市", "昆山市", "吉林省长春市朝阳区", "北京市朝阳区", "-"]
    assert len({identity.unit(surface, place).iri for place in places}) == len(places)


@pytest.mark.parametrize(
    ("here", "there", "surface", "full"),
    [
        ("昆山市", "苏州市", "苏州市财政局", "市财政局"),
        ("昆山市", "江苏省", "省财政厅", "省财政厅"),
        ("青山市", "白河市", "白河市财政局", "市财政局"),
        ("青山市", "国家", "财政部", "财政部"),
        ("长春市", "吉林省长春市朝阳区", "朝阳区教育局", "区教育局"),
        ("苏州市", "昆山市", "市生态环境局昆山分局", "市生态环境局"),
        ("苏州市", "昆山市", "国家税务总局昆山市税务局", "市税务局"),
    ],
)
def test_a_unit_is_one_from_any_gazette(
    identity: Identity, here: str, there: str, surface: str, full: str
) -> None:
    assert identity.unit(surface, here) == identity.unit(full, there)


# --- what the identity says --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jurisdiction", "surface", "iri", "label", "level"),
    [
        ("青山市", "市发改局", "org/青山市/发展和改革局", "青山市发展和改革局", "县市区"),
        ("苏州市", "市发改局", "org/苏州市/发展和改革委员会", "苏州市发展和改革委员会", "市州"),
        ("昆山市", "省发改委", "org/江苏省/发展和改革委员会", "江苏省发展和改革委员会", "省"),
        ("昆山市", "国务院办公厅", "org/国家/国务院办公厅", "国务院办公厅", "国家"),
        ("昆山市", "市税务局", "org/昆山市/税务局", "国家税务总局昆山市税务局", "县市区"),
        ("昆山市", "市生态环境局", "org/昆山市/生态环境局", "苏州市生态环境局昆山分局", "县市区"),
        ("昆山市", "市委", "org/昆山市/中共委员会", "中共昆山市委员会", "县市区"),
        ("昆山市", "市委组织部", "org/昆山市/组织部", "中共昆山市委组织部", "县市区"),
        ("昆山市", "市供电公司", "org/昆山市/供电公司", "国网昆山供电公司", "县市区"),
        ("昆山市", "白河镇", "org/昆山市/白河镇人民政府", "昆山市白河镇人民政府", "乡镇"),
        ("昆山市", "白河实业有限公司", "org/昆山市/白河实业有限公司", "白河实业有限公司", "县市区"),
        ("雄安新区", "区宣传部", "org/雄安新区/宣传部", "雄安新区宣传部", "市州"),
        (
            "吉林省长春市朝阳区",
            "区教育局",
            "org/吉林省长春市朝阳区/教育局",
            "吉林省长春市朝阳区教育局",
            "县市区",
        ),
        ("广州市", "市府办公厅", "org/广州市/人民政府办公厅", "广州市人民政府办公厅", "市州"),
        ("广州市天河区", "区府办", "org/天河区/人民政府办公室", "天河区人民政府办公室", "县市区"),
    ],
)
def test_iri_label_and_level(
    identity: Identity, jurisdiction: str, surface: str, iri: str, label: str, level: str
) -> None:
    unit = identity.unit(surface, jurisdiction)
    assert (unit.iri, unit.pref_label, unit.level) == (BASE + iri, label, level)


def test_a_level_above_an_unknown_line_stays_apart(identity: Identity) -> None:
    # Whose 省 it is cannot be told: not the city's own, and not that of another unknown city.
    here, there = identity.unit("省财政厅", "青山市"), identity.unit("省财政厅", "白河市")
    assert here.level == "省"
    assert here.iri != identity.unit("财政厅", "青山市").iri
    assert here.iri != there.iri


@pytest.mark.parametrize(
    ("surface", "kind"),
    [
        ("市财政局", "department"),
        ("市委", "party"),
        ("某某工作领导小组", "group"),
        ("市人民法院", "court"),
        ("白河镇", "town"),
        ("白河实业有限公司", "company"),
        ("各镇人民政府", "collective"),
    ],
)
def test_kind(identity: Identity, surface: str, kind: str) -> None:
    unit = identity.unit(surface, "青山市")
    assert unit.kind == kind
    assert unit.collective == (kind == "collective")


def test_units_named_together_belong_to_the_level_they_name(identity: Identity) -> None:
    assert identity.unit("市直有关单位", "昆山市").jurisdiction == "昆山市"
    assert identity.unit("省直有关单位", "昆山市").jurisdiction == "江苏省"
    assert identity.unit("苏州市各县市区人民政府", "昆山市").jurisdiction == "苏州市"


@pytest.mark.parametrize(
    ("surface", "names"),
    [
        ("市商务局（市政府金融办）", ["商务局", "金融工作办公室"]),
        ("卫健局（疾控中心）", ["卫生健康局", "疾病预防控制中心"]),
        ("卫健局(疾控中心)", ["卫生健康局", "疾病预防控制中心"]),
        ("市发改局（市国防动员办公室）", ["发展和改革局", "国防动员办公室"]),
        ("高新区管委会（含飞地园管理办公室）", ["高新技术产业开发区管理委员会", "飞地园管理办公室"]),
        (
            "市政府办（金融办、经研中心、督查室）",
            ["人民政府办公室", "金融工作办公室", "经济研究中心", "政府督查室"],
        ),
        ("市财政局（牵头）", ["财政局"]),
        ("市财政局（分管副局长）", ["财政局"]),
    ],
)
def test_other_brackets_leave_the_unit(identity: Identity, surface: str, names: list[str]) -> None:
    units = identity.units(surface, "青山市")
    assert [unit.canonical for unit in units] == names
    assert identity.unit(surface, "青山市") == units[0]
    assert units[0].sub_of is None
    assert all(unit.sub_of for unit in units[1:])


def test_parts_and_branches_name_what_they_belong_to(identity: Identity) -> None:
    assert identity.unit("市财政局国库科", "青山市").sub_of == "青山市财政局"
    assert identity.unit("市交警大队", "青山市").sub_of == "青山市公安局"
    assert identity.unit("白河镇财政所", "青山市").sub_of == "青山市白河镇人民政府"
    assert identity.unit("苏州市生态环境局昆山分局", "昆山市").sub_of == "苏州市生态环境局"
    assert identity.unit("市财政局", "青山市").sub_of is None


def test_sub_of_is_a_name_that_leads_to_the_unit_above(identity: Identity) -> None:
    for surface in (
        "市财政局国库科",
        "市交警大队",
        "苏州市生态环境局昆山分局",
        "市社保中心",
    ):
        unit = identity.unit(surface, "昆山市")
        assert unit.sub_of is not None
        upper = identity.unit(unit.sub_of, "昆山市")
        assert upper.pref_label == unit.sub_of
        assert upper.iri != unit.iri


def test_padding_and_line_breaks_do_not_matter(identity: Identity) -> None:
    assert identity.unit("市行政审\n批服务局", "青山市") == identity.unit("市行政审批服务局", "青山市")
    assert identity.unit(" 市 财 政 局 ，", "青山市") == identity.unit("市财政局", "青山市")


# --- properties --------------------------------------------------------------------------------

PLACES = [
    *(
        "青山市",
        "昆山市",
        "长沙县",
        "苏州市",
        "吉林省长春市朝阳区",
        "北京市朝阳区",
        "北京市",
        "湖南省",
        "国家",
        "-",
    ),
    *("雄安新区", "湘西土家族苗族自治州", "鄂伦春自治旗", "望城县", "某某镇"),
]
HEADS = [
    "",
    "市",
    "省",
    "县",
    "区",
    "州",
    "国家",
    "本市",
    "青山市",
    "昆山市",
    "昆山",
    "江苏省",
    "湖南",
    "苏州市",
    "长沙县",
    "原",
]
STEMS = [row.canonical for row in lexicon.unit_names().rows]
STEMS += [variant for row in lexicon.unit_names().rows for variant in row.variants if "{" not in variant]
TAILS = ["", "", "国库科", "办公室", "（疾控中心）", "（含白河办）", "领导小组", "财政所", "和"]
NAMES = st.text("青山白河石桥市县区省州政府委局办厅会镇乡村和中心管理公司集团“”（）、各直属单位", max_size=14)
SURFACES = st.one_of(
    st.builds(
        lambda head, stem, tail: head + stem + tail,
        st.sampled_from(HEADS),
        st.sampled_from(STEMS),
        st.sampled_from(TAILS),
    ),
    st.builds(lambda head, name: head + name, st.sampled_from(HEADS), NAMES),
    st.text(max_size=20),
)


@given(SURFACES, st.sampled_from(PLACES))
def test_the_label_is_another_name_of_the_unit(surface: str, jurisdiction: str) -> None:
    identity = Identity()
    unit = identity.unit(surface, jurisdiction)
    assert identity.unit(unit.pref_label, jurisdiction) == unit


@given(
    st.lists(st.tuples(SURFACES, st.sampled_from(PLACES)), min_size=1, max_size=12),
    st.randoms(use_true_random=False),
)
def test_order_does_not_matter(names: list[tuple[str, str]], chance: random.Random) -> None:
    first, second = Identity(), Identity()
    before = {name: first.unit(*name) for name in names}
    shuffled = list(names)
    chance.shuffle(shuffled)
    assert {name: second.unit(*name) for name in shuffled} == before


@pytest.mark.parametrize("jurisdiction", PLACES)
def test_every_form_of_the_lexicon_settles(identity: Identity, jurisdiction: str) -> None:
    level = lexicon.place(jurisdiction).level
    for row in lexicon.unit_names().rows:
        if level not in row.levels:
            continue
        canonical = identity.unit(row.canonical, jurisdiction)
        for form in row.variants:
            unit = identity.unit(form.replace("{}", jurisdiction), jurisdiction)
            assert unit.iri == canonical.iri, (form, unit.iri, canonical.iri)
            assert identity.unit(unit.pref_label, jurisdiction) == unit, (form, unit.pref_label)


# --- people and posts --------------------------------------------------------------------------


def test_people(identity: Identity) -> None:
    iri = identity.person("张三", "青山市")
    assert iri == f"{BASE}person/青山市/张三"
    assert identity.person("张 三", "青山市") == iri
    assert identity.person("张三（女）", "青山市") == iri
    assert identity.person("张三", "白河市") != iri
    assert identity.person("张三", "") == f"{BASE}person/-/张三"


def test_posts(identity: Identity) -> None:
    post = identity.post("市财政局副局长", "青山市")
    assert post.iri == f"{BASE}post/青山市/财政局副局长"
    assert post.rank == "副局长"
    assert post.unit == identity.unit("市财政局", "青山市")
    assert identity.post("青山市财政局副局长", "青山市") == post
    assert identity.post("市财政局局长", "青山市").iri != post.iri
    assert identity.post("市财政局副局长", "白河市").iri != post.iri
    assert identity.post("省财政厅副厅长", "昆山市").iri == f"{BASE}post/江苏省/财政厅副厅长"


def test_leaders_are_in_the_government(identity: Identity) -> None:
    mayor = identity.post("市长", "青山市")
    assert mayor.unit == identity.unit("市政府", "青山市")
    assert identity.post("青山市市长", "青山市") == mayor
    assert identity.post("常务副市长", "青山市").iri != mayor.iri


def test_posts_without_unit_or_rank(identity: Identity) -> None:
    assert identity.post("局长", "青山市").unit is None
    unread = identity.post("某某志愿者", "青山市")
    assert (unread.unit, unread.rank, unread.iri) == (None, None, f"{BASE}post/青山市/某某志愿者")


# --- documents and what is in them -------------------------------------------------------------


def test_patterns_of_iris(identity: Identity) -> None:
    issue = identity.issue("青山市", 2023, 3)
    document = identity.document("青山市", "青政办发〔2021〕3号")
    assert issue == f"{BASE}issue/青山市/2023/3"
    assert document == f"{BASE}doc/青山市/青政办发〔2021〕3号"
    assert identity.document("国家", "国办发〔2020〕5号") == f"{BASE}doc/国家/国办发〔2020〕5号"
    assert identity.document("", "某某办法") == f"{BASE}doc/-/某某办法"
    instrument = identity.instrument(document, "青山市某某管理办法")
    assert instrument == f"{document}/青山市某某管理办法"
    assert identity.annex(document, 1) == f"{document}/附件1"
    assert identity.provision(identity.provision(instrument, "第三条"), "2") == f"{instrument}/第三条/2"
    assert identity.part(document, "青山市某某管理办法/第三条/2") == f"{instrument}/第三条/2"
    assert identity.part(document, "") == document
    matter = identity.matter(document, "", "17.2")
    assert matter == f"{document}/matter/-/17.2"
    assert identity.matter(document, "附件1", "17") == f"{document}/matter/附件1/17"
    assert identity.responsibility(matter, "lead", "市 财政局") == f"{matter}/lead/市财政局"
    assert identity.citation(document, 2) == f"{document}/citation/2"
    assert identity.personnel(document, 1) == f"{document}/personnel/1"
    assert identity.toc_entry(issue, 4) == f"{issue}/toc/4"
    source = identity.source(issue, "qingshan 2023.txt")
    assert source == f"{BASE}source/issue/青山市/2023/3/qingshan_2023.txt"
    # RFC 5147: positions between lines, so lines 411 to 425 are 410,425.
    assert identity.lines(source, 411, 425) == f"{source}#line=410,425"


def test_a_title_is_one_however_it_is_quoted(identity: Identity) -> None:
    printed = identity.document("青山市", "青山市人民政府关于印发《某某办法》的通知")
    for title in (
        "《青山市人民政府关于印发〈某某办法〉的通知》",
        "青山市人民政府 关于印发《某某办法》的\n通 知",
        "青山市人民政府关于印发<某某办法>的通知",
    ):
        assert identity.document("青山市", title) == printed
    assert clean_title("《某某办法》") == "某某办法"
    assert clean_title("《甲办法》《乙办法》") == "《甲办法》《乙办法》"
    assert clean_title("关于 COVID 19 的通知") == "关于COVID 19的通知"


def test_names_are_cleaned() -> None:
    assert clean_name(" 市 财\n政局 (国库科)，") == "市财政局（国库科）"


def test_a_base_of_ones_own() -> None:
    own = Identity("http://example.org/graph#")
    assert own.person("张三", "青山市") == "http://example.org/graph#person/青山市/张三"
    assert own.local(own.person("张三", "青山市")) == "person/青山市/张三"
    with pytest.raises(ValueError, match="a base ends in"):
        Identity("http://example.org/graph")
    with pytest.raises(ValueError, match="not below"):
        own.local(f"{BASE}person/青山市/张三")


@pytest.mark.parametrize(
    ("text", "segment"),
    [
        ("某某 办法", "某某_办法"),
        ("a/b?c#d%e", "a_b_c_d_e"),
        ('<>"{}|\\^`', "_"),
        ("青政办发〔2021〕3号", "青政办发〔2021〕3号"),
        ("", "-"),
        ("  ", "-"),
        (".", "._"),
        ("..", ".._"),
    ],
)
def test_segments(text: str, segment: str) -> None:
    assert Identity.segment(text) == segment


@given(st.text(max_size=40), st.text(max_size=20))
def test_every_iri_is_one(text: str, jurisdiction: str) -> None:
    identity = Identity()
    segment = Identity.segment(text)
    assert Identity.segment(segment) == segment
    assert not re.search(r"[/?#%\s]", segment)
    for iri in (
        identity.document(jurisdiction, text),
        identity.person(text, jurisdiction),
        identity.unit(text, jurisdiction).iri,
        identity.post(text, jurisdiction).iri,
        identity.matter(identity.document(jurisdiction, text), text, text),
        identity.source(identity.issue(jurisdiction, 2023, 1), text),
    ):
        assert pyoxigraph.parse(f"<{iri}> <{iri}> <{iri}> .", format=pyoxigraph.RdfFormat.N_TRIPLES)
        assert list(pyoxigraph.parse(f"<{iri}> <{iri}> <{iri}> .", format=pyoxigraph.RdfFormat.N_TRIPLES))

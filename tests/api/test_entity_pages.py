"""The pages of entities by kind: what each shows, that its marks lead to the lines printed, that a page costs
as many queries for a long list as for a short one. (Some four seconds.)"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from lxml import html

from api.app import create_app
from api.entities import asking, registry, shape
from api.language import catalogue
from api.settings import Settings
from api.terms import expand
from graph.store import Store, open_store
from tests.api import entity_graph as town
from tests.api.conftest import fill

_LINES = re.compile(r"first=(\d+)&last=(\d+)")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The town's graph; the water bureau has sixty duties more, so that its lists are long."""
    return fill(tmp_path_factory.mktemp("town") / "store", {town.iri(town.ISSUE): town.turtle(60)})


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The town's graph with short lists."""
    return fill(tmp_path_factory.mktemp("town") / "few", {town.iri(town.ISSUE): town.turtle()})


@pytest.fixture
def client(store: Store) -> Iterator[FlaskClient]:
    """A client over the town's graph."""
    with create_app(store, Settings()).test_client() as one:
        yield one


def _at(element: html.HtmlElement, name: str) -> str:
    """An attribute that must be there."""
    value = element.get(name)
    assert value is not None, name
    return value


def _page(client: FlaskClient, local: str, arguments: str = "") -> html.HtmlElement:
    response = client.get(f"/page/{quote(local)}{arguments}")
    assert response.status_code == 200
    return html.fromstring(response.text)


def _words(tree: html.HtmlElement, selector: str = "main") -> str:
    """The words of what a selector finds, elements parted by blanks."""
    return " ".join(" ".join(" ".join(one.itertext()).split()) for one in tree.cssselect(selector))


def _marked(element: html.HtmlElement) -> list[tuple[int, int]]:
    """The lines that the source marks inside of an element lead to."""
    found = []
    for one in element.cssselect("a.mark"):
        match = _LINES.search(_at(one, "href"))
        assert match, _at(one, "href")
        found.append((int(match[1]), int(match[2])))
    return found


def _rows(tree: html.HtmlElement, section: str) -> list[list[str]]:
    return [cells for table in tree.cssselect(f"#{section} table") for cells in _cells(table)]


def _cells(table: html.HtmlElement) -> list[list[str]]:
    rows = table.cssselect("tbody tr")
    return [[" ".join(cell.text_content().split()) for cell in row.cssselect("td")] for row in rows]


# --- documents -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "badge"),
    [
        ("2022-04-30", "尚未施行"),
        ("2022-05-01", "现行有效"),
        ("2024-01-09", "现行有效"),
        # Repealed before it would have expired on 2024-05-01.
        ("2024-01-10", "已废止"),
        ("2026-01-01", "已废止"),
    ],
)
@pytest.mark.parametrize("local", [town.NOTICE, town.RULES])
def test_the_badge_says_whether_it_is_in_force_on_the_day(
    client: FlaskClient, local: str, on: str, badge: str
):
    tree = _page(client, local, f"?on={on}")
    assert _words(tree, ".badges .badge") == badge
    assert _at(tree.cssselect("input[name=on]")[0], "value") == on


def test_an_end_of_its_own_is_told_where_nothing_repeals(tmp_path: Path):
    graph = town.turtle().replace("eli:repeals", "eli:cites")
    client = create_app(fill(tmp_path / "store", {town.iri(town.ISSUE): graph}), Settings()).test_client()
    for on, badge in (("2024-04-30", "现行有效"), ("2024-05-01", "已失效")):
        assert _words(_page(client, town.RULES, f"?on={on}"), ".badges .badge") == badge
    tree = _page(client, town.NOTICE, "?on=2023-01-01")
    assert "2022-05-01 起施行，有效至 2024-04-30" in _words(tree, ".badges")
    assert _marked(tree.cssselect(".badges")[0]) == [(15, 15)]


def test_without_a_day_it_is_today(client: FlaskClient):
    tree = _page(client, town.NOTICE)
    assert _at(tree.cssselect("input[name=on]")[0], "value") == date.today().isoformat()
    assert client.get(f"/page/{quote(town.NOTICE)}?on=2023-02-30").status_code == 400


def test_a_document_without_a_date_of_effect_says_so(client: FlaskClient):
    assert _words(_page(client, town.REPEALING), ".badges .badge") == "未载明施行日期"


def test_the_repealing_document_is_named_with_its_lines(client: FlaskClient):
    badges = _page(client, town.RULES, "?on=2024-02-01").cssselect(".badges")[0]
    assert "白政办发〔2024〕1号" in badges.text_content()
    assert (60, 60) in _marked(badges)


def test_citations_in_the_text_are_links(client: FlaskClient):
    tree = _page(client, town.NOTICE)
    article = tree.cssselect(".prov.article")[0]
    assert " ".join(article.text_content().split()).startswith("第一条为保护湖泊")
    links = {one.text: one for one in article.cssselect("a.cite")}
    # Printed over two lines, found in the joined text.
    assert _at(links["《中华人民共和国湖泊法》"], "href") == f"/id/{quote(town.LAW)}"
    assert "依据" in _at(links["《中华人民共和国湖泊法》"], "title")
    # What is cited inside of the document is a place on this page.
    place = _at(links["本办法第二条"], "href")
    assert place.startswith("#")
    assert tree.get_element_by_id(place[1:]).text_content().strip().startswith("第二条市水利局")


def test_every_provision_leads_to_its_own_lines(client: FlaskClient):
    provisions = _page(client, town.NOTICE).cssselect(".prov.article")
    assert [_marked(one) for one in provisions] == [[(12, 13)], [(14, 14)], [(15, 15)]]


def test_lines_outside_of_provisions_are_shown_as_printed(client: FlaskClient):
    tree = _page(client, town.NOTICE)
    printed = tree.cssselect(".prov.printed")[0]
    assert "现将《白桦市湖泊管理办法》印发给你们。" in printed.text_content()
    assert _marked(printed) == [(3, 6)]
    # The title of the instrument is its heading and is not printed twice.
    assert _words(tree, ".reading").count("白桦市湖泊管理办法 10–15 行") == 1


def test_an_annex_of_matters_is_a_table(client: FlaskClient):
    tree = _page(client, town.NOTICE)
    tables = tree.cssselect(".reading table")
    heads = [" ".join(one.text_content().split()) for one in tables[0].cssselect("th")]
    assert heads == ["序号", "事项", "牵头单位", "责任单位", "责任人", "期限", "出处"]
    rows = [
        [cell.text_content().strip() for cell in row.cssselect("td")]
        for row in tables[0].cssselect("tbody tr")
    ]
    assert rows == [
        ["1", "清淤", "市水利局", "市财政局", "江一白", "2023-06-30", "22 行"],
        ["2", "护岸", "市水利局", "", "", "2022-01-01", "23 行"],
    ]
    assert _at(tables[0].cssselect("tbody a")[0], "href") == f"/id/{quote(town.ITEM)}"
    # The lines as they are printed are there too.
    assert "序号 任务 牵头单位" in tree.cssselect("details.as-printed pre")[0].text_content()


def test_an_annex_of_figures_is_a_table_with_a_column_a_measure(client: FlaskClient):
    table = _page(client, town.FIGURES).cssselect(".reading table")[0]
    heads = [one.text_content() for one in table.cssselect("th")]
    assert heads == ["单位", "投入（万元）", "面积（亩）", "出处"]
    assert _cells(table) == [["市水利局", "120", "30", "32 行"], ["合计", "120", "30", "33 行"]]


def test_a_document_cited_only_shows_who_cites_it(client: FlaskClient):
    tree = _page(client, town.LAW)
    assert "仅被引用" in _words(tree)
    assert not tree.cssselect("#text")
    (row,) = _rows(tree, "citedby")
    assert row[:2] == ["关于印发《白桦市湖泊管理办法》的通知", "白政办发〔2022〕6号"]
    assert "第三条" in row
    assert _marked(tree.get_element_by_id("citedby")) == [(12, 13)]


def test_what_cites_an_instrument_cites_its_notice(client: FlaskClient):
    assert _rows(_page(client, town.NOTICE), "citedby")[0][1] == "白政办发〔2024〕1号"


def test_what_it_cites_and_whom_it_makes_responsible(client: FlaskClient):
    tree = _page(client, town.RULES)
    assert [row[0] for row in _rows(tree, "cites")] == ["《中华人民共和国湖泊法》"]
    assert [row[:3] for row in _rows(tree, "duties")] == [["湖泊日常巡查", "职责", "白桦市水利局"]]


def test_findings_of_the_audit_are_shown_once_it_was_made(client: FlaskClient):
    before = client.get(f"/page/{quote(town.NOTICE)}?on=2025-06-01")
    assert "运行审计" in before.text
    assert client.get("/audit?on=2025-06-01").status_code == 200
    known = {"If-None-Match": before.headers["ETag"]}
    after = client.get(f"/page/{quote(town.NOTICE)}?on=2025-06-01", headers=known)
    assert after.status_code == 200
    tree = html.fromstring(after.text)
    listed = tree.cssselect("#findings li")
    assert listed
    assert all(one.cssselect("a[href^='/audit/']") for one in listed)
    assert any(_marked(one) for one in listed)


# --- the other kinds -------------------------------------------------------------------------------


def test_a_unit_says_who_heads_it_who_is_in_charge_and_what_it_leads(client: FlaskClient):
    tree = _page(client, town.WATER, "?on=2023-01-01")
    glance = _words(tree, ".glance")
    assert "负责人 江一白 市水利局局长 · 据 2022-04-20 的文件" in glance
    assert "分管领导 何青" in glance
    assert "又写作 市水利局" in _words(tree, ".byline")
    assert [row[:2] for row in _rows(tree, "deadlines")] == [["2023-06-30", "第1项 清淤"]]
    assert [row[0] for row in _rows(tree, "leads")] == ["第1项 清淤", "第2项 护岸"]
    assert _rows(tree, "represented")[0][0] == "江一白"
    assert [row[:2] for row in _rows(tree, "targets")] == [["投入（万元）", "120"], ["面积（亩）", "30"]]
    assert _rows(tree, "meetings")[0][0] == "白桦市政府第9次常务会议纪要"
    assert _rows(tree, "groups")[0][:2] == ["白桦市湖泊治理领导小组", "办公室"]
    assert "白政办发〔2022〕6号" in _words(tree, "#documents")


def test_deadlines_and_heads_are_those_of_the_day(client: FlaskClient):
    tree = _page(client, town.WATER, "?on=2024-02-01")
    assert not tree.cssselect("#deadlines")
    assert "负责人" not in _words(tree, ".glance")


def test_a_unit_is_a_member_under_its_printed_name(client: FlaskClient):
    assert _rows(_page(client, town.FINANCE), "groups")[0][:2] == ["白桦市湖泊治理领导小组", "成员"]


def test_an_official_has_a_timeline_and_namesakes_apart(client: FlaskClient):
    tree = _page(client, town.HEAD, "?on=2023-01-01")
    assert "市水利局局长" in _words(tree, ".current")
    entries = tree.cssselect("#career li")
    assert ["2024-01-10 免职" in " ".join(entries[0].text_content().split()), len(entries)] == [True, 2]
    assert [_marked(one) for one in entries] == [[(61, 61)], [(6, 6)]]
    assert "1 年" in entries[1].text_content()
    assert _rows(tree, "namesakes")[0][:2] == ["江一白", "青山市"]
    assert _rows(tree, "meetings")[0][0] == "白桦市政府第9次常务会议纪要"
    assert not _page(client, town.HEAD, "?on=2024-02-01").cssselect(".current")


def test_a_leader_has_units_groups_and_meetings_chaired(client: FlaskClient):
    tree = _page(client, town.LEADER)
    assert [row[:2] for row in _rows(tree, "units")] == [["白桦市水利局", "分管"]]
    assert _rows(tree, "groups")[0][:2] == ["白桦市湖泊治理领导小组", "组长"]
    assert "主持" in _rows(tree, "meetings")[0]


def test_a_matter_says_who_in_which_role_and_by_when(client: FlaskClient):
    tree = _page(client, town.ITEM)
    assert _words(tree, "h1") == "清淤"
    roles = [" ".join(one.text_content().split()) for one in tree.cssselect("#who dt")]
    assert roles == ["牵头单位", "责任单位", "责任人"]
    assert "江一白 代表 白桦市水利局" in _words(tree, "#who")
    assert "2023-06-30" in _words(tree, ".glance")
    assert "第2项 护岸" in _words(tree, "nav.pages")
    assert set(_marked(tree.get_element_by_id("who"))) == {(22, 22)}


def test_minutes_have_agenda_decisions_and_attendance_by_unit(client: FlaskClient):
    tree = _page(client, town.MINUTES)
    assert "2022-03-18" in _words(tree, ".glance")
    assert "主持 何青" in _words(tree, ".glance")
    agenda = tree.get_element_by_id("agenda")
    assert "审议清淤方案" in agenda.text_content()
    assert "职责 白桦市水利局 → 组织实施清淤方案" in _words(tree, "#agenda .assigned")
    assert "市水利局 江一白 52 行" in _words(tree, "#attendance li")
    assert not tree.cssselect(".badges")


def test_a_group_has_roles_members_and_office(client: FlaskClient):
    tree = _page(client, town.GROUP)
    assert "办公室设在 白桦市水利局" in _words(tree, ".glance")
    assert [" ".join(one.text_content().split()) for one in tree.cssselect("#members dt")] == [
        "组长 1",
        "成员 1",
    ]
    assert "何青 副市长" in _words(tree, "#members")


def test_an_issue_has_contents_documents_and_problems(client: FlaskClient):
    tree = _page(client, town.ISSUE)
    (entry,) = _rows(tree, "contents")
    assert entry[:4] == ["1", "关于印发《白桦市湖泊管理办法》的通知", "白政办发〔2022〕6号", "3"]
    assert len(_rows(tree, "documents")) == 3
    assert "表格缺少表头" in _words(tree, "#problems")
    assert _marked(tree.get_element_by_id("problems")) == [(40, 40)]


def test_a_provision_has_its_words_neighbours_and_who_cites_it(client: FlaskClient):
    tree = _page(client, town.RULES + "/第二条")
    assert _words(tree, "h1") == "第二条"
    assert "市水利局负责湖泊日常巡查。" in _words(tree, ".reading")
    assert [one.text_content() for one in tree.cssselect("nav.pages a")] == ["← 第一条", "第三条 →"]
    assert _rows(tree, "cited")[0][0] == "关于印发《白桦市湖泊管理办法》的通知"
    assert "湖泊日常巡查" in [row[0] for row in _rows(tree, "duties")]
    links = [_at(one, "href") for one in tree.cssselect(".byline a")]
    context = next(address for address in links if "#" in address)
    assert context == f"/id/{quote(town.NOTICE)}#白桦市湖泊管理办法/第二条"


def test_a_post_says_who_held_it_when(client: FlaskClient):
    tree = _page(client, town.POST, "?on=2023-01-01")
    assert "现任： 江一白" in _words(tree, ".byline")
    assert len(tree.cssselect("#holders li")) == 2
    assert "现任" not in _words(_page(client, town.POST, "?on=2024-02-01"), ".byline")


# --- all of them -----------------------------------------------------------------------------------

_EVERY = {
    "document": town.NOTICE,
    "annex": town.ANNEX,
    "meeting": town.MINUTES,
    "provision": town.ARTICLE,
    "group": town.GROUP,
    "unit": town.WATER,
    "official": town.HEAD,
    "matter": town.ITEM,
    "post": town.POST,
    "issue": town.ISSUE,
}


def test_every_kind_is_looked_at():
    assert set(_EVERY) == {kind.name for kind in registry.KINDS}


@pytest.mark.parametrize("kind", _EVERY)
def test_the_english_page_has_english_words(client: FlaskClient, kind: str):
    tree = _page(client, _EVERY[kind], "?lang=en")
    assert tree.get("lang") == "en"
    sections = tree.cssselect("section.part[aria-labelledby]")
    headings = [_words(tree, "#" + _at(section, "aria-labelledby")) for section in sections]
    heads = [one.text_content() for one in tree.cssselect("section.part[aria-labelledby] th, .glance dt")]
    measures = ("投入", "面积")
    for words in (*headings, *heads):
        assert not re.search(r"[\u4e00-\u9fff]", words) or words.startswith(measures), words


@pytest.mark.parametrize("kind", _EVERY)
def test_the_title_and_description_name_the_entity(client: FlaskClient, kind: str):
    tree = _page(client, _EVERY[kind])
    label = _words(tree, "h1")
    assert label.split("（")[0] in _words(tree, "title")
    assert len(_at(tree.cssselect("meta[name=description]")[0], "content")) > 10


@pytest.mark.parametrize("kind", _EVERY)
def test_no_section_is_empty_and_every_jump_leads_somewhere(client: FlaskClient, kind: str):
    tree = _page(client, _EVERY[kind])
    for section in tree.cssselect("section.part"):
        assert section.cssselect("li, td, dd, p, .prov"), _at(section, "id")
    places = {one.get("id") for one in tree.iter()}
    for one in tree.cssselect("a[href^='#']"):
        assert _at(one, "href")[1:] in places, _at(one, "href")


@pytest.mark.parametrize("kind", _EVERY)
def test_every_mark_leads_to_lines_that_are_there(client: FlaskClient, kind: str):
    tree = _page(client, _EVERY[kind])
    addresses = sorted({_at(one, "href") for one in tree.cssselect("a.mark")})
    assert addresses
    for address in addresses[:6]:
        assert client.get(address).status_code == 200


def test_a_long_list_is_cut_with_an_honest_count_and_has_pages(client: FlaskClient):
    tree = _page(client, town.WATER)
    section = tree.get_element_by_id("answers")
    assert len(_rows(tree, "answers")) == 10
    assert "62" in " ".join(section.cssselect("h2")[0].text_content().split())
    more = section.cssselect(".more a")[0]
    assert more.text == "全部 62 条"
    seen: list[str] = []
    address: str | None = f"/page/{quote(town.WATER)}{more.get('href')}"
    while address:
        page = html.fromstring(client.get(address).text)
        seen += [row.cssselect("td")[0].text_content() for row in page.cssselect("tbody tr")]
        after = page.cssselect("a[rel=next]")
        address = f"/page/{quote(town.WATER)}{after[0].get('href')}" if after else None
    assert len(seen) == len(set(seen)) == 62


@pytest.mark.parametrize("arguments", ["?list=nonsense", "?list=text", "?list=leads&page=0", "?on=x"])
def test_lists_and_days_that_are_not_there(client: FlaskClient, arguments: str):
    assert client.get(f"/page/{quote(town.WATER)}{arguments}").status_code in (400, 404)


@pytest.mark.parametrize("kind", _EVERY)
def test_a_page_costs_as_many_queries_for_many_rows_as_for_few(
    few: Store, store: Store, monkeypatch: pytest.MonkeyPatch, kind: str
):
    costs = []
    for one in (open_store(few.location), open_store(store.location)):
        asked: list[str] = []
        query = one.query
        monkeypatch.setattr(
            one, "query", lambda text, asked=asked, query=query: asked.append(text) or query(text)
        )
        assert (
            create_app(one, Settings()).test_client().get(f"/page/{quote(_EVERY[kind])}").status_code == 200
        )
        costs.append(len(asked))
    # A list that is cut is counted, by one query more.
    assert costs[0] <= 25
    assert costs[1] - costs[0] <= 2


def test_a_copy_that_is_current_costs_no_page(
    client: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
):
    first = client.get(f"/page/{quote(town.WATER)}")
    monkeypatch.setattr(asking, "rows", lambda *_: pytest.fail("the page was made"))
    again = client.get(f"/page/{quote(town.WATER)}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_every_section_and_column_has_words():
    keys = catalogue("zh").keys()
    for kind in registry.KINDS:
        assert f"{kind.name}.description" in keys
        for section in kind.lists:
            assert f"{kind.name}.{section.name}" in keys
            for column in section.columns:
                assert f"column.{column.name}" in keys
                assert column.form in shape.FORMS


def test_every_query_is_used_and_every_class_known():
    folder = Path(asking.__file__).with_name("queries")
    code = "".join(path.read_text(encoding="utf-8") for path in folder.parent.glob("*.py"))
    for path in folder.glob("*.rq"):
        name = path.stem
        assert f'"{name}"' in code or name.startswith("document-"), name
        assert path.read_text(encoding="utf-8").startswith("# "), name
    for kind in registry.KINDS:
        assert all(expand(name) for name in (*kind.classes, *kind.head))

"""The lists: what fits a wish, what the facets count, and that every definition reads what its paths name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.indexes import open_lists
from graph.lists.definition import KINDS, definition
from graph.store import open_store
from ontology.namespaces import DEFAULT_BASE, GBR
from queries.lists import Lists, Wish


@pytest.fixture(scope="module")
def lists(cities_folder: Path) -> Lists:
    return Lists(open_lists(open_store(cities_folder)))


def names(lists: Lists, kind: str, wish: Wish) -> list[str]:
    one = definition(kind)
    return [thing.label for thing in lists.things(one, lists.page(one, wish))]


def of(lists: Lists, kind: str, label: str):
    one = definition(kind)
    return next(thing for thing in lists.things(one, lists.page(one, Wish())) if thing.label == label)


def test_a_document_has_its_columns(lists: Lists):
    rules = of(lists, "documents", "青山市数据共享管理办法")
    assert rules.values["type"] == ("办法",) and rules.values["city"] == ("青山市",)
    # The instrument has the date of the notice it is printed with.
    assert rules.values["date"] == ("2021-03-05",) and rules.values["year"] == ("2021",)
    assert (rules.values["effective"], rules.values["expires"]) == (("2021-04-01",), ("2026-04-01",))
    notice = of(lists, "documents", "青山市人民政府办公室关于印发《青山市数据共享管理办法》的通知")
    assert notice.values["number"] == ("青政办发〔2021〕3号",)


def test_documents_that_are_only_cited_are_not_in_the_list(lists: Lists):
    assert "中华人民共和国水法" not in names(lists, "documents", Wish())


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(2021, 3, 31), set()),
        (date(2021, 4, 1), {"青山市数据共享管理办法"}),
        (date(2023, 1, 1), {"青山市数据共享管理办法", "白水市数据共享管理办法"}),
        (date(2024, 6, 1), {"青山市数据共享管理办法"}),
        (date(2026, 4, 1), set()),
    ],
)
def test_in_force_on_a_day(lists: Lists, day: date, in_force: set[str]):
    wish = Wish(days={"on": day})
    assert set(names(lists, "documents", wish)) == in_force
    assert lists.total(definition("documents"), wish) == len(in_force)


def test_words_are_looked_for_in_names_and_numbers(lists: Lists):
    assert len(names(lists, "documents", Wish(words="数据共享 白水"))) == 2
    assert len(names(lists, "documents", Wish(words="白政办发〔2022〕6号"))) == 1
    assert names(lists, "documents", Wish(words="100%_")) == []


def test_every_facet_adds_up_to_what_its_values_give(lists: Lists):
    for kind in KINDS:
        one = definition(kind)
        for column in one.columns:
            if column.kind != "count":
                for value, number in lists.counts(one, column.name, Wish()):
                    wish = Wish(values={column.name: (value,)})
                    assert lists.total(one, wish) == number == len(lists.page(one, wish)), (kind, column.name)


def test_a_facet_is_counted_without_its_own_filter_and_with_the_others(lists: Lists):
    one = definition("documents")
    both = dict(lists.counts(one, "city", Wish(values={"city": ("青山市",)})))
    assert both == dict(lists.counts(one, "city", Wish())) and set(both) == {"青山市", "白水市"}
    types = dict(lists.counts(one, "type", Wish(values={"city": ("白水市",)})))
    assert types == {"办法": 1, "通知": 1}


def test_facets_counted_together_are_what_each_is_alone(lists: Lists):
    unit = (f"{DEFAULT_BASE}org/青山市/水利局",)
    for kind in KINDS:
        one = definition(kind)
        names = [column.name for column in one.columns if column.kind != "count"]
        wishes = [Wish(), Wish(words="数据"), Wish(values={"city": ("青山市",)})]
        wishes += [Wish(values={"unit": unit})] if kind == "matters" else []
        for wish in wishes:
            assert lists.facets(one, names, wish) == {name: lists.counts(one, name, wish) for name in names}


def test_role_and_unit_are_of_the_same_responsibility(lists: Lists):
    one = definition("matters")
    finance, water = f"{DEFAULT_BASE}org/青山市/财政局", f"{DEFAULT_BASE}org/青山市/水利局"
    assert names(lists, "matters", Wish(values={"unit": (finance,)})) == ["全面排查"]
    assert names(lists, "matters", Wish(values={"unit": (water,)})) == ["全面排查", "集中清淤"]
    # Both units answer for the first task, so each role of it is theirs; nothing has them lead.
    roles = dict(lists.counts(one, "role", Wish(values={"unit": (finance,)})))
    assert roles == {str(GBR.responsibleUnit): 1}
    assert lists.total(one, Wish(values={"unit": (finance,), "role": (str(GBR.lead),)})) == 0


def test_orders(lists: Lists):
    for kind in KINDS:
        one = definition(kind)
        every = set(lists.page(one, Wish()))
        for sort in one.sorts:
            wish = Wish(sort=sort.name)
            ordered = lists.page(one, wish)
            assert set(ordered) == every and len(ordered) == len(every), (kind, sort.name)
            pages = [lists.page(one, wish, 2, offset) for offset in range(0, len(ordered), 2)]
            assert [iri for page in pages for iri in page] == ordered
    dates = [
        thing.values["deadline"][0]
        for thing in lists.things(one, lists.page(one, Wish(sort="deadline")))
        if "deadline" in thing.values
    ]
    assert dates == ["2021-06-30", "2021-11-30"]


def test_deadlines_within_days(lists: Lists):
    between = Wish(days={"due_from": date(2021, 7, 1), "due_until": date(2021, 11, 30)})
    assert names(lists, "matters", between) == ["集中清淤"]


def test_a_law_cited_in_both_gazettes_counts_both(lists: Lists):
    """The facts of one thing come from several graphs."""
    unit = of(lists, "units", "青山市数据局")
    assert len(unit.values["responsibilities"]) == 1
    assert lists.labels([unit.iri, "https://example.org/unknown"]) == {unit.iri: "青山市数据局"}

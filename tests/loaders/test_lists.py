"""Printed enumerations."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.lists import split_list, split_spans, without_etc

LISTS = [
    ("enumeration commas", "市水利局、市财政局", ["市水利局", "市财政局"]),
    ("commas and semicolons", "甲局，乙局;丙局；丁局,戊局", ["甲局", "乙局", "丙局", "丁局", "戊局"]),
    ("a bracket holds together", "甲局（含丙所、丁所）、乙局", ["甲局（含丙所、丁所）", "乙局"]),
    ("half-width brackets too", "甲局(丙所、丁所)、乙局", ["甲局(丙所、丁所)", "乙局"]),
    ("a title holds together", "《甲、乙办法》、《丙办法》", ["《甲、乙办法》", "《丙办法》"]),
    ("quotes hold together", "“放、管、服”、监管", ["“放、管、服”", "监管"]),
    ("blanks around items go", " 甲 、 乙 ", ["甲", "乙"]),
    ("nothing between separators is no item", "、甲、、乙、", ["甲", "乙"]),
    ("a bracket that is never closed", "（甲、乙", ["（甲、乙"]),
    ("a bracket that was never opened", "甲）、乙", ["甲）", "乙"]),
    ("和 does not part", "甲和乙", ["甲和乙"]),
    ("nothing", "", []),
]


@pytest.mark.parametrize(("says", "text", "items"), LISTS, ids=[row[0] for row in LISTS])
def test_lists(says: str, text: str, items: list[str]) -> None:
    assert split_list(text) == items


def test_only_the_given_separators_part() -> None:
    assert split_list("甲、乙，丙", "，") == ["甲、乙", "丙"]


@given(st.text(alphabet="甲乙丙丁、，；（）《》“” ", max_size=40))
def test_spans_say_where_the_items_stand(text: str) -> None:
    spans = split_spans(text)
    assert [text[start:end] for start, end in spans] == split_list(text)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


@given(
    st.lists(
        st.text(alphabet="甲乙丙丁（）", min_size=1, max_size=6).filter(
            lambda t: t.count("（") == t.count("）") == 0
        )
    )
)
def test_what_is_joined_is_parted_again(items: list[str]) -> None:
    assert split_list("、".join(items)) == items


ETC = [
    ("等 at the end", "甲、乙等", "甲、乙"),
    ("等 with what it sums up", "甲、乙等市直相关单位", "甲、乙"),
    ("等 with a count", "甲、乙等5个部门", "甲、乙"),
    ("no 等", "甲、乙", "甲、乙"),
]


@pytest.mark.parametrize(("says", "text", "bare"), ETC, ids=[row[0] for row in ETC])
def test_an_enumeration_without_etc(says: str, text: str, bare: str) -> None:
    assert without_etc(text) == bare

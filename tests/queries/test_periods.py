"""Which days are meant by 以后, 之前, 上半年, between, and by a year in which something is done."""

from __future__ import annotations

from datetime import date

import pytest

from queries.normalise import dates
from queries.periods import periods, window


def meant(text: str) -> tuple[str, str] | None:
    stretches = periods(text)
    days = [day for day in dates(text) if all(day[1] <= s[0] or day[0] >= s[1] for s in stretches)]
    found = window(text, sorted((*stretches, *days)))
    return None if found is None else (found[0].isoformat(), found[1].isoformat())


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021年3月至5月印发的文件", "2021-03-01", "2021-05-31"),
        ("2020年12月1日至2021年1月15日印发的文件", "2020-12-01", "2021-01-15"),
        ("2021年上半年印发的文件", "2021-01-01", "2021-06-30"),
        ("2021年第三季度的文件", "2021-07-01", "2021-09-30"),
        ("2021年印发的文件", "2021-01-01", "2021-12-31"),
        ("2021年6月1日以后生效的文件", "2021-06-01", date.max.isoformat()),
        ("2021年6月1日之后生效的文件", "2021-06-02", date.max.isoformat()),
        ("2021年6月1日以前生效的文件", date.min.isoformat(), "2021-05-31"),
        ("2021年6月以后生效的文件", "2021-06-01", date.max.isoformat()),
        ("2021年6月1日起施行的文件", "2021-06-01", "2021-06-01"),
        ("自2021年6月1日起的文件", "2021-06-01", date.max.isoformat()),
        ("documents issued in the second half of 2021", "2021-07-01", "2021-12-31"),
        ("documents issued after 1 June 2021", "2021-06-02", date.max.isoformat()),
        ("documents issued since 1 June 2021", "2021-06-01", date.max.isoformat()),
        ("documents issued before June 2021", date.min.isoformat(), "2021-05-31"),
        ("documents issued between 1 March 2021 and 5 May 2021", "2021-03-01", "2021-05-05"),
        ("documents that expire in 2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_days_meant(text: str, first: str, last: str) -> None:
    assert meant(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["2021年工作要点的文号", "《2021年度激励措施》的附件", "第5次会议", "item 2021"]
)
def test_the_year_of_a_name_is_no_time(text: str) -> None:
    assert periods(text) == []

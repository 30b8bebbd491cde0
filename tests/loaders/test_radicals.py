"""Radicals that programs write for characters: what is read is the characters, in every format."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.formats import read_lines
from loaders.formats.radicals import without_radicals


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("⻘⼭市⼈⺠政府", "青山市人民政府"),
        ("⽤⼾、⻓江、⻢路、⻜⻛", "用户、长江、马路、飞风"),
        ("QSDR―2021―00001，10万〜50万元", "QSDR—2021—00001，10万～50万元"),
        ("青山市人民政府", "青山市人民政府"),
    ],
)
def test_radicals_are_the_characters_they_stand_for(printed: str, meant: str) -> None:
    assert without_radicals(printed) == meant
    assert len(printed) == len(meant)


def test_whole_characters_of_the_supplement_alone_are_changed() -> None:
    # A component that is no character of its own stays what it is.
    assert without_radicals("⺅⺘") == "⺅⺘"


def test_every_format_is_read_without_them(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("⻘⼭市⼈⺠政府\n第⼀条", "utf-8")
    assert read_lines(path).lines == ("青山市人民政府", "第一条")

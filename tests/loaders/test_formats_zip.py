"""Archives: members, their names, and what is refused."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from loaders.errors import UnreadableFile
from loaders.formats import bounded, expand, is_archive, read_lines
from loaders.formats.archive import member_name
from loaders.formats.base import Lines


def made(tmp_path: Path, members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path = tmp_path / "文件.zip"
    with zipfile.ZipFile(path, "w", method) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return path


def lines_in(path: Path) -> dict[str, tuple[str, ...] | str]:
    """Lines, or the reason in Chinese, of every member."""
    return {
        name: found.lines if isinstance(found, Lines) else found.reason.split(" / ")[0]
        for name, found in expand(path)
    }


def test_each_member_is_a_file_of_its_own(tmp_path: Path) -> None:
    path = made(tmp_path, {"甲.txt": "甲文", "2021/三月/乙.TXT": "乙文", "2021/丙.html": "<p>丙文。</p>"})
    assert lines_in(path) == {
        "文件.zip/甲.txt": ("甲文",),
        "文件.zip/2021/三月/乙.TXT": ("乙文",),
        "文件.zip/2021/丙.html": ("丙文。",),
    }


def test_a_file_that_is_no_archive_is_its_only_member(tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_text("甲文", "utf-8")
    assert lines_in(path) == {"甲.txt": ("甲文",)}
    (tmp_path / "乙.xyz").write_text("乙文", "utf-8")
    assert "未知格式" in str(lines_in(tmp_path / "乙.xyz")["乙.xyz"])


def test_errors_name_the_member(tmp_path: Path) -> None:
    path = made(tmp_path, {"a/甲.txt": b"\x00\x01", "乙.jpg": b"abc", "丙.txt": b"", "丁.zip": b"PK"})
    errors = [found for _, found in expand(path)]
    assert all(isinstance(error, UnreadableFile) for error in errors)
    assert [error.source for error in errors if isinstance(error, UnreadableFile)] == [
        *("文件.zip/a/甲.txt", "文件.zip/乙.jpg", "文件.zip/丙.txt", "文件.zip/丁.zip")
    ]
    assert lines_in(path)["文件.zip/丁.zip"] == "不读压缩包中的压缩包"


def test_what_file_managers_leave_behind_is_passed_over(tmp_path: Path) -> None:
    path = made(
        tmp_path,
        {"甲.txt": "甲文", "__MACOSX/._甲.txt": "x", ".DS_Store": "x", "a/Thumbs.db": "x", "空/": ""},
    )
    assert list(lines_in(path)) == ["文件.zip/甲.txt"]


def test_links_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "文件.zip"
    with zipfile.ZipFile(path, "w") as out:
        link = zipfile.ZipInfo("甲.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        out.writestr(link, "/etc/passwd")
    assert lines_in(path) == {}


NAMES = [
    ("UTF-8, as it says", "甲.txt", "utf-8", 0x800),
    ("UTF-8 that it does not say", "甲.txt", "utf-8", 0),
    ("GB 18030 of Chinese Windows", "青山市通知.txt", "gb18030", 0),
    ("plain letters", "a.txt", "ascii", 0),
]


@pytest.mark.parametrize(("says", "name", "encoding", "flags"), NAMES, ids=[row[0] for row in NAMES])
def test_names_are_decoded(says: str, name: str, encoding: str, flags: int) -> None:
    raw = name.encode(encoding)
    entry = zipfile.ZipInfo(raw.decode("utf-8") if flags else raw.decode("cp437"))
    entry.flag_bits = flags
    assert member_name(entry) == name


def test_members_never_leave_their_folder(tmp_path: Path) -> None:
    path = made(tmp_path, {"../../逃.txt": "甲文", "/root/根.txt": "乙文"})
    assert sorted(lines_in(path).values()) == [("乙文",), ("甲文",)]
    assert not (tmp_path.parent / "逃.txt").exists()


# --- what is refused ---------------------------------------------------------------


def test_an_archive_is_no_file_of_lines(tmp_path: Path) -> None:
    path = made(tmp_path, {"甲.txt": "甲文"})
    assert is_archive(path)
    with pytest.raises(UnreadableFile, match="须逐个文件读取"):
        read_lines(path)


@pytest.mark.parametrize("data", [b"", b"abc", b"PK\x03\x04" + bytes(40)])
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "文件.zip"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match="不是 ZIP"):
        list(expand(path))


BOUNDS = [("MAX_MEMBERS", 1), ("MAX_TOTAL", 1500), ("MAX_MEMBER", 900)]


@pytest.mark.parametrize(("bound", "value"), BOUNDS)
def test_an_archive_beyond_bounds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, value: int
) -> None:
    path = made(tmp_path, {"甲.txt": "a" * 1000, "乙.txt": "b" * 1000})
    monkeypatch.setattr(bounded, bound, value)
    with pytest.raises(UnreadableFile, match="压缩炸弹"):
        list(expand(path))


def test_a_member_that_shrank_too_far_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path, {"甲.txt": " " * 2_000_000})
    assert list(expand(path))
    monkeypatch.setattr(bounded, "SMALL", 1_000_000)
    with pytest.raises(UnreadableFile, match="压缩炸弹"):
        list(expand(path))


def test_a_directory_that_lies_about_sizes_does_not_help(tmp_path: Path) -> None:
    path = made(tmp_path, {"甲.txt": "甲" * 5000}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    # Size of the content, in the central directory (PKWARE APPNOTE 6.3.10, 4.3.12: offset 24).
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    assert "压缩" in str(lines_in(path)["文件.zip/甲.txt"])


def test_a_damaged_member_is_an_error_of_its_own(tmp_path: Path) -> None:
    path = made(tmp_path, {"甲.txt": "甲文" * 100, "乙.txt": "乙文"}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    at = data.index("甲文甲文".encode())
    data[at] ^= 0xFF
    path.write_bytes(data)
    assert "损坏" in str(lines_in(path)["文件.zip/甲.txt"])
    assert lines_in(path)["文件.zip/乙.txt"] == ("乙文",)

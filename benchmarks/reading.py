"""How fast gazettes are read: ``python -m benchmarks.reading [--count 40]``.

Beside a plain pass of regular expressions over the same lines, in one process on one core, several rounds in
turn; prints megabytes of UTF-8 a second of processor time (medians) and their ratio.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Sequence
from statistics import median

from benchmarks.generate import gazettes
from loaders.reading import read_source
from loaders.source import build

Gazette = tuple[str, Sequence[str]]

# What a first attempt would look for: numbers, titles, dates, duties.
_PLAIN = tuple(
    re.compile(pattern)
    for pattern in (
        r"[\u4e00-\u9fff]{1,16}[〔\[（(](?:19|20)\d\d[〕\]）)]第?\d{1,5}号",
        r"《[^《》]{2,80}》",
        r"\d{4}年\d{1,2}月\d{1,2}日",
        r"[\u4e00-\u9fff]{2,20}(?:负责|牵头|配合)[^，。；]{2,60}",
        r"第[一二三四五六七八九十百]{1,6}[章条]",
    )
)


def plain_pass(gazette: Gazette) -> int:
    """How many matches of the plain patterns the lines of a gazette have."""
    return sum(len(pattern.findall(line)) for line in gazette[1] for pattern in _PLAIN)


def whole_reading(gazette: Gazette) -> int:
    """How many documents the readers find in a gazette, with all their facts."""
    name, lines = gazette
    return len(read_source(build(name, list(lines)), "0" * 64).documents)


def rate(work: Callable[[Gazette], int], given: Sequence[Gazette], size: int) -> float:
    """Megabytes a second of processor time."""
    began = time.process_time()
    for gazette in given:
        work(gazette)
    return size / 1e6 / (time.process_time() - began)


def main() -> None:
    """Print the rates and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40, help="gazettes")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    texts = list(gazettes(options.count))
    size = sum(len(text.encode()) for _, text in texts)
    given = [(name, text.split("\n")) for name, text in texts]
    for work in (plain_pass, whole_reading):
        work(given[0])
    rounds = [
        (rate(plain_pass, given, size), rate(whole_reading, given, size)) for _ in range(options.rounds)
    ]
    plain, whole = median(one for one, _ in rounds), median(other for _, other in rounds)
    ratio = median(other / one for one, other in rounds)
    print(f"{size / 1e6:.1f} MB in {len(given)} gazettes")
    print(f"plain patterns {plain:.2f} MB/s, whole reading {whole:.2f} MB/s, ratio {ratio:.3f}")


if __name__ == "__main__":
    main()

"""Generated gazettes: ``python -m benchmarks.generate FOLDER --count 100 --seed 1``.

The same seed gives the same files on any machine. Every second gazette is printed in the other style.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from benchmarks.content import gazette
from benchmarks.printing import broken, unbroken

STYLES = {"tabs": unbroken, "broken": broken}


def gazettes(count: int, seed: int = 1, style: str = "both") -> Iterator[tuple[str, str]]:
    """``count`` gazettes as (file name, text); ``style`` ∈ tabs broken both.

    Raises KeyError for an unknown style.
    """
    for index in range(count):
        chosen = tuple(STYLES)[index % 2] if style == "both" else style
        made = gazette(index, seed)
        yield f"{index:05}-{chosen}.txt", STYLES[chosen](made)


def write(folder: Path, count: int, seed: int = 1, style: str = "both") -> list[Path]:
    """Write ``count`` gazettes as UTF-8 files into ``folder`` (made if need be); their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in gazettes(count, seed, style):
        paths.append(folder / name)
        paths[-1].write_text(text, encoding="utf-8")
    return paths


def main() -> None:
    """Write gazettes as the command line asks and say how much was written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--style", choices=(*STYLES, "both"), default="both")
    chosen = parser.parse_args()
    paths = write(chosen.folder, chosen.count, chosen.seed, chosen.style)
    size = sum(path.stat().st_size for path in paths)
    print(f"{len(paths)} gazettes, {size / 1e6:.1f} MB in {chosen.folder}")


if __name__ == "__main__":
    main()

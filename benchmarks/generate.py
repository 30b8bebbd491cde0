"""Generated gazettes: ``python -m benchmarks.generate FOLDER --count 100 --seed 1``.

The same seed gives the same files on any machine. Every second gazette is printed in the other style. With
``--planted N`` every gazette has N known contradictions and N look-alikes, listed in ``FOLDER.json``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.content import gazette
from benchmarks.plants import Plant, plant
from benchmarks.printing import broken, unbroken

STYLES = {"tabs": unbroken, "broken": broken}


def gazettes(count: int, seed: int = 1, style: str = "both") -> Iterator[tuple[str, str]]:
    """``count`` gazettes as (file name, text); ``style`` ∈ tabs broken both.

    Raises KeyError for an unknown style.
    """
    for name, text, _ in planted_gazettes(count, seed, style, 0):
        yield name, text


def planted_gazettes(
    count: int, seed: int, style: str, planted: int, first: int = 0
) -> Iterator[tuple[str, str, list[Plant]]]:
    """Gazettes number ``first`` to ``first + count`` as (file name, text, what was planted): ``planted``
    contradictions in each, and as many look-alikes."""
    for index in range(first, first + count):
        chosen = tuple(STYLES)[index % 2] if style == "both" else style
        made = gazette(index, seed)
        plants = plant(made, planted, seed)
        yield f"{index:05}-{chosen}.txt", STYLES[chosen](made), plants


def write(
    folder: Path, count: int, seed: int = 1, style: str = "both", planted: int = 0, first: int = 0
) -> list[Path]:
    """Write ``count`` gazettes as UTF-8 files into ``folder`` (made if need be); their paths.

    What was planted is written beside the folder, ``FOLDER.json``: a list of plants by file name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    manifest = {}
    for name, text, plants in planted_gazettes(count, seed, style, planted, first):
        paths.append(folder / name)
        paths[-1].write_text(text, encoding="utf-8")
        manifest[name] = [one.as_dict() for one in plants]
    if planted:
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        folder.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    return paths


def main() -> None:
    """Write gazettes as the command line asks and say how much was written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--style", choices=(*STYLES, "both"), default="both")
    parser.add_argument("--planted", type=int, default=0)
    chosen = parser.parse_args()
    paths = write(chosen.folder, chosen.count, chosen.seed, chosen.style, chosen.planted)
    size = sum(path.stat().st_size for path in paths)
    print(f"{len(paths)} gazettes, {size / 1e6:.1f} MB in {chosen.folder}")


if __name__ == "__main__":
    main()

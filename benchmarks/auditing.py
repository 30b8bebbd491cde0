"""The audit of many gazettes: how long it takes, and what it finds of what was planted.

``python -m benchmarks.auditing [--sizes 250 500 1000] [--planted 4] [--seed 1] [--keep FOLDER]``

Generated gazettes with known contradictions and look-alikes (``plants.toml``) are loaded slice by slice
into one store; at every size ``gongbao audit`` runs as a user runs it. Of each rule it says how many of the
planted contradictions were found, and how often it took a look-alike for one. What the generator's random
content gives beside is counted among the findings alone.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.generate import write


@dataclass(frozen=True, slots=True)
class Run:
    """One audit: seconds by the clock and of the processors, and the findings as JSON."""

    wall: float
    processor: float
    findings: list[dict[str, Any]]


def command(store: Path, *words: str) -> tuple[float, float, bytes]:
    """Run ``gongbao words`` on ``store``: seconds by the clock, seconds of the processors, what it printed.

    Raises CalledProcessError where it fails.
    """
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "api", *words],
        env={**os.environ, "GONGBAO_STORE": str(store)},
        stdout=subprocess.PIPE,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, used, done.stdout


def audited(store: Path, on: str) -> Run:
    """The audit of ``store`` on the day ``on`` (ISO 8601), all rules."""
    wall, used, printed = command(store, "audit", "--json", "--no-record", "--on", on)
    return Run(wall, used, json.loads(printed)["findings"])


def lines_of(text: str, plants: Iterable[Mapping[str, Any]]) -> dict[tuple[str, ...], list[range]]:
    """Where the documents of each plant stand in a printed gazette: from its head, and what may be printed
    above it, to the head of the next."""
    lines = ["".join(line.split()) for line in text.split("\n")]
    heads = [(head, plant["heads"]) for plant in plants for head in plant["heads"]]
    # The contents page has the number as well: the last line counts.
    starts = {head: max(n for n, line in enumerate(lines, 1) if head in line) for head, _ in heads}
    ordered = [*sorted(starts.values()), len(lines) + 1]
    found: dict[tuple[str, ...], list[range]] = {}
    for head, key in heads:
        start = starts[head]
        following = next(line for line in ordered if line > start)
        found.setdefault(tuple(key), []).append(range(start - 4, following))
    return found


def judged(run: Run, folder: Path, manifest: Mapping[str, list[dict[str, Any]]]) -> dict[str, Counter[str]]:
    """By rule: ``planted``, ``found``, ``alike`` (look-alikes planted) and ``alarms`` (taken for one)."""
    by_place: dict[tuple[str, str], list[int]] = {}
    for finding in run.findings:
        for place in finding["evidence"]:
            by_place.setdefault((place["source"], finding["rule"]), []).append(place["first_line"])
    result: dict[str, Counter[str]] = {}
    for name, plants in manifest.items():
        places = lines_of((folder / name).read_text("utf-8"), plants)
        for plant in plants:
            count = result.setdefault(plant["rule"], Counter())
            inside = places[tuple(plant["heads"])]
            seen = any(line in part for line in by_place.get((name, plant["rule"]), ()) for part in inside)
            count["planted" if plant["wrong"] else "alike"] += 1
            count["found" if plant["wrong"] else "alarms"] += seen
    return result


def measure(work: Path, sizes: list[int], planted: int, seed: int, on: str) -> None:
    """Load and audit up to each of ``sizes`` and print a table; then found and missed by rule."""
    store, folder = work / "store", work / "gazettes"
    folder.mkdir()
    manifest: dict[str, list[dict[str, Any]]] = {}
    counts: dict[str, Counter[str]] = {}
    done = 0
    print("gazettes      MB    load s   audit s (processors)   ms a gazette   findings   errors and warnings")
    for size in sizes:
        part = work / f"to{size}"
        paths = write(part, size - done, seed, planted=planted, first=done)
        manifest |= json.loads(part.with_suffix(".json").read_text("utf-8"))
        loaded = command(store, "load", str(part))[0]
        for path in paths:
            path.rename(folder / path.name)
        done = size
        run = audited(store, on)
        grave = sum(one["severity"] != "info" for one in run.findings)
        megabytes = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        print(
            f"{size:8} {megabytes:7.1f} {loaded:9.1f} {run.wall:9.1f} ({run.processor:7.1f})"
            f" {1000 * run.wall / size:14.0f} {len(run.findings):16} {grave:10}",
            flush=True,
        )
        counts = judged(run, folder, manifest)
    print(f"\n{'rule':28}{'planted':>8}{'found':>7}{'look-alikes':>13}{'alarms':>8}")
    for rule, count in sorted(counts.items()):
        print(f"{rule:28}{count['planted']:8}{count['found']:7}{count['alike']:13}{count['alarms']:8}")
    total = sum(counts.values(), Counter[str]())
    print(f"{'all':28}{total['planted']:8}{total['found']:7}{total['alike']:13}{total['alarms']:8}")


def main() -> None:
    """Measure as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[250, 500, 1000])
    parser.add_argument("--planted", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--on", default="2023-01-01")
    parser.add_argument("--keep", type=Path, help="an empty folder to work in and keep")
    chosen = parser.parse_args()
    if chosen.keep:
        chosen.keep.mkdir(parents=True)
        measure(chosen.keep, chosen.sizes, chosen.planted, chosen.seed, chosen.on)
        return
    with tempfile.TemporaryDirectory() as work:
        measure(Path(work), chosen.sizes, chosen.planted, chosen.seed, chosen.on)


if __name__ == "__main__":
    main()

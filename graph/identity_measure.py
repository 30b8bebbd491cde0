"""How well surface forms of units are told apart: B-cubed against a reading made by hand.

B³ (Bagga and Baldwin, 1998): for each form the share of the forms taken for the same unit that are it
(precision), and the share of the forms that are it that are taken for it (recall), averaged over the forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from graph.identity import Identity
from loaders.evaluation import Gold

NAME = "forms of units (B³)"


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one reading: of each its precision and recall; ``apart`` are forms of one unit that were
    given different IRIs, ``together`` forms of different units that were given one."""

    shares: tuple[tuple[float, float], ...]
    apart: tuple[tuple[str, ...], ...]
    together: tuple[tuple[str, ...], ...]


def measure(gold: Gold, identity: Identity | None = None) -> Forms | None:
    """The measure of the ``unit_forms`` of a reading: ``jurisdiction``, whose gazette prints them, and
    ``units``, a list of forms for each; None where the reading has none.

    Raises KeyError where one of the two is missing.
    """
    if "unit_forms" not in gold:
        return None
    jurisdiction: str = gold["unit_forms"]["jurisdiction"]
    units: Sequence[Sequence[str]] = gold["unit_forms"]["units"]
    given = identity or Identity()
    iri = {form: given.unit(form, jurisdiction).iri for forms in units for form in forms}
    same: dict[str, set[str]] = {}
    for form, found in iri.items():
        same.setdefault(found, set()).add(form)
    shares = []
    for forms in units:
        for form in forms:
            taken = same[iri[form]]
            right = len(taken & set(forms))
            shares.append((right / len(taken), right / len(set(forms))))
    return Forms(
        tuple(shares),
        tuple(tuple(forms) for forms in units if len({iri[form] for form in forms}) > 1),
        tuple(_mixed(units, same)),
    )


def _mixed(units: Sequence[Sequence[str]], same: dict[str, set[str]]) -> Iterator[tuple[str, ...]]:
    unit_of = {form: position for position, forms in enumerate(units) for form in forms}
    for forms in same.values():
        if len({unit_of[form] for form in forms}) > 1:
            yield tuple(sorted(forms))


def averages(measures: Sequence[Forms]) -> tuple[float, float, float, int]:
    """Precision, recall, F1 and the number of forms of several readings, each form counting alike.

    Raises StatisticsError where there is no form at all.
    """
    shares = [share for forms in measures for share in forms.shares]
    precision, recall = fmean(p for p, _ in shares), fmean(r for _, r in shares)
    return precision, recall, 2 * precision * recall / (precision + recall), len(shares)

"""Which matters a question means: by their number in a list, or by the words of their titles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from queries.ask.context import Context
from queries.ask.entities import MatterEntity
from queries.ask.grammar import Intent
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.question import Question
from queries.ask.similar import grams
from queries.normalise import loose

# Which kinds of matter a role occurs in, the likeliest first.
CLASSES_OF_ROLE = {
    "lead": ("IncentiveItem", "Duty", "Task"),
    "provincialLead": ("IncentiveItem",),
    "cityLeader": ("IncentiveItem", "Task", "Duty"),
    "responsiblePerson": ("IncentiveItem",),
    "undertaker": ("DecisionItem",),
    "coUnit": ("DecisionItem", "Task", "IncentiveItem"),
    "responsibleUnit": ("Task",),
    "collects": ("CertificateType",),
    "inCharge": ("Area",),
    "liaison": ("Area",),
    "assistInCharge": ("Area",),
    "assistLiaison": ("Area",),
    "assistArea": ("Area",),
    "inChargeArea": ("Area",),
    "duty": ("Duty",),
}


LISTED = ("IncentiveItem", "DecisionItem", "Task", "CertificateType", "Duty", "Area")


NUMBERED = ("IncentiveItem", "DecisionItem", "CertificateType", "Task")


_ENOUGH = 0.4


def matters_meant(
    ctx: Context, question: Question, roles: Sequence[str], intent: Intent
) -> list[list[MatterEntity]] | Outcome:
    """Candidate groups of matters, the likeliest first, or why there is none."""
    classes = [c for c in intent.options.get("classes", LISTED) if c in ctx.index.matters]
    items = question.of("item")
    if items:
        numbers = [int(n) for mention in items for n in mention.value.split(",") if n]
        return numbered(ctx, question, numbers, classes)
    wanted = [c for c in question.classes if c in classes]
    by_role = [c for role in roles for c in CLASSES_OF_ROLE.get(role, ())]
    of_role = [c for c in dict.fromkeys(by_role) if c in classes] or classes
    found = described(ctx, question, wanted or of_role)
    if isinstance(found, Outcome) and wanted and not set(of_role) <= set(wanted):
        # 证照 may also be a word of the title of a task.
        elsewhere = described(ctx, question, [c for c in of_role if c not in wanted])
        return found if isinstance(elsewhere, Outcome) else elsewhere
    return found


def numbered(
    ctx: Context, question: Question, numbers: Sequence[int], classes: Sequence[str]
) -> list[list[MatterEntity]] | Outcome:
    """The rows of the items with these numbers, in the first list that has them; or which number is missing,
    or in which of several lists to look."""
    explicit = [c for c in question.classes if c in NUMBERED and c in classes]
    candidates = explicit or [c for c in NUMBERED if c in classes]
    for cls in candidates:
        listed = [m for m in ctx.index.matters[cls] if m.item and question.allows(m.jurisdiction)]
        found = [m for m in listed if m.item in numbers]
        missing = [n for n in numbers if all(m.item != n for m in found)]
        if not listed or (missing and cls != candidates[0]):
            continue
        if missing:
            return _no_item(ctx, question, missing[0], listed)
        lists = {m.document for m in found}
        if len(lists) > 1 and len({ctx.index.jurisdiction_of(d) for d in lists}) < len(lists):
            return Outcome(
                "ambiguous",
                message="ambiguous",
                values={"name": f"第{numbers[0]}项"},
                choices=[ctx.index.documents[d].title for d in sorted(lists) if d in ctx.index.documents],
            )
        return [_rows_meant(ctx, question, found)]
    return nothing("no_list", status="no_match", number=str(numbers[0]))


def _no_item(ctx: Context, question: Question, number: int, listed: Sequence[MatterEntity]) -> Outcome:
    document = ctx.index.documents.get(listed[0].document)
    count = len({(m.document, m.item) for m in listed})
    ends = [m for m in listed if m.item in (1, max(x.item for x in listed))]
    outcome = nothing(
        "no_item",
        number=str(number),
        count=str(count),
        document=document.title if document else "",
    )
    outcome.findings = [Finding("", m.iri, nodes=(m.iri,)) for m in ends[:2]]
    return outcome


def _rows_meant(ctx: Context, question: Question, rows: list[MatterEntity]) -> list[MatterEntity]:
    """All rows of an item, or the one row that the words of the question single out."""
    if len(rows) < 2 or not question.words or len({m.item for m in rows}) > 1:
        return rows
    similar = ctx.index.similar[rows[0].cls]
    wanted = {m.iri for m in rows}
    hits = similar.find(question.words, lambda entity: entity.iri in wanted)
    if hits and hits[0].asked >= _ENOUGH and (len(hits) == 1 or hits[0].matched >= 1.6 * hits[1].matched):
        return [m for m in rows if m.iri == hits[0].entity.iri]
    return rows


def described(ctx: Context, question: Question, classes: Sequence[str]) -> list[list[MatterEntity]] | Outcome:
    """Matters of some classes by the words of the question: groups of equal titles, best first."""
    # 2023年的食品安全项目: the year is in no title of a matter.
    plain = [re.sub(r"^20\d\d年度?的?", "", word) or word for word in question.words]
    words = [*plain, *(m.text for m in question.mentions if m.kind in ("group", "document"))]
    if not words:
        return nothing("which_matter", status="not_understood")
    scored: list[tuple[float, float, MatterEntity]] = []
    for rank, cls in enumerate(classes):
        for hit in ctx.index.similar[cls].find(words, lambda e: question.allows(e.jurisdiction)):
            if cls == "CertificateType" and not _same_certificate(words, hit.entity.label):
                continue
            whole = loose(hit.entity.label) in loose("".join(words)) or hit.covered > 0.9
            if hit.asked >= _ENOUGH or (whole and hit.asked >= 0.2):
                bonus = 0.25 if whole else 0.0
                assert isinstance(hit.entity, MatterEntity)
                scored.append((hit.asked + bonus - 0.02 * rank, hit.covered, hit.entity))
    if not scored:
        return nothing("no_matter", matter="".join(question.words)[:40])
    scored.sort(key=lambda entry: (-entry[0], -entry[1], entry[2].iri))
    top = scored[0]
    groups: dict[str, list[MatterEntity]] = {}
    for score, _, matter in scored:
        if score >= top[0] - 0.12:
            groups.setdefault(f"{matter.document} {matter.cls} {loose(matter.label)}", []).append(matter)
    return list(groups.values())


_CERTIFICATE = re.compile(
    r"([\u3400-\u9fff]{2,}?)(?:经营|生产|登记|资格|执业|从业)?(?:许可|资格|登记|合格)?(?:证书|证明|证|执照|许可)$"
)


def _same_certificate(words: Sequence[str], label: str) -> bool:
    """Whether what a certificate is for, where the question names one in full, is in the label.

    食品经营许可证 has most of its characters in common with 制品经营许可证.
    """
    for word in words:
        named = _CERTIFICATE.search(word)
        if named is None:
            continue
        whole = loose(label).removeprefix("中华人民共和国")
        if whole.removesuffix("书").endswith(word.removesuffix("书")):
            return True
        of_label = _CERTIFICATE.search(whole)
        own, its = grams(named.group(1)), grams(of_label.group(1) if of_label else whole)
        return len(own & its) * 2 >= max(len(own), len(its))
    return True


def subject_of(matters: Sequence[MatterEntity], question: Question) -> str:
    """What to call the matters in a sentence: 第17项, or the title of the first."""
    one = matters[0]
    if one.item and one.cls == "IncentiveItem":
        return f"item {one.item}" if question.language == "en" else f"第{one.item}项"
    return one.label[:40]

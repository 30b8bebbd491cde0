"""Answers that stand in running text: figures, decisions, who takes the lead, by the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from queries.ask.context import Context, Row
from queries.ask.entities import DocumentEntity, Entity, Mention
from queries.ask.grammar import Intent
from queries.ask.link import link
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.printing import decimal
from queries.ask.question import Question
from queries.ask.similar import grams

_BOUNDS = re.compile(
    r"^(?:原则上|一般|累计|每年)?(?:不少于|不低于|不超过|不得超过|不高于|至少|最高|最低|最多|最长|最短|上限为|下限为|超过|低于|高于|突破|达到)+"
    r"|(?:（含）)?(?:以上|以下|以内|之内)$"
)
_NAMED_BOUND = re.compile(
    r"门槛|最低|最高|至少|最多|上限|下限|最长|不少于|不低于|不超过|以上|以下"
    r"|\b(?:minimum|maximum|threshold|at least|at most|limit|ceiling|cap)\b",
    re.IGNORECASE,
)
_ENOUGH = 0.5
_ENOUGH_INSIDE = 0.36
_LOOKED_AT = 12
# Lines before and after a clause that may say what it is about.
_AROUND = 8
# Pairs of characters that a question must leave to look for: fewer would find anything.
_LEAST = 2
# What is measured tells in which units: who asks for funds does not mean a number of places.
_UNITS = (
    (
        re.compile(
            r"经费|资金|补贴|奖励|金额|费用?(?=[是为多]|$)|概算|投资|多少钱|多少元|万元|补助|资助|奖金|手续费|维护费"
            r"|\b(?:yuan|funds?|budget|subsid\w+|cost|rewards?|fees?)\b",
            re.IGNORECASE,
        ),
        ("元", "美元"),
    ),
    (
        re.compile(
            r"几年|多少年|多久|多长时间|期限|几个?月|几天|多少天|工作日|几日|多少日"
            r"|how long|\b(?:years|days|months)\b",
            re.IGNORECASE,
        ),
        ("年", "月", "日", "天", "工作日", "周", "小时"),
    ),
    (re.compile(r"比例|百分之|率(?!先)|percent\w*|\brate\b", re.IGNORECASE), ("%",)),
    (re.compile(r"分贝|噪声.{0,8}(?:不得|超过|多少)|decibel", re.IGNORECASE), ("分贝",)),
)
# Who asks for the most means the clause that sets a limit.
_BOUND_ASKED = (
    (
        re.compile(r"最高|最多|最长|最大|最迟|上限|封顶|\bat most\b|\bmaximum\b|\bcap\b", re.IGNORECASE),
        ("不超过",),
    ),
    (re.compile(r"最低|最少|最短|至少|下限|\bat least\b|\bminimum\b", re.IGNORECASE), ("不少于", "以上")),
)
_BEFORE_HOW_MUCH = re.compile(r"([\u3400-\u9fff]{2,8})(?:多少|几)")
# The name of a year is no amount.
_YEAR = re.compile(r"(?:19|20)\d\d\s*年度?")
_LEADING = re.compile(r"牵头|负责|主抓|督办|主持")


def quantity(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The amount, period or share stated for what the question describes."""
    every = ctx.derived("figures", lambda: _with_others(ctx.passages("quantities", "context")))
    ctx.shows("quantities")
    rows = [row for row in every if question.allows(ctx.place_of(row))]
    rows = [row for row in rows if not _YEAR.fullmatch(row["quantity"])]
    wanted = next((units for words, units in _UNITS if words.search(question.text)), ())
    if wanted:
        rows = [row for row in rows if row.get("unit", "") in wanted]
    measured = re.search(r"多少(万?[\u3400-\u9fff])", question.text)
    if measured and any(measured.group(1) in row["quantity"] for row in rows):
        rows = [row for row in rows if measured.group(1) in row["quantity"]]
    own, inherited = _own(question), pairs(question.inherited)
    rows, own, least = _of_document(ctx, question, rows, own)
    if not rows or len(own) < _LEAST:
        return nothing("no_passage", name="".join(question.words)[:40])
    near = sorted(((len(own & ctx.pairs(row["context"])), n) for n, row in enumerate(rows)), reverse=True)
    looked_at = [rows[n] for hits, n in near[:_LOOKED_AT] if hits]
    scored = [(_score(ctx, row, own, inherited, question), row) for row in looked_at]
    scored.sort(key=lambda entry: -entry[0])
    if not scored or scored[0][0] < least:
        return nothing("no_passage", name="".join(question.words)[:40])
    best = [row for score, row in scored if score >= scored[0][0] - 0.02]
    chosen = _nearest(question, own, best)
    if len(chosen) > 1 and not _NAMED_BOUND.search(question.text):
        # The figure itself goes before those that only bound it.
        chosen = [row for row in chosen if not row.get("bound")] or chosen
    chosen = _both_bounds(chosen, rows, question)
    texts = {_trimmed(row["quantity"], question): row for row in chosen}
    findings = [
        Finding(text, row["node"], row["context"][:80], (row["node"],), place=ctx.place_of(row),
                look_for=(row["quantity"],), number=decimal(row.get("value", "")),
                about=ctx.quote(row["node"], around=_AROUND))
        for text, row in texts.items()
    ]  # fmt: skip
    name = "".join(question.words)[:30]
    if len(findings) > 1 and len({f.place for f in findings}) < len(findings):
        return Outcome("ambiguous", message="ambiguous", values={"name": name},
                       choices=[f"{f.text}（{f.note}）" for f in findings])  # fmt: skip
    return Outcome(findings=findings, subject=name)


def _both_bounds(chosen: list[Row], rows: list[Row], question: Question) -> list[Row]:
    """``chosen`` and the figure that bounds the same thing from the other side (不低于甲, 不超过乙), where
    the question does not say which it means."""
    if _NAMED_BOUND.search(question.text) or len(chosen) != 1 or not chosen[0].get("bound"):
        return chosen
    one = chosen[0]
    others = [
        row
        for row in rows
        if (row["document"], row["context"]) == (one["document"], one["context"])
        and row.get("unit") == one.get("unit")
        and row.get("bound") not in (None, "", one["bound"])
    ]
    return [*chosen, *others]


def _of_document(
    ctx: Context, question: Question, rows: list[Row], own: set[str]
) -> tuple[list[Row], set[str], float]:
    """Where the words also describe a document, its figures only, sought by the rest of the words; and how
    much of the words must be found."""
    similar = ctx.index.similar.get("document")
    named = {d.notice for m in question.of("document") for d in m.entities if isinstance(d, DocumentEntity)}
    title: set[str] = set()
    if not named and similar is not None:
        hits = similar.find(question.words, lambda e: question.allows(e.jurisdiction), limit=3)
        if (
            hits
            and (hits[0].asked >= 0.3 or hits[0].covered >= 0.45)
            and isinstance(hits[0].entity, DocumentEntity)
        ):
            named, title = {hits[0].entity.notice}, grams(hits[0].entity.core)
    inside = [row for row in rows if row["document"] in named]
    rest = own - title
    if len(rest) < 2 or not inside:
        return rows, own, _ENOUGH
    best = max(len(rest & ctx.pairs(row["context"])) for row in inside) / len(rest)
    return (inside, rest, _ENOUGH_INSIDE) if best >= _ENOUGH_INSIDE else (rows, own, _ENOUGH)


_FIGURE = re.compile(r"\d[\d,.]*\s*(?:万|亿)?(?P<unit>美元|元|%|个工作日|年|个月|天|日|分贝)")


def _with_others(rows: list[Row]) -> list[Row]:
    """The figures read, and figures that stand beside them in the same clause (甲1000万元和每年乙100万元)."""
    out = list(rows)
    read: dict[tuple[str, str], str] = {}
    for row in rows:
        key = (row["document"], row["context"])
        read[key] = read.get(key, "") + " " + row["quantity"]
    for row in rows:
        key = (row["document"], row["context"])
        texts = read.pop(key, None)
        for match in _FIGURE.finditer(row["context"]) if texts is not None else ():
            if match.group(0) not in re.findall(r"[^ ]+", texts or "") and f"{match.group(0)}" not in (
                texts or ""
            ):
                unit = match.group("unit").removeprefix("个")
                out.append({**row, "quantity": match.group(0), "unit": unit})
            elif not re.search(rf"(?<![\d.]){re.escape(match.group(0))}", texts or ""):
                out.append(
                    {**row, "quantity": match.group(0), "unit": match.group("unit").removeprefix("个")}
                )
    return out


def pairs(words: Iterable[str]) -> set[str]:
    """The pairs of characters of several words."""
    return {pair for word in words for pair in grams(word)}


def _own(question: Question) -> set[str]:
    names = [m.text for m in question.mentions if m.kind in ("unit", "group", "title", "person", "document")]
    return pairs([*question.words, *names])


def _score(ctx: Context, row: Row, own: set[str], inherited: set[str], question: Question) -> float:
    """The share of the question's pairs of characters that stand in the clause or, for less, near it; more
    where what stands before 多少 stands right before the figure."""
    close = ctx.pairs(row["context"])
    wide = close
    if own - close or inherited - close:
        wide = grams(ctx.quote(row["node"], around=_AROUND))
    score = (len(own & close) + 0.6 * len(own & wide - close)) / len(own)
    if inherited:
        score += (0.25 * len(inherited & close) + 0.1 * len(inherited & wide - close)) / len(inherited)
    bounded = any(
        words.search(question.text)
        and (row.get("bound") in kinds or (not row.get("bound") and _bounds(row) & set(kinds)))
        for words, kinds in _BOUND_ASKED
    )
    return score + 0.3 * _follows(row, question) + (0.2 if bounded else 0.0)


def _bounds(row: Row) -> set[str]:
    """The bounds that stand before the figure in its clause (最高不超过评估价值的七成)."""
    before = row["context"].split(row["quantity"])[0]
    return {bound for bound in ("不超过", "不少于") if bound in before[-24:]}


def _follows(row: Row, question: Question) -> float:
    """How much of what stands before 多少 in the question stands right before the figure: 0 to 1."""
    asked = _BEFORE_HOW_MUCH.search(question.text)
    at = row["context"].find(row["quantity"])
    if not asked or at < 0:
        return 0.0
    before, words = row["context"][:at], asked.group(1)
    for length in range(min(4, len(words)), 1, -1):
        if before.endswith(words[-length:]):
            return length / 4
    return 0.0


def _nearest(question: Question, own: set[str], rows: list[Row]) -> list[Row]:
    """Of several figures of one clause, the one whose own words are nearest to those of the question."""

    def nearness(row: Row) -> float:
        at = row["context"].find(row["quantity"])
        after = row["context"][at + len(row["quantity"]) :][:14]
        before = row["context"][max(0, at - 14) : at]
        piece = re.split(r"[和，,；、]", before)[-1]
        return len((grams(piece) | grams(re.split(r"[和、，,；]", after)[0])) & own) + _follows(row, question)

    best = max(nearness(row) for row in rows)
    return [row for row in rows if nearness(row) == best]


def _trimmed(text: str, question: Question) -> str:
    """The bare figure where the question itself names the bound (不少于几年 → 3年)."""
    text = re.sub(r"^人民币|人民币$", "", text)
    if _NAMED_BOUND.search(question.text):
        bare = _BOUNDS.sub("", _BOUNDS.sub("", text)).strip()
        return re.sub(r"^人民币|人民币$", "", bare.replace("（含）", ""))
    return text


def passage(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """What a meeting decided about the thing described, as printed."""
    found = _resolution(ctx, question, 0.6)
    if found is None:
        return nothing("no_passage", name="".join(question.words)[:40])
    return Outcome(
        findings=[Finding(found["text"], found["node"], "", (found["node"],), place=ctx.place_of(found))]
    )


def _resolution(ctx: Context, question: Question, least: float) -> Row | None:
    rows = [row for row in ctx.passages("resolutions", "text") if question.allows(ctx.place_of(row))]
    own = _own(question)
    if not rows or not own:
        return None
    scored = sorted(
        ((len(own & ctx.pairs(row["text"])) / len(own), n) for n, row in enumerate(rows)), reverse=True
    )
    if scored[0][0] < least or (len(scored) > 1 and scored[1][0] >= scored[0][0] - 0.05):
        return None
    return rows[scored[0][1]]


def leader_in_text(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Who takes the lead in what a meeting decided: the name before 牵头 in the sentence described."""
    own = _own(question)
    best: tuple[float, Mention, str, Row] | None = None
    for row in ctx.passages("resolutions", "text") if len(own) > _LEAST else ():
        if not question.allows(ctx.place_of(row)) or not own & ctx.pairs(row["text"]):
            continue
        for sentence in re.split(r"[。；]", row["text"]):
            verbs = list(_LEADING.finditer(sentence))
            named = [m for m in link(sentence, ctx.index) if m.kind in ("unit", "person")] if verbs else []
            around = ctx.pairs(sentence) | ctx.pairs(row["text"][:40])
            for verb in verbs:
                before = [m for m in named if m.end <= verb.start() and verb.start() - m.end <= 6]
                if not before:
                    continue
                # 牵头 is for the whole of what is decided, 负责 for what comes after it.
                whole = verb.group(0) == "牵头"
                after = sentence if whole else sentence[verb.end() :].split("，")[0]
                score = (0.6 * len(own & grams(after)) + 0.4 * len(own & around)) / len(own)
                if best is None or score > best[0]:
                    best = (score, before[-1], sentence, row)
    if best is None or best[0] < 0.38:
        return nothing("no_matter", matter="".join(question.words)[:40])
    _, who, sentence, row = best
    entities: list[Entity] = question.meant(who)
    finding = Finding(
        text=who.text,
        iri=entities[0].iri if entities else "",
        note=sentence[:80],
        nodes=(row["node"],),
        place=ctx.place_of(row),
        look_for=(sentence[max(0, who.start - 2) : who.end + 4],),
    )
    return Outcome(findings=[finding], used=entities[:1])


def who_in_text(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Who is named in the clause of a decision that the question describes, where exactly one is."""
    own = _own(question)
    best: list[tuple[float, str, Row]] = []
    for row in ctx.passages("resolutions", "text"):
        if len(own) > _LEAST and question.allows(ctx.place_of(row)):
            clauses = re.split(r"[。；，]", row["text"])
            best.extend((len(own & ctx.pairs(clause)) / len(own), clause, row) for clause in clauses)
    best.sort(key=lambda entry: -entry[0])
    if not best or best[0][0] < 0.7 or (len(best) > 1 and best[1][0] >= best[0][0]):
        return nothing("no_passage", name="".join(question.words)[:40])
    _, clause, row = best[0]
    asked = {m.text for m in question.mentions}
    named = [m for m in link(clause, ctx.index) if m.kind in ("unit", "person") and m.text not in asked]
    if len(named) != 1:
        return nothing("no_passage", name="".join(question.words)[:40])
    entities = question.meant(named[0])
    finding = Finding(named[0].text, entities[0].iri if entities else "", clause, (row["node"],),
                      place=ctx.place_of(row), look_for=(clause,))  # fmt: skip
    return Outcome(findings=[finding], used=entities[:1])

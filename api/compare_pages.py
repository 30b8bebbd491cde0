"""Two documents side by side: ``/compare?a=…&b=…``; without them, names that several places share."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from pyoxigraph import NamedNode

from api import listing
from api.language import current_language, say
from api.marks import marks
from api.problems import BadRequest, TooLarge
from api.provisions import blocks
from api.queryable import queryable
from api.service import service
from graph.lists.definition import definition
from queries.compare import ALIGNMENTS, BLOCKS_LIMIT, Alignment, Pair, Titled, align, namesakes, partners
from queries.lists import Wish
from queries.parameters import TYPES

blueprint = Blueprint("compare_pages", __name__)

_TITLES_LIMIT = 20_000
_CHOICES = 20


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two documents: what was typed, what it is, or what it may be."""

    given: str
    document: Titled | None
    choices: tuple[Titled, ...]
    href: str | None


@blueprint.get("/compare")
def show() -> str:
    """The page: ``a`` and ``b`` are numbers, titles or local paths; ``align`` likeness or number;
    ``only=changed`` leaves out what is the same."""
    left, right = _side("a"), _side("b")
    by, only = _alignment(), request.args.get("only") == "changed"
    pairs: list[Pair] = []
    cut = False
    if left.document and right.document:
        texts = [blocks(service().store, side.iri) for side in (left.document, right.document)]
        cut = any(len(text) > BLOCKS_LIMIT for text in texts)
        pairs = align(texts[0], texts[1], by)
    shown = [pair for pair in pairs if not only or pair.state != "same" or pair.moved]
    language = current_language()
    mentioned = [block.iri for pair in shown for block in (pair.left, pair.right) if block]
    one = left.document or right.document
    waiting = bool(one) and not (left.document and right.document)
    return render_template(
        "compare.html",
        left=left,
        right=right,
        pairs=shown,
        compared=bool(left.document and right.document),
        counts={
            state: sum(pair.state == state for pair in pairs)
            for state in ("same", "changed", "left", "right")
        },
        cut=cut,
        limit=BLOCKS_LIMIT,
        marks=marks(service().store, service().addresses, mentioned),
        href=service().addresses.href,
        alignments=[
            (
                name,
                say(language, f"compare.by_{name}"),
                listing.with_changes(align=None if name == "likeness" else name),
            )
            for name in ALIGNMENTS
        ],
        by=by,
        only=only,
        only_href=listing.with_changes(only=None if only else "changed"),
        swap=_address(right.given, left.given),
        suggested=[
            (
                other,
                score,
                _address(_local(one), _local(other))
                if left.document
                else _address(_local(other), _local(one)),
            )
            for other, score in partners(one, _titles())
        ]
        if one and waiting
        else [],
        groups=[
            (name, [(each, _address(_local(group[0]), _local(each))) for each in group])
            for name, group in namesakes(_titles())
        ]
        if not one
        else [],
        pick=lambda name, document: listing.with_changes({name: _local(document)}),
    )


def _alignment() -> Alignment:
    wanted = request.args.get("align", "") or ALIGNMENTS[0]
    for name in ALIGNMENTS:
        if name == wanted:
            return name
    listed = ", ".join(ALIGNMENTS)
    raise BadRequest(f"align 只能是 {listed}。", f"align must be one of {listed}.")


def _side(name: str) -> Side:
    """The document that an argument means. Nothing is found for what is no document of the list."""
    given = request.args.get(name, "").strip()
    if not given:
        return Side("", None, (), None)
    limit = service().settings.max_question_chars
    if len(given) > limit:
        raise TooLarge("文件名", "name of a document", limit)
    addresses, lists = service().addresses, service().indexes.current().lists
    direct = addresses.iri(given)
    found = _known([direct]) if direct else []
    if not found:
        terms = TYPES["document"].read(given, queryable(service().store)) or []
        found = _known([term.value for term in terms if isinstance(term, NamedNode)][:_CHOICES])
    if not found:
        kind = definition("documents")
        found = _known(lists.page(kind, Wish(words=given), _CHOICES))
    if len(found) == 1:
        return Side(_local(found[0]), found[0], (), addresses.href(found[0].iri))
    return Side(given, None, tuple(found), None)


def _known(iris: list[str]) -> list[Titled]:
    """Those of ``iris`` that are documents with a name, in their order."""
    things = service().indexes.current().lists.things(definition("documents"), iris)
    return [
        Titled(one.iri, one.label, "".join(one.values.get("city", ())[:1])) for one in things if one.label
    ]


def _titles() -> list[Titled]:
    """The documents of the graph, the newest first, up to a limit."""

    def read() -> list[Titled]:
        lists = service().indexes.current().lists
        return _known(lists.page(definition("documents"), Wish(), _TITLES_LIMIT))

    return service().per_generation("compare titles", read)


def _local(one: Titled) -> str:
    return service().addresses.local(one.iri) or one.iri


def _address(left: str, right: str) -> str:
    return url_for("compare_pages.show") + "?" + urlencode({"a": left, "b": right})

"""The audit: rules over the graph, each finding with its proof.

A rule is a file ``queries/audits/*.rq``: a SPARQL SELECT under a TOML header in comment lines::

    # name = "total-not-sum"                  the file name without .rq
    # group = "figures"                       one of GROUPS
    # severity = "error"                      error | warning | info
    # title.zh / title.en                     what it finds, in a few words
    # why.zh / why.en                         why it matters, one sentence
    # message.zh / message.en                 a sentence with {columns} of the SELECT in it
    # key = ["part", "measure"]               the columns that make two rows one finding
    # example = ['''…''']                     texts, each a file, that together have something to find
    # counterexample = ['''…''']              look-alikes that are fine, alone and together

Rows with equal ``key`` are one finding: a column that differs among them is listed in the message, and the
columns ``evidence``, ``evidence1`` … are the nodes whose lines prove it. The line ``# @values on`` binds the
day of the audit, ``# @values soon`` the last day of the time ahead that it looks at.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode

from queries.errors import HeaderError, QueryError
from queries.evidence import Evidence, Segments, evidence
from queries.header import Text, bind
from queries.parameters import GB, Queryable

FOLDER = Path(__file__).with_name("audits")
SEVERITIES = ("error", "warning", "info")
GROUPS = {
    "figures": Text("表格与数字", "Tables and figures"),
    "layout": Text("编号与版式", "Numbering and layout"),
    "registration": Text("登记", "Registration"),
    "citations": Text("引用", "Citations"),
    "time": Text("时间", "Time"),
    "responsibility": Text("责任", "Responsibility"),
    "people": Text("人员", "People"),
    "parallel": Text("对照", "Side by side"),
}
SOON_DAYS = 180
_EVIDENCE = re.compile(r"evidence\d*")
_PLACE = re.compile(r"\{(\w+)\}")
_DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")
_NUMERIC = ("decimal", "double", "integer")
_BATCH = 1000
# The engine evaluates outside the interpreter's lock: rules run side by side.
_THREADS = 2
# What a message lists, and what proves a finding, has an end that a person still reads.
_LISTED = 12
_SHOWN = 60


class UnknownRule(QueryError):
    """A rule was asked for that is not there."""

    def __init__(self, name: str) -> None:
        """``name`` is what was asked for."""
        super().__init__(
            f"没有审计规则“{name}”。可用 --rules 列出全部规则。",
            f"There is no audit rule '{name}'; --rules lists them.",
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its header and its SPARQL (header included, as in the file)."""

    name: str
    group: str
    severity: str
    title: Text
    why: Text
    message: Text
    key: tuple[str, ...]
    example: tuple[str, ...]
    counterexample: tuple[str, ...]
    sparql: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: two sentences, the lines that prove it, and what a reviewer said of it.

    ``state`` ∈ new open accepted rejected fixed; ``nodes`` are the IRIs of the evidence.
    """

    id: str
    rule: str
    severity: str
    message_zh: str
    message_en: str
    state: str = "new"
    evidence: tuple[Evidence, ...] = ()
    remark: str = ""
    nodes: tuple[str, ...] = field(default=(), compare=False)

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain JSON values."""
        shown: dict[str, Any] = {
            "id": self.id,
            "rule": self.rule,
            "severity": self.severity,
            "message_zh": self.message_zh,
            "message_en": self.message_en,
            "state": self.state,
            "evidence": [one.as_dict() for one in self.evidence],
        }
        return shown | ({"remark": self.remark} if self.remark else {})


@cache
def load_rules(folder: Path = FOLDER) -> Mapping[str, Rule]:
    """All rules of ``folder`` by name. Raises ``HeaderError`` for a file that breaks the schema."""
    return {path.stem: parse_rule(path.read_text("utf-8"), path.stem) for path in sorted(folder.glob("*.rq"))}


def parse_rule(source: str, stem: str) -> Rule:
    """Read a rule: ``source`` is the text of the file, ``stem`` its name without ``.rq``.

    Raises ``HeaderError`` with the reason.
    """
    lines = []
    for line in source.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line[1:].removeprefix(" "))
    try:
        data = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        raise _bad(stem, f"header is not TOML: {error}") from error
    known = {"name", "group", "severity", "title", "why", "message", "key", "example", "counterexample"}
    if extra := set(data) ^ known:
        raise _bad(stem, f"missing or unknown key {sorted(extra)[0]!r}")
    if data["name"] != stem:
        raise _bad(stem, "name must be the file name")
    if data["severity"] not in SEVERITIES or data["group"] not in GROUPS:
        raise _bad(stem, "unknown severity or group")
    for name in ("key", "example", "counterexample"):
        if not data[name] or not all(isinstance(one, str) for one in data[name]):
            raise _bad(stem, f"{name} must be a list of texts")
    return Rule(
        name=stem,
        group=data["group"],
        severity=data["severity"],
        title=_text(stem, data["title"], "title"),
        why=_text(stem, data["why"], "why"),
        message=_text(stem, data["message"], "message"),
        key=tuple(data["key"]),
        example=tuple(data["example"]),
        counterexample=tuple(data["counterexample"]),
        sparql=source,
    )


def _text(stem: str, value: object, what: str) -> Text:
    if (
        isinstance(value, dict)
        and set(value) == {"zh", "en"}
        and all(isinstance(v, str) for v in value.values())
    ):
        return Text(value["zh"], value["en"])
    raise _bad(stem, f"{what} needs .zh and .en")


def _bad(stem: str, reason: str) -> HeaderError:
    return HeaderError(
        f"审计规则“{stem}.rq”的头部不合规：{reason}。", f"The header of '{stem}.rq' is wrong: {reason}."
    )


def choose(names: Sequence[str], rules: Mapping[str, Rule] | None = None) -> list[Rule]:
    """The rules with these names, or of these groups; all of them for none. Raises ``UnknownRule``."""
    known = load_rules() if rules is None else rules
    if not names:
        return list(known.values())
    chosen: dict[str, Rule] = {}
    for name in names:
        found = [rule for rule in known.values() if name in (rule.name, rule.group)]
        if not found:
            raise UnknownRule(name)
        chosen.update((rule.name, rule) for rule in found)
    return list(chosen.values())


def audit(
    store: Queryable,
    on: date,
    rules: Iterable[Rule] | None = None,
    segments: Segments | None = None,
    soon_days: int = SOON_DAYS,
) -> list[Finding]:
    """Everything the ``rules`` (default: all) find in ``store`` on the day ``on``; errors first, then by
    place.

    ``soon_days`` is how far ahead the rules look that warn in time. The states are ``new``:
    ``queries.reviews`` knows what was said of a finding.
    """
    days = {
        "on": str(Literal(on.isoformat(), datatype=_DATE)),
        "soon": str(Literal((on + timedelta(days=soon_days)).isoformat(), datatype=_DATE)),
    }
    groups: list[tuple[Rule, list[dict[str, object]]]] = []
    chosen = list(load_rules().values() if rules is None else rules)
    with ThreadPoolExecutor(_THREADS) as pool:
        answers = list(pool.map(lambda rule: store.rows(bind(rule.sparql, days)), chosen))
    for rule, rows in zip(chosen, answers, strict=True):
        by_key: dict[tuple[str, ...], list[dict[str, object]]] = {}
        for row in rows:
            by_key.setdefault(tuple(_plain(row.get(name)) for name in rule.key), []).append(row)
        groups.extend((rule, several) for several in by_key.values())
    names = _names(store, groups)
    # Nodes of one source together: the segments of its text are read once.
    proofs = evidence(store, sorted(set(_nodes(groups)), key=lambda node: node.value), segments)
    findings = [_finding(rule, rows, names, proofs) for rule, rows in groups]
    order = {rule: at for at, rule in enumerate(load_rules())}
    return sorted(
        findings,
        key=lambda one: (
            SEVERITIES.index(one.severity),
            order.get(one.rule, 0),
            one.evidence[0].source if one.evidence else "",
            one.evidence[0].first_line if one.evidence else 0,
            one.id,
        ),
    )


def finding_id(rule: str, key: Sequence[str]) -> str:
    """The id of a finding: 12 hexadecimal digits that depend on the rule and what was found alone."""
    return hashlib.sha256("\0".join((rule, *key)).encode()).hexdigest()[:12]


def _nodes(groups: Iterable[tuple[Rule, list[dict[str, object]]]]) -> list[NamedNode]:
    return [
        value
        for _, rows in groups
        for row in rows[:_SHOWN]
        for name, value in row.items()
        if _EVIDENCE.fullmatch(name) and isinstance(value, NamedNode)
    ]


def _finding(
    rule: Rule,
    rows: list[dict[str, object]],
    names: Mapping[str, str],
    proofs: Mapping[NamedNode, list[Evidence]],
) -> Finding:
    key = [_plain(rows[0].get(name)) for name in rule.key]
    nodes = list(dict.fromkeys(_nodes([(rule, rows)])))
    places = {place: None for node in nodes for place in proofs.get(node, ())}
    proof = sorted(places, key=lambda one: (one.source, one.first_line, one.last_line))
    return Finding(
        id=finding_id(rule.name, key),
        rule=rule.name,
        severity=rule.severity,
        message_zh=_filled(rule.message.zh, rows, names, "、"),
        message_en=_filled(rule.message.en, rows, names, ", "),
        evidence=tuple(proof[:_SHOWN]),
        nodes=tuple(node.value for node in nodes),
    )


def _filled(template: str, rows: list[dict[str, object]], names: Mapping[str, str], joint: str) -> str:
    def value(match: re.Match[str]) -> str:
        terms = dict.fromkeys(row[match[1]] for row in rows if match[1] in row)
        # Two nodes may have one name.
        texts = list(dict.fromkeys(names.get(_plain(term), _readable(term)) for term in terms))
        more = "…" if len(texts) > _LISTED else ""
        return joint.join(texts[:_LISTED]) + more

    return _PLACE.sub(value, template)


def _names(store: Queryable, groups: Iterable[tuple[Rule, list[dict[str, object]]]]) -> dict[str, str]:
    """What people call the nodes that messages mention: a document by its number, others by their label."""
    wanted: dict[str, None] = {}
    for rule, rows in groups:
        places = set(_PLACE.findall(rule.message.zh + rule.message.en))
        for row in rows[:_SHOWN]:
            wanted |= {v.value: None for k, v in row.items() if k in places and isinstance(v, NamedNode)}
    found: dict[str, str] = {}
    listed = list(wanted)
    for start in range(0, len(listed), _BATCH):
        batch = " ".join(str(NamedNode(iri)) for iri in listed[start : start + _BATCH])
        query = f"""PREFIX gb: <{GB}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
            SELECT DISTINCT ?node ?number ?label WHERE {{ VALUES ?node {{ {batch} }}
              OPTIONAL {{ ?node gb:documentNumber ?number }}
              OPTIONAL {{ ?node rdfs:label ?label FILTER(LANG(?label) IN ("zh", "")) }} }}"""
        for row in sorted(store.rows(query), key=lambda row: _plain(row.get("label"))):
            name = _plain(row.get("number")) or _plain(row.get("label"))
            if name:
                found.setdefault(_plain(row["node"]), name)
    return found


def _plain(term: object) -> str:
    return str(getattr(term, "value", "")) if term is not None else ""


def _readable(term: object) -> str:
    """A term for a sentence: a decimal without zeros at its end."""
    text = _plain(term)
    kind = term.datatype.value.rpartition("#")[2] if isinstance(term, Literal) else ""
    return text.rstrip("0").rstrip(".") if kind in _NUMERIC and "." in text else text


def with_states(findings: Iterable[Finding], states: Mapping[str, tuple[str, str]]) -> list[Finding]:
    """The findings with (state, remark) by id; those without stay as they are."""
    return [
        replace(one, state=states[one.id][0], remark=states[one.id][1]) if one.id in states else one
        for one in findings
    ]

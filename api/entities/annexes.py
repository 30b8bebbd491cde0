"""The tables of annexes, put together again from the graph: matters with those responsible, figures, codes
and members of groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from api import graph_text as gt
from api.entities.reader import Cell, Head, Reader
from api.language import say
from api.terms import expand, term_name
from graph.store import Row

# Kinds of matters that are rows of tables; the others stand in running text.
_ROWS = ("IncentiveItem", "DecisionItem", "CertificateType", "Task", "Matter", "Area")
_ROLES = (
    "provincialLead",
    "cityLeader",
    "lead",
    "undertaker",
    "collects",
    "responsibleUnit",
    "coUnit",
    "responsiblePerson",
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a part (IRI): headings and rows; ``kind`` ∈ matters targets codes members."""

    part: str
    kind: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a document's tables are made of: the rows of the queries ``document-…``; ``bearers`` are those
    responsible for each matter, in the order of print."""

    matters: Sequence[Row]
    responsibilities: Sequence[Row]
    targets: Sequence[Row]
    codes: Sequence[Row]
    members: Sequence[Row]
    bearers: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def mention(self, reader: Reader) -> None:
        """Have the names of everything in the tables read."""
        for rows, names in (
            (self.matters, ("unit",)),
            (self.responsibilities, ("assignee",)),
            (self.targets, ("unit",)),
            (self.codes, ("unit",)),
            (self.members, ("official", "group")),
        ):
            for row in rows:
                reader.mention(*(gt.text(row.get(name)) for name in names))


_QUERIES = {
    "matters": "gb:Matter",
    "responsibilities": "gb:Responsibility",
    "targets": "gb:Target",
    "codes": "gb:RegistrationCode",
    "members": "gb:GroupMembership",
}


def read(reader: Reader, document: str) -> Contents:
    """What the tables of a printed document are made of; a query for each kind of fact it states."""
    there = classes(reader, document)
    read_of = {
        name: reader.ask(f"document-{name}", node=document) if expand(kind) in there else []
        for name, kind in _QUERIES.items()
    }
    return Contents(**read_of, bearers=_bearers(read_of["responsibilities"]))


def classes(reader: Reader, document: str) -> set[str]:
    """The classes (IRIs) of what a document states."""
    return {gt.text(row["class"]) for row in reader.ask("classes", node=document)}


def _bearers(responsibilities: Sequence[Row]) -> dict[str, list[Row]]:
    """Matter → those responsible for it, in the order of print."""
    found: dict[str, list[Row]] = {}
    for row in sorted(responsibilities, key=lambda row: int(gt.text(row["line"]))):
        found.setdefault(gt.text(row["matter"]), []).append(row)
    return found


def tables(reader: Reader, part: str, contents: Contents) -> list[Table]:
    """The tables of an annex; empty where the graph has only its text."""
    makers: tuple[tuple[str, Sequence[Row], Callable[[Reader, Sequence[Row], Contents], _Grid]], ...] = (
        ("matters", _rows_of(part, contents.matters), _matters),
        ("targets", _of(part, contents.targets), _targets),
        ("codes", _of(part, contents.codes), _codes),
        ("members", _of(part, contents.members), _members),
    )
    return [_table(part, kind, make(reader, rows, contents)) for kind, rows, make in makers if rows]


_Grid = tuple[list[Head], list[list[Cell]]]


def _of(part: str, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if _inside(gt.text(row.get("part")), part)]


def _inside(path: str, part: str) -> bool:
    return path == part or path.startswith(part + "/")


def _rows_of(part: str, matters: Sequence[Row]) -> list[Row]:
    """Matters of the annex that are rows of a table: those of its own, not of a provision in it."""
    kinds = {f"#{kind}" for kind in _ROWS}
    return [
        row
        for row in matters
        if gt.text(row.get("part")) == part and any(gt.text(row["kind"]).endswith(kind) for kind in kinds)
    ]


def _head(reader: Reader, name: str, form: str = "text") -> Head:
    return Head(name, say(reader.language, f"column.{name}"), form)


def _table(part: str, kind: str, grid: _Grid) -> Table:
    """Without columns that are empty in every row."""
    heads, rows = grid
    kept = [at for at in range(len(heads)) if any(row[at] for row in rows)]
    return Table(
        part, kind, tuple(heads[at] for at in kept), tuple(tuple(row[at] for at in kept) for row in rows)
    )


def _matters(reader: Reader, rows: Sequence[Row], contents: Contents) -> _Grid:
    by_matter = contents.bearers
    seen = {gt.text(row["role"]) for one in rows for row in by_matter.get(gt.text(one["matter"]), [])}
    roles = sorted(seen, key=_rank)
    heads = [
        _head(reader, "ordinal", "number"),
        _head(reader, "location"),
        _head(reader, "matter", "long"),
        *(Head(role, term_name(role, reader.language), "names") for role in roles),
        _head(reader, "level"),
        _head(reader, "schedule"),
        _head(reader, "deadline", "date"),
        _head(reader, "source", "mark"),
    ]
    made = []
    ordered = sorted(
        rows, key=lambda row: (_number(row, "item"), int(gt.text(row["line"])), _number(row, "sub"))
    )
    for row in ordered:
        mine = by_matter.get(gt.text(row["matter"]), [])
        title, description = gt.text(row.get("title")), gt.text(row.get("description"))
        item, sub = gt.text(row.get("item")), gt.text(row.get("sub"))
        made.append(
            [
                Cell(f"{item}.{sub}" if sub else item, form="number"),
                Cell(gt.text(row.get("location"))),
                Cell(title or description, reader.addresses.href(gt.text(row["matter"])), form="long"),
                *(_people(reader, [one for one in mine if gt.text(one["role"]) == role]) for role in roles),
                Cell(gt.text(row.get("level"))),
                Cell(gt.text(row.get("schedule"))),
                Cell(gt.text(row.get("deadline")), form="date"),
                Cell(mark=reader.lines(row), form="mark"),
            ]
        )
    if all(cells[1].text in ("", cells[0].text) for cells in made):
        # The place of a task is its number: one of the two is enough.
        for cells in made:
            cells[1] = Cell()
    return heads, made


def _people(reader: Reader, rows: Sequence[Row]) -> Cell:
    """Those responsible as they are printed, each a link."""
    cells = []
    for row in rows:
        iri = gt.text(row["assignee"])
        whole = reader.name(iri)
        printed = gt.text(row.get("printed")) or whole
        cells.append(
            Cell(printed, reader.addresses.href(iri), whole if whole != printed else "", form="name")
        )
    return Cell(several=tuple(cells), form="names")


def _targets(reader: Reader, rows: Sequence[Row], contents: Contents) -> _Grid:
    ordered = sorted(rows, key=lambda row: (int(gt.text(row["line"])), gt.text(row["target"])))
    measures = list(dict.fromkeys(gt.text(row["measure"]) for row in ordered))
    lines: list[dict[str, Row]] = []
    latest: dict[str, dict[str, Row]] = {}
    for row in ordered:
        name, measure = gt.text(row["printed"]), gt.text(row["measure"])
        line = latest.get(name)
        if line is None or measure in line:
            line = latest[name] = {}
            lines.append(line)
        line[measure] = row
    heads = [_head(reader, "unit", "name"), *(Head(one, one, "number") for one in measures)]
    heads.append(_head(reader, "source", "mark"))
    made = []
    for line in lines:
        first = next(iter(line.values()))
        unit, printed = gt.text(first.get("unit")), gt.text(first["printed"])
        cells = [reader.link(unit, printed) if unit else Cell(printed, form="name")]
        cells += [_figure(line.get(measure), measure) for measure in measures]
        cells.append(Cell(mark=reader.lines(first), form="mark"))
        made.append(cells)
    return heads, made


def _figure(row: Row | None, measure: str) -> Cell:
    if row is None:
        return Cell(form="number")
    unit = gt.text(row.get("valueUnit"))
    return Cell(gt.text(row["value"]) + ("" if unit in measure else unit), form="number")


def _codes(reader: Reader, rows: Sequence[Row], contents: Contents) -> _Grid:
    ordered = sorted(rows, key=lambda row: (_number(row, "ordinal"), int(gt.text(row["line"]))))
    heads = [_head(reader, "ordinal", "number"), _head(reader, "unit", "name")]
    heads += [_head(reader, "code"), _head(reader, "source", "mark")]
    return heads, [
        [
            Cell(gt.text(row.get("ordinal")), form="number"),
            reader.link(gt.text(row["unit"]), gt.text(row["printed"]))
            if "unit" in row
            else Cell(gt.text(row["printed"]), form="name"),
            Cell(gt.text(row["pattern"])),
            Cell(mark=reader.lines(row), form="mark"),
        ]
        for row in ordered
    ]


def _members(reader: Reader, rows: Sequence[Row], contents: Contents) -> _Grid:
    heads = [
        _head(reader, "group", "name"),
        _head(reader, "member"),
        _head(reader, "official", "name"),
        _head(reader, "post"),
        _head(reader, "source", "mark"),
    ]
    return heads, [
        [
            reader.link(gt.text(row["group"])),
            Cell(gt.text(row.get("member"))),
            reader.link(gt.text(row["official"]))
            if "official" in row
            else Cell(gt.text(row.get("memberText")), form="name"),
            Cell(gt.text(row.get("postText"))),
            Cell(mark=reader.lines(row), form="mark"),
        ]
        for row in rows
    ]


def _number(row: Row, name: str) -> int:
    return int(gt.text(row[name])) if name in row else 0


def _rank(role: str) -> tuple[int, str]:
    name = role.rsplit("/", 1)[-1]
    return (_ROLES.index(name) if name in _ROLES else len(_ROLES), name)

"""The SPARQL updates that make a derived graph, cut into steps an engine can run over the union.

The engine has the union as default graph for queries, not for updates, so each operation of an update is
taken apart (SPARQL 1.1 Update, section 3.1): its templates become the CONSTRUCT queries whose results are
to be removed and added. What is understood: ``INSERT DATA``, ``DELETE DATA``, ``INSERT … WHERE``, ``DELETE
… WHERE``, ``DELETE … INSERT … WHERE``, several of them separated by ``;``, and, as the short way to say it,
``CONSTRUCT``. Templates write the derived graph, whether they name it (``GRAPH <derived> { … }``) or not,
and no other. ``IRI()`` is not given a base.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import BadQuads, QuerySyntaxError
from graph.sparql_text import Prologue, Token, read_prologue, tokens


@dataclass(frozen=True)
class Step:
    """One operation. Templates are triples without GRAPH, ``""`` where there is none; all IRIs are written
    in full, so that a step needs no prologue (after a ``;`` not every engine takes one)."""

    remove: str
    add: str
    where: str

    def construct(self, template: str) -> str:
        """The query whose result the ``template`` (``remove`` or ``add``) stands for."""
        return f"CONSTRUCT {{ {template} }}\nWHERE {self.where}"

    def update(self, graph: str) -> str:
        """The operation as an update of ``graph``, for an engine that has the union for updates too."""
        parts = []
        for word, template in (("DELETE", self.remove), ("INSERT", self.add)):
            if template:
                parts.append(f"{word} {{ GRAPH <{graph}> {{ {template} }} }}")
        return "\n".join([*parts, f"WHERE {self.where}"])


def read_steps(graph: str, update: str) -> list[Step]:
    """The operations of ``update``, which makes the graph with the IRI ``graph``.

    Raises BadQuads where an operation writes elsewhere or is of another kind, QuerySyntaxError where the
    text is not well-formed (the engine finds the rest).
    """
    return _Reader(graph, update).read()


class _Reader:
    def __init__(self, graph: str, text: str) -> None:
        self.graph, self.text = graph, text
        self.found = tokens(text)
        self.at = 0
        self.prologue = Prologue("", {}, 0)

    def read(self) -> list[Step]:
        steps = []
        while self.at < len(self.found):
            self.prologue = read_prologue(self.found, self.at, self.prologue)
            self.at = self.prologue.end
            if self.at < len(self.found):
                steps.append(self._operation())
                if self.at < len(self.found):
                    self._expect(";")
        if not steps:
            raise QuerySyntaxError("no operation in the update", 1, 1)
        return steps

    def _operation(self) -> Step:
        word = self._peek()
        if word == "construct":
            self.at += 1
            add = self._template(self._group())
            return Step("", add, self._where())
        remove = add = ""
        if word == "delete":
            self.at += 1
            if self._peek() == "data":
                self.at += 1
                return Step(self._template(self._group()), "", "{}")
            if self._peek() == "where":
                self._unsupported("DELETE WHERE")
            remove = self._template(self._group())
        if self._peek() == "insert":
            self.at += 1
            if self._peek() == "data":
                self.at += 1
                return Step("", self._template(self._group()), "{}")
            add = self._template(self._group())
        elif word != "delete":
            self._unsupported(word.upper() or "…")
        return Step(remove, add, self._where())

    def _where(self) -> str:
        if self._peek() in ("using", "from"):
            self._unsupported("USING / FROM")
        if self._peek() == "where":
            self.at += 1
        start, end = self._group()
        modifiers_end = end + 1
        # CONSTRUCT may go on with ORDER BY, LIMIT …; an update ends here.
        while modifiers_end < len(self.found) and self.found[modifiers_end].text != ";":
            modifiers_end += 1
        self.at = modifiers_end
        written: list[str] = []
        for before, token in zip(self.found[start - 1 :], self.found[start:modifiers_end], strict=False):
            written.append(self.text[before.end : token.start] if written else "")
            written.append(self._in_full(token))
        return "".join(written)

    def _group(self) -> tuple[int, int]:
        """Token indices of the braces around the group that starts here; moves past it."""
        self._expect("{")
        start, depth = self.at - 1, 1
        while depth:
            if self.at == len(self.found):
                self._fail("'}' is missing")
            depth += {"{": 1, "}": -1}.get(self.found[self.at].text, 0)
            self.at += 1
        return start, self.at - 1

    def _template(self, group: tuple[int, int]) -> str:
        """The triples of a template, its ``GRAPH`` blocks opened up and joined with full stops."""
        written: list[str] = []
        opened = False
        index, end = group[0] + 1, group[1]

        def stop() -> None:
            if written and written[-1] != ".":
                written.append(".")

        while index < end:
            token = self.found[index]
            if token.lower == "graph" and token.kind == "word":
                self._check_graph(self.found[index + 1])
                if self.found[index + 2].text != "{":
                    self._fail("'{' is missing after GRAPH")
                stop()
                opened = True
                index += 3
                continue
            if token.text == "{":
                self._fail("a group has no place in a template")
            if token.text == "}" and opened:
                stop()
                opened = False
            elif token.text == ".":
                stop()
            else:
                written.append(self._in_full(token))
            index += 1
        return " ".join(written)

    def _in_full(self, token: Token) -> str:
        iri = self.prologue.resolve(token)
        return token.text if iri is None else f"<{iri}>"

    def _check_graph(self, token: Token) -> None:
        if self.prologue.resolve(token) != self.graph:
            raise BadQuads(
                f"推导图 {self.graph} 的更新语句写入了别的图（{token.text}）。",
                f"the update of the derived graph {self.graph} writes another graph ({token.text})",
            )

    def _peek(self) -> str:
        return self.found[self.at].lower if self.at < len(self.found) else ""

    def _expect(self, text: str) -> None:
        if self._peek() != text:
            self._fail(f"'{text}' is missing")
        self.at += 1

    def _fail(self, what: str) -> None:
        start = self.found[self.at].start if self.at < len(self.found) else len(self.text)
        before = self.text[:start]
        raise QuerySyntaxError(what, before.count("\n") + 1, start - before.rfind("\n"))

    def _unsupported(self, what: str) -> None:
        raise BadQuads(
            f"推导图只能由 INSERT、DELETE … INSERT … WHERE 或 CONSTRUCT 生成，不支持 {what}。",
            f"a derived graph is made by INSERT, DELETE … INSERT … WHERE or CONSTRUCT; {what} is not "
            "supported",
        )

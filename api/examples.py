"""Example questions made from what is loaded, so that every one of them has an answer."""

from __future__ import annotations

from api import graph_text as gt
from graph.store import Store

# Question with one place in Chinese, in English where it can be asked, and the query for what fills it; each
# looks at a bounded number of nodes.
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    (
        "第{}项由哪些单位牵头？",
        "Which units lead item {}?",
        """SELECT ?found WHERE {
             { SELECT DISTINCT ?matter ?found WHERE {
                 ?matter a gb:IncentiveItem . ?matter gb:itemNumber ?found } LIMIT 50 }
             FILTER EXISTS { ?r gb:matter ?matter . ?r gb:role gbr:lead } } ORDER BY ?found LIMIT 1""",
    ),
    (
        "哪些文件引用了{}？",
        "Which documents cite {}?",
        """SELECT ?found WHERE {
             { SELECT ?document (COUNT(*) AS ?n) WHERE {
                 { SELECT ?document WHERE { ?by eli:cites ?document } LIMIT 5000 }
               } GROUP BY ?document ORDER BY DESC(?n) ?document LIMIT 50 }
             ?document gb:documentNumber ?found } ORDER BY DESC(?n) ?found LIMIT 1""",
    ),
    (
        "{}牵头的事项有哪些？",
        "",
        """SELECT ?found WHERE {
             { SELECT ?person WHERE { ?r gb:role gbr:cityLeader . ?r gb:assignee ?person } LIMIT 50 }
             ?person foaf:name ?found } ORDER BY ?found LIMIT 1""",
    ),
    (
        "{}负责哪些事项？",
        "Which incentive items does {} lead?",
        """SELECT ?found WHERE {
             { SELECT ?unit (COUNT(*) AS ?n) WHERE {
                 { SELECT ?unit WHERE { ?r gb:role gbr:lead . ?r gb:assignee ?unit } LIMIT 5000 }
               } GROUP BY ?unit ORDER BY DESC(?n) ?unit LIMIT 50 }
             FILTER EXISTS { ?unit a gb:Unit }
             ?unit skos:prefLabel ?found } ORDER BY DESC(?n) ?found LIMIT 1""",
    ),
    (
        "{}什么时候生效？",
        "When did {} take effect?",
        """SELECT ?found WHERE {
             { SELECT ?document WHERE {
                 ?clause eli:first_date_entry_in_force ?day . ?clause a gb:Clause ; gb:statedIn ?document
               } LIMIT 50 }
             ?document gb:documentNumber ?found } ORDER BY ?found LIMIT 1""",
    ),
    (
        "{}被任命为什么职务？",
        "What post was {} appointed to?",
        """SELECT ?found WHERE {
             { SELECT ?person WHERE { ?act a gb:Appointment . ?act gb:official ?person } LIMIT 50 }
             ?person foaf:name ?found } ORDER BY ?found LIMIT 1""",
    ),
)


def examples(store: Store, language: str = "zh") -> list[str]:
    """One question of each pattern the graph can fill, at most six, in ``language`` (``zh`` or ``en``)."""
    found = []
    for zh, en, query in _PATTERNS:
        question = zh if language == "zh" else en
        if not question:
            continue
        for row in store.rows(gt.prologue() + query):
            if "found" in row:
                found.append(question.format(gt.text(row["found"])))
    return found

# The provision that a citation names (《…》第三条), where the cited document is held. Recomputed with every load.
PREFIX gb: <https://w3id.org/gongbao/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>

INSERT { ?citation gb:citedProvision ?provision }
WHERE {
  ?citation gb:citedClause ?clause ; gb:cited ?document .
  FILTER NOT EXISTS { ?citation gb:internal true }
  OPTIONAL { ?citation gb:candidate ?candidate }
  BIND (COALESCE(?candidate, ?document) AS ?held)
  BIND (REPLACE(?clause, "条.*$", "条") AS ?article)
  ?provision gb:number ?article ; a gb:Provision .
  FILTER (STRSTARTS(STR(?provision), CONCAT(STR(?held), "/")))
}

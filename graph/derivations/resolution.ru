# Whether a cited document is held: printed in what is loaded (held), not (external), or printed
# more than once under the title that the citation gives (ambiguous). Recomputed with every load.
PREFIX gb: <https://w3id.org/gongbao/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>

# Named by its own IRI, or inside the document itself.
INSERT { ?citation gb:resolution gb:held }
WHERE {
  ?citation gb:cited ?document .
  ?document gb:printed true .
} ;

# Named by a title alone that is printed under a number, or as an instrument of a notice.
INSERT { ?citation gb:candidate ?candidate }
WHERE {
  ?citation gb:cited ?document ; gb:citedTitle ?title .
  ?candidate dcterms:title ?title ; a gb:Document ; gb:firstLine ?line .
  FILTER NOT EXISTS { ?citation gb:citedNumber ?number }
  FILTER (?candidate != ?document)
} ;

INSERT { ?citation gb:resolution ?status }
WHERE {
  {
    SELECT ?citation (COUNT(DISTINCT ?candidate) AS ?candidates)
    WHERE { ?citation gb:candidate ?candidate }
    GROUP BY ?citation
  }
  FILTER NOT EXISTS { ?citation gb:resolution gb:held }
  BIND (IF(?candidates = 1, gb:held, gb:ambiguous) AS ?status)
} ;

INSERT { ?citation gb:resolution gb:external }
WHERE {
  ?citation a gb:Citation .
  FILTER NOT EXISTS { ?citation gb:resolution ?status }
}

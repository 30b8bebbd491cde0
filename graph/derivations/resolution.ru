# Whether a cited document is held: printed in what is loaded (held), not (external), or printed
# more than once under the title that the citation gives (ambiguous). Recomputed with every load.
PREFIX gb: <https://w3id.org/gongbao/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>
INSERT {
  ?citation gb:resolution ?status .
  ?citation gb:candidate ?candidate .
}
WHERE {
  {
    # Named by its own IRI, or inside the document itself.
    SELECT DISTINCT ?citation (gb:held AS ?status) WHERE {
      ?citation a gb:Citation ; gb:cited ?document .
      ?document gb:printed true .
    }
  }
  UNION
  {
    # Named by a title that is printed under a number, or as an instrument of a notice.
    SELECT ?citation (IF(COUNT(DISTINCT ?other) = 1, gb:held, gb:ambiguous) AS ?status) WHERE {
      ?citation a gb:Citation ; gb:cited ?document ; gb:citedTitle ?title .
      FILTER NOT EXISTS { ?document gb:printed true }
      FILTER NOT EXISTS { ?citation gb:citedNumber ?number }
      ?other dcterms:title ?title ; gb:statedIn|gb:sourceFile ?place .
      { ?other a gb:Instrument } UNION { ?other gb:printed true ; a gb:Document }
    }
    GROUP BY ?citation
  }
  UNION
  {
    SELECT DISTINCT ?citation ?candidate WHERE {
      ?citation a gb:Citation ; gb:cited ?document ; gb:citedTitle ?title .
      FILTER NOT EXISTS { ?document gb:printed true }
      FILTER NOT EXISTS { ?citation gb:citedNumber ?number }
      ?candidate dcterms:title ?title ; gb:statedIn|gb:sourceFile ?place .
      { ?candidate a gb:Instrument } UNION { ?candidate gb:printed true ; a gb:Document }
    }
  }
  UNION
  {
    SELECT DISTINCT ?citation (gb:external AS ?status) WHERE {
      ?citation a gb:Citation ; gb:cited ?document .
      FILTER NOT EXISTS { ?document gb:printed true }
      FILTER NOT EXISTS {
        ?citation gb:citedTitle ?title .
        FILTER NOT EXISTS { ?citation gb:citedNumber ?number }
        ?other dcterms:title ?title ; gb:statedIn|gb:sourceFile ?place .
        { ?other a gb:Instrument } UNION { ?other gb:printed true ; a gb:Document }
      }
    }
  }
}

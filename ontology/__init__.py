"""The ontology room: every term of the graph, its shapes, its roles, and the reasoner's door."""

"""Loaders: file → lines → documents → records. Knows nothing of RDF."""

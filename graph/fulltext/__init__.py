"""The full-text index of a store: what is in it and how it is read (where it lies: ``graph.indexes``).

Engines of RDF have no index inside of texts. This one (tantivy) has a token for every character, with its
position, so that a phrase of any length, one character too, is found where it stands and nowhere else.
"""

"""Names of places, bodies and people: what the lexicons say about them.

The door to these modules is ``loaders.lexicon``.
"""

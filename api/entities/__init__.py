"""The pages of entities: a module, a template and a few saved queries for each kind of thing.

``registry`` knows the kinds, ``shape`` what a kind says of itself, ``reader`` gathers what a page shows in a
bounded number of queries, ``page`` answers requests. What no kind claims has the generic page of
``api.entity``.
"""

"""Lists of documents, units, people and matters, as a small database beside the graph.

An RDF engine answers "how many of each, narrowed by three things" by joining everything with everything.
These lists are the answers in columns (SQLite): what they hold is data, one file a kind of thing.
"""

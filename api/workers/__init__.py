"""Free-hand queries in processes that can be killed.

The engine has no cancellation, so what must end at a limit runs in a process of its own:

- ``child``: the program of a worker process; it loads little more than the engine.
- ``frames``: the protocol over its two pipes.
- ``sink``, ``row_counts``: where a result is written, counted on the way.
- ``memory``: the limit that the system keeps.
- ``process``: a worker as its parent sees it.
- ``pool``: who gets a worker, and for how long.
- ``spool``: what it answered.
- ``limits``, ``problems``: what a query may take, and what a client is told past that.
"""

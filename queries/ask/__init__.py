"""Questions in Chinese and English, answered from the graph with the printed lines.

``Answerer(store).ask("…")`` is the whole of it; docs/questions.md tells how a question is read.
"""

from __future__ import annotations

from queries.ask.answerer import Answerer

__all__ = ["Answerer"]

"""Saved queries, their runner, and the question answerer over the graph."""

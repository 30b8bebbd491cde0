"""The outermost room: web service, SPARQL endpoint, linked-data pages, JSON API and command line."""

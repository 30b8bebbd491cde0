"""Graph: records → RDF, identity, the store (embedded or remote), snapshots, networks."""

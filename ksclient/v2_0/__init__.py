"""The client of Identity v2.0."""

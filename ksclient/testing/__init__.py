"""A complete Identity v2.0 cloud in a process, for tests."""

"""ksclient beside the libraries that it mirrors, and beside what both stand on, in one run."""

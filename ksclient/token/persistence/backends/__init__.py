"""The drivers that come with ksclient."""

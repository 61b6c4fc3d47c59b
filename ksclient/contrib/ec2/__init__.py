"""Requests signed as Amazon's are, which Keystone takes in exchange for a token."""

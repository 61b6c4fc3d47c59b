"""Tokens at rest: what a cloud has issued, and what a program may use again."""

"""The loaders of plugins that log in at an Identity service."""

"""What may be asked of an identity service before its version is known."""

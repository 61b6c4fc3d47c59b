"""What is known of providers, as data: one file each."""

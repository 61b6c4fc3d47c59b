"""The loaders of this library's own plugins; entry points name them."""

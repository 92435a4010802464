"""The lists that a network already has, in and out."""

"""How fast the served board is, beside the floor it stands on: `poe bench`. Nothing here is collected by pytest."""

"""The board for programmes: what a visitor sees, as JSON. It knows nobody: every answer is the same for everybody."""

"""Share Board: welfare facilities share what they have with their neighbours."""

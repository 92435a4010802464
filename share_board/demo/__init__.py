"""The invented town of the demonstration: its people, its things, its pictures."""

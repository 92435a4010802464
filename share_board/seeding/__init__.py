"""A large invented board for measuring: areas of 25 things, twenty bookings a year of each, the same at every run."""

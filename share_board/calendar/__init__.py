"""When: slots, opening rules, closures, and the one table that decides whether something is free."""

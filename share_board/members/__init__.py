"""Who: the network, its corporations and facilities, the groups that ask, and the people who sign in."""

"""What everybody sees: the board, the search, one resource, one facility; made of the questions other rooms answer."""

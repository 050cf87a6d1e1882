"""Plans in whole containers: a fast first one, local search, and the best so far."""

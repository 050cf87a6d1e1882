"""A first plan by insertion, without a solver and without compiled code."""

"""How sure the dates of a plan are: simulation with common random numbers (see ``optimizer/risk/README.md``)."""

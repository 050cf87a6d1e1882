"""The engine for large portfolios: load plans priced by a sweep through time, chosen by a linear programme."""

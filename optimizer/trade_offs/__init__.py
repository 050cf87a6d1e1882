"""What else there is to choose: cost against days and CO2e, budgets, plans nearly as cheap, the worth of capacity."""

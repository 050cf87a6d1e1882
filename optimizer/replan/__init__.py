"""Planning again while a plan is kept: what has departed stays, and a change has to pay for itself."""

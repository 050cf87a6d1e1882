"""What those who run a server do beside it: take away what is old, sweep up, back up."""

"""Workers: they claim jobs, have each done by a child process, and publish what comes of it."""

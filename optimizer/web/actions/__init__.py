"""What one can do here, whether on a page or by the API: a module for each kind of thing. They take a ``Visit``."""

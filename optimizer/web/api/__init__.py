"""The API: everything that the pages do, as JSON, under ``/api/v1``: a module for each kind of thing."""

from optimizer.web.api import books, jobs, people, plans, tokens, uploads

#: Add a module's router here.
ROUTERS = (uploads.router, books.router, jobs.router, plans.router, people.router, tokens.router)

#: Where they are.
PREFIX = "/api/v1"

__all__ = ["PREFIX", "ROUTERS"]

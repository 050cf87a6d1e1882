"""The pages: a module for each kind of thing, with the templates of its name. ``ROUTERS`` lists them.

Every page shows its data without scripts; scripts make it quicker to use, and no more.
"""

from optimizer.web.pages import account, jobs, people, plans, signing_in, start, uploads

#: Add a module's router here.
ROUTERS = (start.router, uploads.router, jobs.router, plans.router, people.router, account.router)

#: Of those whom nobody knows yet.
OPEN_ROUTERS = (signing_in.router,)

__all__ = ["OPEN_ROUTERS", "ROUTERS"]

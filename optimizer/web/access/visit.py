"""One request of somebody who may make it: who, with a session of their firm, and the house.

A route has a parameter of the type ``ReadVisit``, ``UploadVisit`` or ``AdminVisit``: with that its right is checked,
and its queries go through the firm. A test reads all routes and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from optimizer.web.access.gate import SAFE
from optimizer.web.access.keys import same
from optimizer.web.access.viewer import Right, Viewer, unknown
from optimizer.web.house import House
from optimizer.web.refusal import Refusal
from optimizer.web.store import FirmSession
from optimizer.web.store.tables import AuditEntry

#: Where the token of a form is: in a field of it, or in a header of what a script sends.
CSRF_FIELD, CSRF_HEADER = "csrf_token", "x-csrf-token"


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody who may make it."""

    viewer: Viewer
    session: FirmSession
    house: House
    address: str

    def note(self, action: str, of_table: str, of_id: str) -> None:
        """Add to the audit log what was done; it is kept with the next commit."""
        who = self.viewer
        self.session.add(
            AuditEntry(
                user_id=who.user_id,
                token_id=who.token_id,
                action=action,
                of_table=of_table,
                of_id=of_id,
                address=self.address,
            )
        )


async def csrf_given(request: Request) -> str:
    """What a form or a script carries to show that a page of this session sent it."""
    viewer: Viewer | None = getattr(request.state, "viewer", None)
    if request.method in SAFE or viewer is None or viewer.csrf is None:
        return ""
    kind = request.headers.get("content-type", "")
    if CSRF_HEADER in request.headers or not kind.startswith(("multipart/", "application/x-www-form-urlencoded")):
        return request.headers.get(CSRF_HEADER, "")
    form = await request.form()
    found = form.get(CSRF_FIELD)
    return found if isinstance(found, str) else ""


def visiting(right: Right) -> Callable[[Request, str], Iterator[Visit]]:
    """The dependency of routes that need a right."""

    def visit(request: Request, csrf: Annotated[str, Depends(csrf_given)]) -> Iterator[Visit]:
        house: House = request.app.state.house
        viewer: Viewer | None = getattr(request.state, "viewer", None)
        if viewer is None:
            raise unknown(given=False)
        if request.method not in SAFE and viewer.csrf is not None and not same(csrf, viewer.csrf):
            raise Refusal(403, "stale-form", "This form is no longer valid", "Open its page again, and send it anew.")
        if right not in viewer.rights:
            raise Refusal(403, "not-allowed", "You may not do this", f'It takes the right "{right.value}".')
        with house.database.of_firm(viewer.firm_id) as session:
            yield Visit(viewer, session, house, address_of(request))

    visit.right = right  # type: ignore[attr-defined]
    return visit


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""


# ``function``: the session ends with the route, and not with its answer. Whoever downloads slowly, or follows a job for
# an hour, has no connection to the database meanwhile: there are few.
ReadVisit = Annotated[Visit, Depends(visiting(Right.READ), scope="function")]
UploadVisit = Annotated[Visit, Depends(visiting(Right.UPLOAD), scope="function")]
AdminVisit = Annotated[Visit, Depends(visiting(Right.ADMIN), scope="function")]

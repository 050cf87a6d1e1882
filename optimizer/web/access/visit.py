"""One request of somebody who may make it: who, with a session of their firm, and the house.

A route has a parameter of the type ``ReadVisit``, ``UploadVisit`` or ``AdminVisit``: with that its right is checked,
and its queries go through the firm. A test reads all routes and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from optimizer.web.access.viewer import Right, Viewer, viewer_of
from optimizer.web.house import House
from optimizer.web.refusal import Refusal
from optimizer.web.store import FirmSession
from optimizer.web.store.tables import AuditEntry


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


def visiting(right: Right) -> Callable[[Request], Iterator[Visit]]:
    """The dependency of routes that need a right."""

    def visit(request: Request) -> Iterator[Visit]:
        house: House = request.app.state.house
        viewer = viewer_of(request, house)
        if right not in viewer.rights:
            raise Refusal(403, "not-allowed", "You may not do this", f'It takes the right "{right.value}".')
        address = request.client.host if request.client else ""
        with house.database.of_firm(viewer.firm_id) as session:
            yield Visit(viewer, session, house, address)

    visit.right = right  # type: ignore[attr-defined]
    return visit


# ``function``: the session ends with the route, and not with its answer. Whoever downloads slowly, or follows a job for
# an hour, has no connection to the database meanwhile: there are few.
ReadVisit = Annotated[Visit, Depends(visiting(Right.READ), scope="function")]
UploadVisit = Annotated[Visit, Depends(visiting(Right.UPLOAD), scope="function")]
AdminVisit = Annotated[Visit, Depends(visiting(Right.ADMIN), scope="function")]

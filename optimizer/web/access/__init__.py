"""Who asks, what they may, and what comes in at all. Every route asks for a ``Visit`` of the right that it needs."""

from optimizer.web.access.viewer import Right, Role, Viewer
from optimizer.web.access.visit import AdminVisit, ReadVisit, UploadVisit, Visit

__all__ = ["AdminVisit", "ReadVisit", "Right", "Role", "UploadVisit", "Viewer", "Visit"]

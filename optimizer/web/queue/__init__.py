"""The table of jobs as a queue."""

from optimizer.web.queue.claiming import Claimed, Claims, Lost
from optimizer.web.queue.telling import tell

__all__ = ["Claimed", "Claims", "Lost", "tell"]

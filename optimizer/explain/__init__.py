"""Why a plan is as it is: what else could be done, and why some cargo is left behind."""

from optimizer.explain.alternatives import Alternatives
from optimizer.explain.reasons import reasons

__all__ = ["Alternatives", "reasons"]

"""The auditor: replays a plan against the workbooks, and shares no code with what made it."""

from optimizer.audit.difference import Difference
from optimizer.audit.reading import read_plan
from optimizer.audit.record import PlanRecord
from optimizer.audit.replay import audit

__all__ = ["Difference", "PlanRecord", "audit", "read_plan"]

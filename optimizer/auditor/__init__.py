"""The auditor: replays a plan against the workbooks, and shares no code with what made it."""

from optimizer.auditor.difference import Difference
from optimizer.auditor.reading import read_plan
from optimizer.auditor.record import PlanRecord
from optimizer.auditor.replay import audit
from optimizer.auditor.verdict import Verdict, verdict

__all__ = ["Difference", "PlanRecord", "Verdict", "audit", "read_plan", "verdict"]

"""The tables of the database."""

from optimizer.web.store.tables.base import Base, FirmRow, utc_now
from optimizer.web.store.tables.inputs import TariffBook, TariffBookVersion, Upload, UploadFile, UploadState
from optimizer.web.store.tables.jobs import Job, JobEvent, JobKind, JobState
from optimizer.web.store.tables.people import (
    Attempt,
    AuditEntry,
    Firm,
    IdempotencyKey,
    OneTimeLink,
    SignIn,
    Token,
    User,
)
from optimizer.web.store.tables.plans import Plan, PlanFile

__all__ = [
    "Attempt",
    "AuditEntry",
    "Base",
    "Firm",
    "FirmRow",
    "IdempotencyKey",
    "Job",
    "JobEvent",
    "JobKind",
    "JobState",
    "OneTimeLink",
    "Plan",
    "PlanFile",
    "SignIn",
    "TariffBook",
    "TariffBookVersion",
    "Token",
    "Upload",
    "UploadFile",
    "UploadState",
    "User",
    "utc_now",
]

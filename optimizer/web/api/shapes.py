"""What all answers share: problem details, and lists that go on."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from fastapi import Header, Query
from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item", bound=BaseModel)


class CellProblem(BaseModel):
    """One thing that is wrong or doubtful in a workbook."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "severity": "error",
                    "kind": "name",
                    "workbook": "cargo.xlsx",
                    "sheet": "Cargo",
                    "cell": "B2",
                    "value": "Karachy",
                    "times": 1,
                    "problem": 'location "Karachy" is not in Locations',
                    "cure": 'did you mean "Karachi"?',
                    "suggestion": "Karachi",
                }
            ]
        }
    )

    severity: str = Field(description="`error` stops the plan, `warning` goes into it.")
    kind: str = Field(description="A short name that does not change.")
    workbook: str
    sheet: str
    cell: str = Field(description="An address such as `E14`, a row, or blank for a whole sheet.")
    value: str = Field(description="What stands there.")
    times: int = Field(description="How many problems it stands for.")
    problem: str = Field(description="What is wrong.")
    cure: str = Field(description="What would be right.")
    suggestion: str | None = Field(description="What to put into the cell, where that is one thing only.")


class ProblemDetails(BaseModel):
    """Why a request was refused (RFC 9457)."""

    type: str = Field(examples=["/problems/wrong-input"])
    title: str = Field(examples=["The workbooks have errors"])
    status: int = Field(examples=[422])
    detail: str = Field(default="", examples=["Correct what is marked, and upload them again."])
    problems: list[CellProblem] | None = None


class Page(BaseModel, Generic[Item]):
    """A part of a list, the newest first."""

    items: list[Item]
    next: str | None = Field(description="The `after` of the next part; `null` if this is the last.")


_CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
_WORDS = {
    400: "The request cannot be read",
    401: "Nobody knows who asks",
    403: "Not allowed",
    404: "There is none of this name",
    409: "Not yet",
    413: "The upload is too large",
    421: "Another host is asked for",
    422: "Something is wrong with what was sent",
    429: "Too many requests",
    503: "The server is too busy, or cannot reach its database",
    507: "The server has no room",
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals of a route, for its ``responses``; those that any route may give are among them."""
    every = sorted({400, 401, 403, 421, 422, 429, 503, *statuses})
    return {status: {"description": _WORDS[status], "content": _CONTENT} for status in every}


After = Annotated[str | None, Query(max_length=64, description="Where the last part stopped.")]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Names this request: sent again, it makes no second thing.",
    ),
]

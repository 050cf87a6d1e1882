"""The fields of the forms that ask for a plan, as a reader fills them in."""

from __future__ import annotations

from pydantic import BaseModel, Field, ValidationError

from optimizer.web.actions.jobs import PlanOptions
from optimizer.web.pages.reader import Style
from optimizer.web.refusal import Refusal

DETAIL = (
    "How near is a percentage from 0 up to 100, the time limit seconds, prices and costs amounts, 0 or more; and to "
    "plan again it takes a day, such as 2025-03-15."
)


class Choices(BaseModel):
    """What is filled in; blank ones are left out."""

    scenario: str = Field(default="", max_length=200)
    gap_pct: str = Field(default="", max_length=40)
    time_limit: str = Field(default="", max_length=40)
    co2_price_per_t: str = Field(default="", max_length=40)
    as_of: str = Field(default="", max_length=40)
    change_cost: str = Field(default="", max_length=40)
    upload: str = Field(default="", max_length=64)

    def options(self, style: Style, keep: str | None = None) -> PlanOptions:
        """As the job takes them; ``keep`` is the plan to go on from.

        Raises
        ------
        Refusal
            422, if a field cannot be what it says.
        """
        fields = {name: style.plain(getattr(self, name)) for name in ("time_limit", "co2_price_per_t")}
        fields["scenario"] = self.scenario
        if keep is not None:
            fields |= {"keep": keep, "as_of": self.as_of, "change_cost": style.plain(self.change_cost)}
        try:
            if self.gap_pct:
                fields["gap"] = str(float(style.plain(self.gap_pct)) / 100)
            return PlanOptions.model_validate({name: text for name, text in fields.items() if text})
        except (ValidationError, ValueError) as error:
            raise Refusal(422, "invalid", "One of the fields cannot be what it says", DETAIL) from error

"""A column that a scenario looks at or changes, and its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tariffs.folding import fold_code
from tariffs.records import Record, Value
from tariffs.schema import Column, Sheet, Type, normalise
from tariffs.sheets import SETTING_COLUMNS


@dataclass(frozen=True, slots=True)
class Target:
    """A column of a sheet.

    Attributes
    ----------
    column
        What its cells hold.
    container
        The code, where it is the column of a container.
    factor
        What one of the unit in the name used is in the column's own (0.001 for `weight_kg`).
    """

    column: Column
    container: str = ""
    factor: Decimal = Decimal(1)

    @property
    def name(self) -> str:
        """Its canonical name, or the container's code."""
        return self.container or self.column.name

    def of(self, record: Record) -> Value:
        """What a record holds there."""
        if self.container:
            return record.amounts.get(self.container)
        return record.values[self.column.name]

    def blank_in(self, record: Record) -> bool:
        """Whether the cell is blank, whatever the column's default."""
        return record.texts.get(self.name, "").strip() == ""

    def typed_as(self, record: Record) -> Column:
        """The column that the cell is read as: the value of a setting as that setting."""
        if record.sheet == "Settings" and self.column.type is Type.ANY:
            named = normalise(str(record.values["setting"]))
            return next((c for c in SETTING_COLUMNS if c.name == named), self.column)
        return self.column

    def put(self, record: Record, value: Value, text: str) -> Record:
        """The record with another value there, ``None`` for a blank."""
        texts = {**record.texts, self.name: text}
        wrong = record.wrong - {self.name}
        if not self.container:
            values = {**record.values, self.column.name: value}
            return replace(record, values=values, texts=texts, wrong=wrong)
        amounts = {code: amount for code, amount in record.amounts.items() if code != self.container}
        if isinstance(value, Decimal):
            amounts[self.container] = value
        return replace(record, amounts=amounts, texts=texts, wrong=wrong)


def find_target(sheet: Sheet, name: str, containers: Mapping[str, str]) -> Target | None:
    """The column of a sheet that a name means, spelled in any way that a header may be.

    ``containers`` gives the code of each folded code and alias.
    """
    plain = normalise(name)
    for matches in _spelled(plain):
        for column in sheet.columns:
            if (factor := matches(column)) is not None:
                return Target(column, factor=factor)
    code = containers.get(fold_code(name)) if sheet.container_columns else None
    if code is None:
        return None
    return Target(Column(code, Type.NUMBER, f"amount for {code}"), code)


def _spelled(plain: str) -> tuple[Callable[[Column], Decimal | None], ...]:
    """The canonical name of a column comes before a synonym of another."""
    return (
        lambda column: Decimal(1) if column.name == plain else None,
        lambda column: column.spellings().get(plain),
    )

"""How the tonne-km are shared among the modes, plan by plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from optimizer.figures.drawing import TEXT, WIDTH, finished, inline, nothing
from optimizer.figures.figure import Figure, altair
from optimizer.figures.palette import looks
from optimizer.figures.words import percent
from optimizer.plan import Plan
from optimizer.report.summary import Summary
from tariffs.fraction import Fraction

#: Height of a bar with what is between two, pixels; the least share on which a name fits.
STEP = 40
LEAST = 0.075

#: The signs and lines of a name beside its bar.
SIGNS, LINES = 34, 3

PERCENT = "format(100 * datum.value, '.0f') + ' %'"


def mode_shares(names: Sequence[str], plans: Sequence[Plan]) -> Figure:
    """A bar for each plan, as long as the others, of the shares of its modes.

    Parameters
    ----------
    names
        What each plan is called; all different.
    """
    shares = {name: Summary.of(plan).shares for name, plan in zip(names, plans, strict=True)}
    if not any(shares.values()):
        why = "No plan carries anything on a leg that states its distance."
        return nothing("There are no tonne-km to share", why)
    subtitle = ["Share of the tonne-km, on legs that state a distance."]
    return finished(_chart(shares), _title(shares), subtitle, _alt(shares))


def _in_all(shares: Mapping[str, Mapping[str, Fraction]]) -> list[str]:
    """The modes, that with the largest shares first."""
    modes = dict.fromkeys(mode for by_mode in shares.values() for mode in by_mode)
    return sorted(modes, key=lambda mode: (-sum(by_mode.get(mode, 0) for by_mode in shares.values()), mode))


def _title(shares: Mapping[str, Mapping[str, Fraction]]) -> str:
    """What becomes of the first mode where it differs most from the first plan."""
    mode = _in_all(shares)[0]
    name = f"{mode[:1].upper()}{mode[1:]}"
    first = next(iter(shares))
    of = {scenario: by_mode.get(mode, Fraction(0)) for scenario, by_mode in shares.items()}
    other = max(of, key=lambda scenario: abs(of[scenario] - of[first]))
    if percent(of[other]) == percent(of[first]):
        return f"{name} carries {percent(of[first])} of tonne-km" + (" in every plan" if len(of) > 1 else "")
    return f"{name} carries {percent(of[first])} of tonne-km {_under(first)}, {percent(of[other])} {_under(other)}"


def _under(name: str) -> str:
    return name if name == "as it is" else f'under "{name}"'


def _alt(shares: Mapping[str, Mapping[str, Fraction]]) -> str:
    said = (
        f"{name}: {', '.join(f'{mode} {percent(share)}' for mode, share in by_mode.items()) or 'nothing'}"
        for name, by_mode in shares.items()
    )
    return f"A bar for each plan. {'; '.join(said)}."


def _row(name: str) -> str:
    """A name in lines with bars between, cut where it is very long; two that are cut alike stay two."""
    lines = wrap(name.replace("|", "/"), SIGNS)
    return "|".join(lines if len(lines) <= LINES else [*lines[: LINES - 1], f"… {lines[-1]}"])


def _rows(shares: Mapping[str, Mapping[str, Fraction]], modes: Sequence[str]) -> list[dict[str, Any]]:
    rows, found = [], looks(modes)
    for name, by_mode in shares.items():
        at = 0.0
        for mode in modes:
            share = float(by_mode.get(mode, 0))
            if share:
                label = f"{mode} {percent(share)}" if share >= LEAST else ""
                rows.append(
                    {
                        "row": _row(name), "scenario": name, "mode": mode, "share": share,
                        "start": at, "end": at + share, "middle": at + share / 2,
                        "label": label, "ink": found[mode].on_it,
                    }
                )  # fmt: skip
            at += share
    return rows


def _chart(shares: Mapping[str, Mapping[str, Fraction]]) -> Any:
    alt = altair()
    modes = _in_all(shares)
    found = looks(modes)
    base = alt.Chart(inline(_rows(shares, modes)))
    scale = alt.Scale(domain=[0, 1], nice=False)
    x = alt.X("start:Q", title="Share of tonne-km", scale=scale, axis=alt.Axis(labelExpr=PERCENT, tickCount=5))
    y = alt.Y(
        "row:N",
        sort=[_row(name) for name in shares],
        title=None,
        axis=alt.Axis(domain=False, ticks=False, labelExpr="split(datum.label, '|')"),
    )
    bars = base.mark_bar(stroke="white", strokeWidth=1.2, height={"band": 0.7}).encode(
        x=x, x2="end:Q", y=y,
        color=alt.Color(
            "mode:N", title="Mode", scale=alt.Scale(domain=modes, range=[found[mode].colour for mode in modes]),
            legend=alt.Legend(symbolType="square", direction="horizontal"),
        ),
        tooltip=["scenario:N", "mode:N", alt.Tooltip("share:Q", format=".2%")],
    )  # fmt: skip
    texts = base.mark_text(fontSize=TEXT).encode(
        x=alt.X("middle:Q", scale=scale), y=y, text="label:N", color=alt.Color("ink:N", scale=None)
    )
    return alt.layer(bars, texts).properties(width=WIDTH - 180, height=STEP * len(shares))

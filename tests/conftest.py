"""What all tests share: how much Hypothesis tries, that Ctrl-C is heard, and one child that takes workbooks apart.

Hypothesis tries little and always the same by default, much with ``--hypothesis-profile thorough``.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.kept_children import kept_children

SLOW_IS_FINE = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)

settings.register_profile("usual", deadline=None, derandomize=True, suppress_health_check=SLOW_IS_FINE)
settings.register_profile(
    "thorough", deadline=None, max_examples=500, print_blob=True, suppress_health_check=SLOW_IS_FINE
)
settings.load_profile("usual")


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_is_heard() -> None:
    """A shell that runs the suite in the background has it ignored, which is inherited."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def one_child() -> Iterator[None]:
    """Not one for each of thousands of workbooks."""
    with kept_children():
        yield

"""What all tests share: how much Hypothesis tries, and one child process that takes workbooks apart.

Hypothesis tries little and always the same by default, much with ``--hypothesis-profile thorough``.
"""

from __future__ import annotations

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
def one_child() -> Iterator[None]:
    """Not one for each of thousands of workbooks."""
    with kept_children():
        yield

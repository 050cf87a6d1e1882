"""The search for cyclic garbage."""

from __future__ import annotations

import gc

import pytest

from tariffs.collecting import SELDOM, seldom_collected


def test_the_search_for_garbage_is_as_it_was_afterwards() -> None:
    """Seldom inside, as usual outside, whether or not something is raised inside."""
    usual = gc.get_threshold()
    with pytest.raises(KeyError), seldom_collected():
        assert gc.get_threshold() == SELDOM
        raise KeyError
    assert gc.get_threshold() == usual


def test_who_has_put_off_the_search_further_is_left_alone() -> None:
    """A threshold above is kept; the search is never made more frequent."""
    usual = gc.get_threshold()
    gc.set_threshold(1_000_000, 10, 10)
    try:
        with seldom_collected():
            assert gc.get_threshold() == (1_000_000, *SELDOM[1:])
    finally:
        gc.set_threshold(*usual)

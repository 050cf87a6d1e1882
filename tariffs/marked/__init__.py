"""Copies of workbooks in which every doubtful cell is marked, commented and, where that is clear, put right."""

from __future__ import annotations

from tariffs.marked.copies import copy_paths, write_marked

__all__ = ["copy_paths", "write_marked"]

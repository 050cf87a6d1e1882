"""Worlds of any size, and what is measured on them."""

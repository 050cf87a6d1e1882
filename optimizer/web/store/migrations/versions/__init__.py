"""Versions of the schema, one after another."""

"""Figures of plans, frontiers, capacity curves and comparisons, each one specification in Vega-Lite.

They are made by Altair and vl-convert-python, the extra ``figures``, which are imported when a figure is asked for.
"""

"""The checks of `trigger.py`, a module for each group."""

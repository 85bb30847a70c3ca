"""Pure functions on arrays: rates, intervals, survey error, inequality, statuses.

Imports nothing else of this project. Every function names the source of its formula.
"""

"""The Suicide page: help first, then what is known."""

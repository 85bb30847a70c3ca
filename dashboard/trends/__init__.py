"""The Trends page: deaths and people shot over the years, with their context."""

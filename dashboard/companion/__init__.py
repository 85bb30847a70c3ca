"""The static companion: every ZIP code and district as a page without script, for any web host."""

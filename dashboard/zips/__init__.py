"""A ZIP code: what is typed, what is known, and the page that says it."""

"""A legislative district: its name, its numbers, its page."""

"""The Data page: what there is and how to get it."""

"""The Map page: layers, how they are painted, what stands beside them."""

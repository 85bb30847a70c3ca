"""What changed from edition to edition: read, shown, and told to feed readers."""

"""What a reader takes away: briefs, sheets, letters and guides, each written once."""

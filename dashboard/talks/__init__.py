"""What is told to a room: briefings, the story, decks of slides, presentation."""

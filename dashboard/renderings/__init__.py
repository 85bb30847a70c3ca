"""What becomes of a figure: on the screen, as a picture, in a slide, on paper."""

"""What a reader takes away of a figure: links, files, citations, frames in other pages."""

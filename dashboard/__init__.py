"""What the pages share: tables, maps, charts, words, routes. Never imports the pipeline."""

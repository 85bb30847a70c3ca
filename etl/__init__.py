"""The pipeline: public files in, the tables of ``data/`` out. ``python -m etl --help``."""

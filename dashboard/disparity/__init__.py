"""The Disparity page: people shot by economic measure."""

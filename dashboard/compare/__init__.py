"""The Compare page: places side by side, and Massachusetts among the states."""

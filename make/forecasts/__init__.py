"""What `make forecasts` does: both forecasts and their rivals on real curves, as figures, pictures and a page."""

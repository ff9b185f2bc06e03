"""A view to tidy frames: selection, estimates, month slice, arm pairs, time windows, pools."""

"""What a page with a figure shows, ready to be drawn, presented and taken away."""

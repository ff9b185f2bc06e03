"""A chart specification as plain SVG, which a browser draws before any script is there."""

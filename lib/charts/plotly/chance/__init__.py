"""The chance that a new study exceeds a share as Plotly's traces and shapes."""

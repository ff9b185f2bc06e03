"""Tidy frames as charts: `spec` says in plain values what each shows, `plotly` draws it."""

"""How the response changed within studies: lines between two visits, and a forest plot."""

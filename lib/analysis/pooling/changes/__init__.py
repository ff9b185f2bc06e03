"""How the response changed within the studies that are seen in two windows."""

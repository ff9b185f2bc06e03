"""The controls and sections of the pools."""

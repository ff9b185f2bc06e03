"""Which column of an imported table means what: guesses, mappings, layouts."""

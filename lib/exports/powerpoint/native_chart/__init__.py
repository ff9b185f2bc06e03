"""A plot as the XML and the data sheet of a native PowerPoint chart."""

"""A file of which one row is right, and three are wrong."""

MISTAKES = b"""study,arm,months,n_assessed,responders,rate_pct
Lee 2020,Prolotherapy,3,40,32,
Lee 2020,Prolotherapy,6,40,50,
Lee 2020,Prolotherapy,1o,40,20,
Lee 2020,Prolotherapy,24,40,10,170
"""

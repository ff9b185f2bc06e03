"""The steps by which rows come in: brought, understood, mended, compared, tried, kept."""

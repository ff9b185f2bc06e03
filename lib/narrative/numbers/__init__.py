"""The results of `lib/stats` in words: numbers with their intervals, methods and refusals."""

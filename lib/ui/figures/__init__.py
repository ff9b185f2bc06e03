"""Figures as pages show them: drawn, downloaded, added to slides."""

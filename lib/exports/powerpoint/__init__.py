"""Slides as a PowerPoint file whose charts are native and can be edited."""

from lib.exports.powerpoint.presentation import powerpoint

__all__ = ["powerpoint"]

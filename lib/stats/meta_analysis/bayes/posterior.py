"""The posterior of the mean logit and tau, and what is read of it.

Its nodes are laid by `posterior_grid`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from lib.arrays import Floats, Mask
from lib.stats.meta_analysis.gauss_hermite import quadrature_nodes

Places = NDArray[np.intp]

FINE = 8
"""Places of a table for each node."""
_SHIFTS = 9
"""Nodes for a normal spread that is narrow beside the posterior of the mean."""


@dataclass(frozen=True)
class Posterior:
    """J values of tau, and for each of them M evenly spaced values of the mean logit."""

    tau: Floats
    """Shape (J,)."""
    weight: Floats
    """Probability of each tau, shape (J,)."""
    start: Floats
    """First value of the mean, shape (J,)."""
    step: Floats
    """Distance of the values of the mean, shape (J,)."""
    mass: Floats
    """Probability of each mean, given tau, shape (J, M)."""
    cdf: Floats
    """Of the mean given tau, at `FINE` places a step, shape (J, T)."""
    pdf: Floats
    """Density at the same places, for each step, shape (J, T)."""
    tau_places: Floats
    """Values of tau at which its distribution is tabulated."""
    tau_cdf: Floats

    def mean_of_logit(self) -> tuple[float, float]:
        """Mean of the mean logit, and its standard deviation."""
        at = self.start[:, None] + self.step[:, None] * np.arange(self.mass.shape[1])
        chance = self.weight[:, None] * self.mass
        mean = float((chance * at).sum())
        return mean, float(np.sqrt((chance * (at - mean) ** 2).sum()))

    def tau_quantiles(self, chances: Floats) -> Floats:
        """Values of tau below which it lies with these probabilities."""
        found: Floats = np.interp(chances, self.tau_cdf, self.tau_places)
        return found

    def mean_below(self, logits: Floats) -> tuple[Floats, Floats]:
        """Probability that the mean logit lies below each logit, shape (p,), and its density."""
        rows = np.arange(self.tau.size)
        at = np.broadcast_to(logits, (rows.size, logits.size))
        below, density = self._mean_given_tau(at, rows)
        return self.weight @ below, self.weight @ density

    def new_below(self, logits: Floats) -> tuple[Floats, Floats]:
        """Probability that a new study's logit lies below each logit, and its density."""
        wide = self.tau >= 0.8 * self.step
        parts = self._by_mass(logits, wide), self._by_shift(logits, ~wide)
        return parts[0][0] + parts[1][0], parts[0][1] + parts[1][1]

    def _by_mass(self, logits: Floats, chosen: Mask) -> tuple[Floats, Floats]:
        """Where tau is wide beside the steps: a normal distribution around each mean."""
        tau, mass = self.tau[chosen, None], self.mass[chosen] * self.weight[chosen, None]
        mean = self.start[chosen, None] + self.step[chosen, None] * np.arange(mass.shape[1])
        z = (logits[:, None, None] - mean) / tau
        below = (special.ndtr(z) * mass).sum(axis=(1, 2))
        density = (np.exp(-z * z / 2) / np.sqrt(2 * np.pi) * mass / tau).sum(axis=(1, 2))
        return below, density

    def _by_shift(self, logits: Floats, chosen: Mask) -> tuple[Floats, Floats]:
        """Where tau is narrow: the distribution of the mean, shifted by tau times z."""
        place, log_weight = quadrature_nodes(_SHIFTS)
        chance = np.exp(log_weight - place**2 / 2)
        rows = np.flatnonzero(chosen)
        at = logits[:, None] - self.tau[rows, None, None] * place
        at = at.reshape(rows.size, logits.size * _SHIFTS)
        below, density = (
            (self.weight[rows] @ each).reshape(logits.size, _SHIFTS) @ chance
            for each in self._mean_given_tau(at, rows)
        )
        return below, density

    def _mean_given_tau(self, logits: Floats, rows: Places) -> tuple[Floats, Floats]:
        """Given some taus, how likely the mean is below logits, shape (rows, p); its density."""
        last, step = self.cdf.shape[1] - 1, self.step[rows, None]
        place = (logits - self.start[rows, None]) / step * FINE
        cell = np.clip(place, 0, last - 1).astype(np.intp)
        part = np.clip(place - cell, 0, 1)
        at = rows[:, None] * (last + 1) + cell
        first = self.pdf.take(at)
        rise = part * (self.pdf.take(at + 1) - first)
        below = self.cdf.take(at) + part * (first + rise / 2) / FINE
        density = np.where((place >= 0) & (place <= last), first + rise, 0.0) / step
        return np.clip(np.where(place > last, 1.0, below), 0.0, 1.0), density

"""Fits the rational functions of assembly. Run with: python3 scripts/build/fit-rational.py (numpy and scipy).

Prints numerator and denominator, lowest coefficient first, and the largest weighted error. Minimax by Lawson's
iteration: least squares with weights that grow where the error is large, in the basis of Chebyshev.
"""

import numpy as np
from numpy.polynomial import Polynomial, chebyshev
from scipy.special import erfcx


def fit(x, f, weight, over, under, rounds=600):
    """The numerator of degree `over`, the denominator of degree `under` with 1 as its last coefficient, and the error."""
    low, high = x[0], x[-1]
    u = (2 * x - low - high) / (high - low)
    above, below = chebyshev.chebvander(u, over), chebyshev.chebvander(u, under)
    share, last, best = np.ones_like(x), np.ones_like(x), (np.inf, None)
    for _ in range(rounds):
        scale = np.sqrt(share) * weight / np.abs(last)
        matrix = np.hstack([above * scale[:, None], -below * (f * scale)[:, None]])
        norms = np.linalg.norm(matrix, axis=0)
        solution = np.linalg.svd(matrix / norms, full_matrices=False)[2][-1] / norms
        numerator, last = above @ solution[: over + 1], below @ solution[over + 1 :]
        error = np.abs(weight * (numerator / last - f))
        if np.all(last * last[0] > 0) and error.max() < best[0]:
            best = (error.max(), solution)
        share = share * (error / error.max() + 1e-3)
        share /= share.sum()
        last = last / np.abs(last).max()
    error, solution = best
    inner = Polynomial([-(low + high) / (high - low), 2 / (high - low)])
    power = [Polynomial(chebyshev.cheb2poly(part))(inner).coef for part in (solution[: over + 1], solution[over + 1 :])]
    return power[0] / power[1][-1], power[1] / power[1][-1], error


# R(a) = e^(a²/2)·Φ(−a), as exact as its product with e^(−a²/2) needs it, and to 5 digits beyond.
a = 6.5 * (1 - np.cos(np.linspace(0, np.pi, 600))) / 2
r = erfcx(a / np.sqrt(2)) / 2
numerator, denominator, error = fit(a, r, np.exp(-a * a / 2) + 2.0**-24 * 0.02 / r, 3, 4)
print("gelu slope f32: error 2 ^", round(np.log2(error), 1))
print(np.float32(numerator))
print(np.float32(denominator))

"""Fits the rational functions of assembly. Run with: python3 scripts/build/fit-rational.py (numpy).

Prints numerator and denominator, lowest coefficient first, and the largest weighted error. Minimax by Lawson's
iteration: least squares with weights that grow where the error is large, in the basis of Chebyshev.
"""

import numpy as np
from numpy.polynomial import Polynomial, chebyshev
from polish import polish, ulp


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


def tanh(x, c):
    """tanh.ts in f32, with the coefficients N3, N5, D2, D4, D6."""
    half = x * np.float32(0.5)
    z = half * half
    u = z * (c[0] + z * c[1])
    s = z * (c[2] + z * (c[3] + z * c[4]))
    bend = half * u
    n, d = half + bend, 1 + s
    difference = (1 - half) + (s - bend)
    t = d * s + n * n
    return np.minimum(x, 1) - np.minimum(x * (t - d * u), difference * difference) / (1 + (t + s))


# tanh(h)/h for h = x/2, as exact as tanh x needs it.
h = 4.65 * (1 - np.cos(np.linspace(0, np.pi, 600))) / 2 + 1e-9
q = np.tanh(h)
slope = 2 * (1 - q * q) / (1 + q * q) ** 2
numerator, denominator, error = fit(h * h, q / h, slope * h / np.tanh(2 * h), 2, 3)
print("tanh quotient f32: error 2 ^", round(np.log2(error), 1))
start = np.float32(np.r_[numerator[1:] / numerator[0], denominator[1:] / denominator[0]])
x = np.arange(0x3E800000, 0x41100000, 11, dtype=np.int32).view(np.float32)
exact = np.tanh(x.astype(np.float64))
unit = ulp(exact)
error_of = lambda c, at: np.abs(tanh(x[at], c) - exact[at]) / unit[at]
step = lambda random: random.normal(size=5) * [4, 400, 1, 8, 800] * np.exp(-4 * random.random())
# tanh.ts has the outcome, of several seeds and samples, whose worst error of all inputs is the smallest.
print(start, *polish(start, error_of, step, 3000))

"""Fits the tail of the normal distribution (assembly/math/tail.ts, bell.ts). Run with: python3 scripts/build/fit-tail.py
(numpy, scipy and mpmath; some minutes).

M(a) = Φ(−a)/φ(a), Mills' ratio, as N/(a·N + E), which tends to 1/a: N and E, lowest coefficient first, N's last is 1.
"""

import mpmath as mp
import numpy as np
from numpy.polynomial import Polynomial, chebyshev
from polish import polish, ulp
from scipy.special import erfc, erfcx

PEAK = 1 / np.sqrt(2 * np.pi)


def spread(low, high, count=300):
    return low + (high - low) * (1 - np.cos(np.linspace(0, np.pi, count))) / 2


def lawson(error_of, columns, target, rounds=400):
    """Least squares with weights that grow where the error is large. `error_of(solution)` has the weights of the fit."""
    share, best = np.ones(len(columns)), (np.inf, None)
    scale = np.ones(len(columns))
    for _ in range(rounds):
        weight = np.sqrt(share) * scale
        if target is None:
            matrix = columns * weight[:, None]
            norms = np.linalg.norm(matrix, axis=0)
            solution = np.linalg.svd(matrix / norms, full_matrices=False)[2][-1] / norms
        else:
            solution = np.linalg.lstsq(columns * weight[:, None], target * weight, rcond=None)[0]
        error, scale, safe = error_of(solution)
        scale = scale / scale.max()
        if safe and error.max() < best[0]:
            best = (error.max(), solution)
        share = share * (error / error.max() + 1e-3)
        share /= share.sum()
    return best


def quotient(a, mills, weight, over, under):
    """N and E with the least largest weight·|N/(a·N + E) − M|."""
    middle = a[-1] / 2
    above = chebyshev.chebvander(a / middle - 1, over)
    below = chebyshev.chebvander(a / middle - 1, under)

    def error_of(solution):
        n = above @ solution[: over + 1]
        whole = a * n + below @ solution[over + 1 :]
        safe = np.all(whole * whole[0] > 0)
        return weight * np.abs(n / whole - mills), weight / np.abs(whole), safe

    columns = np.hstack([above * (1 - a * mills)[:, None], -below * mills[:, None]])
    error, solution = lawson(error_of, columns, None)
    power = [
        Polynomial(chebyshev.cheb2poly(part))(Polynomial([-1, 1 / middle])).coef
        for part in (solution[: over + 1], solution[over + 1 :])
    ]
    return error, power[0] / power[0][-1], power[1] / power[0][-1]


def density(first, rho, weight, degree):
    """P with the coefficients `first` and the least largest weight times relative error from e^(−ρ/2)/√(2π)."""
    exact = PEAK * np.exp(-rho / 2)
    known = rho[:, None] ** np.arange(len(first)) @ first
    columns = rho[:, None] ** np.arange(len(first), degree + 1)
    error_of = lambda c: (weight * np.abs((known + columns @ c) / exact - 1), weight / exact, True)
    error, rest = lawson(error_of, columns, exact - known)
    return error, np.r_[first, rest]


def report(name, error, *parts):
    print(f"{name}: error 2 ^ {np.log2(float(error)):.1f}", *parts, sep="\n")


# gelu f32: P's scale is a degree of freedom, which N and E make good for. P0 is a number of f32, and P1 half of it.
SCALE = float(np.float32(PEAK * (1 - 2e-6))) / PEAK
a = spread(1e-3, 13.27)
mills = erfcx(a / np.sqrt(2)) / 2 / PEAK / SCALE
value = quotient(a, mills, 1 / mills, 4, 3)
report("gelu f32", value[0], value[1], value[2])
rho = 2 * np.linspace(-0.39, 0.39, 401)
weight = np.where(np.abs(rho) <= 0.702, 1, np.interp(np.abs(rho), [0.702, 0.78], [0.7, 0.25]))
p = density(np.array([PEAK, -PEAK / 2]), rho, weight, 6)
report("gelu f32, P", p[0], p[1] * SCALE)

# Its slope: as exact as its product with φ needs it.
a = spread(1e-4, 9)
mills = erfcx(a / np.sqrt(2)) / 2 / PEAK
slope = quotient(a, mills, np.exp(-a * a / 2) * PEAK + 2.0**-34 / (a + 0.3), 3, 2)
report("gelu slope f32", slope[0], slope[1], slope[2])
rho = 2 * np.linspace(-0.36, 0.36, 500)
a = np.sqrt(np.maximum(rho, 0))
size = np.abs(erfc(a / np.sqrt(2)) / 2 - a * PEAK * np.exp(-a * a / 2))
slopes = density(np.array([np.float32(PEAK)]), rho, np.where(rho >= 0, np.maximum(size, 0.14), 0.14), 5)
report("gelu slope f32, P", slopes[0], slopes[1])


def tail(a, c):
    """Tail.weigh of tail.ts in f32, with the coefficients N0 to N3, E0 to E3, P0 to P6."""
    f = np.float32
    high = (a.view(np.int32) & -4096).view(f)
    square = high * high
    n = square * f(-0.72152364) + f(12582912) - f(12582912)
    rho = (square + n * f(1.38629150390625)) + ((a - high) * (a + high) + n * f(0.0000028572136))
    z = rho * rho
    p = c[8] + (c[9] * rho + z * ((c[10] + c[11] * rho) + z * ((c[12] + c[13] * rho) + c[14] * z)))
    t = a * (c[0] + a * (c[1] + a * (c[2] + a * (c[3] + a))))
    rest = a * (c[5] + a * (c[6] + a * c[7]))
    sum = rest + t
    whole = sum + (c[4] + (rest - (sum - t)))
    return t / whole * np.exp2(n) * p


WIDTH = np.array([30, 60, 120, 240, 30, 60, 120, 240, 2, 4, 8, 30, 80, 300, 1500])


def step(random):
    width = WIDTH * np.exp(-5 * random.random())
    return random.normal(size=15) * width * (random.random(15) < random.random())


start = np.float32(np.r_[value[1][:-1], value[2], p[1] * SCALE])
a = np.arange(0x3A800000, 0x41500000, 997, dtype=np.int32).view(np.float32)
exact = a * erfc(a / np.sqrt(2)) / 2
unit = ulp(exact)
error_of = lambda c, at: np.abs(tail(a[at], c).astype(np.float64) - exact[at]) / unit[at]
# tail.ts has the outcome of many more moves, whose hard inputs came from scans of all; bell.ts of moves like these.
print(*polish(start, error_of, step, 3000))

# gelu f64: Remez' exchange, at 60 digits. E's last coefficient is 1, too.
mp.mp.dps = 60
OVER, UNDER, POINTS = 10, 9, 600
SIZE = OVER + UNDER + 1
FIRST = mp.mpf(0.3989422804014327)
FAR = mp.mpf("37.7")
v = [FAR / (FAR + 3) * (1 - mp.cos(mp.pi * i / (POINTS - 1))) / 2 for i in range(POINTS)]
a = [mp.mpf("1e-8"), *(3 * s / (1 - s) for s in v[1:])]
f = [x * mp.exp(x * x / 2) * mp.erfc(x / mp.sqrt(2)) / 2 / FIRST for x in a]
peaks = [round((POINTS - 1) * i / (SIZE - 1)) for i in range(SIZE)]
whole = [mp.mpf(1)] * POINTS
for turn in range(40):
    for _ in range(3 if turn else 12):
        matrix, right = mp.matrix(SIZE, SIZE), mp.matrix(SIZE, 1)
        for row, i in enumerate(peaks):
            for j in range(OVER):
                matrix[row, j] = a[i] ** (j + 1) * (1 - f[i])
            for j in range(UNDER):
                matrix[row, OVER + j] = -f[i] * a[i] ** j
            matrix[row, SIZE - 1] = -((-1) ** row) * f[i] * whole[i]
            right[row] = f[i] * a[i] ** UNDER - (1 - f[i]) * a[i] ** (OVER + 1)
        solution = list(mp.lu_solve(matrix, right))
        n, e = [*solution[:OVER], 1], [*solution[OVER:-1], 1]
        t = [x * mp.polyval(n[::-1], x) for x in a]
        whole = [s + mp.polyval(e[::-1], x) for s, x in zip(t, a)]
    error = [s / w / y - 1 for s, w, y in zip(t, whole, f)]
    peaks = [0]
    for i in range(1, POINTS):
        if (error[i] > 0) != (error[peaks[-1]] > 0):
            peaks.append(i)
        elif abs(error[i]) > abs(error[peaks[-1]]):
            peaks[-1] = i
    while len(peaks) > SIZE:
        peaks.pop(0 if abs(error[peaks[0]]) < abs(error[peaks[-1]]) else -1)
    most = max(map(abs, error))
    if most < mp.mpf("1.02") * min(abs(error[i]) for i in peaks):
        break
# tail.ts has N0 and E0 one unit in the last place less: then a·Φ(−a) tends to a/2 more closely.
report("gelu f64", most, list(map(float, n)), list(map(float, e)))

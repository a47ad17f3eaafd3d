"""Fits the quotients of assembly/exact/gelu.ts. Run with: python3 scripts/build/fit-normal.py (mpmath; some seconds).

With R(a) = e^(a²/2)·Φ(−a): R(a) = N/D of degrees 8 and 9, and (R(a) − a/√(2π))/(zero − a) = M/C, both of degree 8, where the
numerator vanishes at `zero`. Lowest coefficient first; the last of D and of C is 1. Remez' exchange at 60 digits.
"""

import math

import mpmath as mp

mp.mp.dps = 60
POINTS = 500
PEAK = 1 / mp.sqrt(2 * mp.pi)


def ratio(a):
    return mp.exp(a * a / 2) * mp.erfc(a / mp.sqrt(2)) / 2


ZERO = mp.findroot(lambda a: ratio(a) - a * PEAK, mp.mpf("0.75179"))


def slope(a):
    return (ratio(a) - a * PEAK) / (ZERO - a)


def value(coefficients, x):
    return mp.polyval(coefficients[::-1], x)


def quotient(function, far, over, under, first=()):
    """Polynomials of the degrees `over` and `under` with the least relative error from 0 to `far`. `first` are their first
    coefficients, if those are given."""
    given = 1 if first else 0
    size = over + 1 + under - 2 * given + 1
    top = far / (far + 3)
    nodes = [top * (1 - mp.cos(mp.pi * i / (POINTS - 1))) / 2 for i in range(given, POINTS)]
    a = [3 * v / (1 - v) for v in nodes]
    f = [function(x) for x in a]
    begin = 5 * given
    peaks = [round(begin + (len(a) - 1 - begin) * i / (size - 1)) for i in range(size)]
    whole = [(1 + x) ** under for x in a]
    start = [mp.mpf(c) for c in first] if first else [mp.mpf(0), mp.mpf(0)]
    for turn in range(40):
        for _ in range(3 if turn else 12):
            matrix, right = mp.matrix(size, size), mp.matrix(size, 1)
            for row, i in enumerate(peaks):
                powers = [a[i] ** j for j in range(max(over, under) + 1)]
                above, below = powers[given : over + 1], [-f[i] * power for power in powers[given:under]]
                for column, entry in enumerate([*above, *below, -((-1) ** row) * f[i] * whole[i]]):
                    matrix[row, column] = entry
                right[row] = f[i] * (powers[under] + start[1]) - start[0]
            solution = list(mp.lu_solve(matrix, right))[:-1]
            count = over + 1 - given
            n = [*start[:given], *solution[:count]]
            d = [*start[given : 2 * given], *solution[count:], mp.mpf(1)]
            whole = [value(d, x) for x in a]
        error = [value(n, x) / w / y - 1 for x, w, y in zip(a, whole, f)]
        peaks = [0]
        for i in range(1, len(a)):
            if (error[i] > 0) != (error[peaks[-1]] > 0):
                peaks.append(i)
            elif abs(error[i]) > abs(error[peaks[-1]]):
                peaks[-1] = i
        while len(peaks) > size:
            peaks.pop(0 if abs(error[peaks[0]]) < abs(error[peaks[-1]]) else -1)
        most = max(map(abs, error))
        if most < mp.mpf("1.03") * min(abs(error[i]) for i in peaks):
            break
    return most, n, d


def report(name, fit):
    error, *parts = fit
    print(f"{name}: error 2 ^ {float(mp.log(error, 2)):.1f}", *(list(map(float, part)) for part in parts), sep="\n")


# N0/D0 is less than ½ by an ulp, and N0 has few bits: a·N0/D0 is less than a/2 for every subnormal a, never a tie.
report("normal", quotient(ratio, mp.mpf("14.4"), 8, 9, (37000.0, math.nextafter(74000.0, math.inf))))
report(f"slope, zero {float(ZERO)}", quotient(slope, mp.mpf("14.6"), 8, 8))

"""The last digits of coefficients, as the fits of this folder move them."""

import numpy as np


def polish(c, error_of, step, moves):
    """Moves last digits of f32 coefficients while that makes the largest error smaller.

    `error_of(c, at)` has the errors of the sample at some indices, `step(random)` a move in units of the last digit.
    """
    random, hard = np.random.default_rng(1), np.arange(0)
    least = error_of(c, slice(None)).max()
    for _ in range(moves):
        tried = (c.view(np.int32) + np.round(step(random)).astype(np.int32)).view(np.float32)
        if hard.size and error_of(tried, hard).max() >= least:
            continue
        errors = error_of(tried, slice(None))
        hard = np.union1d(hard, np.argsort(errors)[-50:])
        if errors.max() < least:
            c, least = tried, errors.max()
    return c, least


def ulp(exact):
    """The unit in the last place of f32 numbers."""
    return 2.0 ** (np.floor(np.log2(exact)) - 23)

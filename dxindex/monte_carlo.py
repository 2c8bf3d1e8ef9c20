"""Draws from the unit cube, reproducible whatever the split, and the work on them in bounded memory.

Heavy libraries load inside functions: :mod:`dxindex.uncertainty` is loaded with the package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dxindex.compact_ranks import rank_rows
from dxindex.ensemble import Ensemble
from dxindex.errors import OptionError
from dxindex.progress import track

FloatArray = NDArray[np.float64]
RankArray = NDArray[np.unsignedinteger]

SEED_BLOCK = 1_000
"""Draws that share one random stream. Fixed: draws do not depend on how work is split, nor on how many follow."""

ROWS_AT_ONCE = 10_000
"""Most draws in one task."""

CELLS_AT_ONCE = 1_000_000
"""Draws times units held at once in a task: eight megabytes per array of scores."""


def check_draws(n: int) -> None:
    """Raise OptionError unless ``n`` is a whole number from 1."""
    if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1:
        raise OptionError(f"n must be a whole number of draws from 1, not {n!r}")


def check_seed(random_state: int) -> None:
    """Raise OptionError unless the seed is a whole number from 0."""
    whole = isinstance(random_state, int | np.integer) and not isinstance(random_state, bool)
    if not whole or random_state < 0:
        raise OptionError(f"random_state must be a whole number from 0, not {random_state!r}")


def draw_uniforms(dimensions: int, random_state: int, start: int, stop: int) -> FloatArray:
    """Return draws ``start`` to ``stop`` from the unit cube, shape (stop - start, dimensions).

    Every block of :data:`SEED_BLOCK` draws has a stream of its own, named by its number.

    >>> bool((draw_uniforms(2, 0, 0, 3)[1:] == draw_uniforms(2, 0, 1, 3)).all())
    True
    """
    blocks = []
    for block in range(start // SEED_BLOCK, -(-stop // SEED_BLOCK)):
        first = block * SEED_BLOCK
        generator = np.random.default_rng(np.random.SeedSequence(random_state, spawn_key=(block,)))
        drawn = generator.random((min(stop - first, SEED_BLOCK), dimensions))
        blocks.append(drawn[max(start - first, 0) :])
    return np.concatenate(blocks) if blocks else np.empty((0, dimensions))


def draw_blocks(dimensions: int, random_state: int, n: int) -> Iterator[tuple[slice, FloatArray]]:
    """Yield all draws, a block at a time, with where they lie among them."""
    for rows in slices(n, SEED_BLOCK):
        yield rows, draw_uniforms(dimensions, random_state, rows.start, rows.stop)


def map_draws(
    task: Callable[..., Any], ensemble: Ensemble, n: int, random_state: int, n_jobs: int | None
) -> Iterator[tuple[int, int, Any]]:
    """Yield ``(start, stop, task(ensemble, random_state, start, stop))`` over all draws, in order.

    Work goes through joblib, on threads unless another backend is configured; results do not depend on how
    it is split.
    """
    from joblib import Parallel, delayed, effective_n_jobs

    share = -(-n // max(1, effective_n_jobs(n_jobs)))
    rows = min(ROWS_AT_ONCE, -(-share // SEED_BLOCK) * SEED_BLOCK)
    parts = list(ranges(n, rows))
    work = Parallel(n_jobs=n_jobs, prefer="threads", return_as="generator")
    found = work(delayed(task)(ensemble, random_state, start, stop) for start, stop in parts)
    for (start, stop), value in zip(parts, track(found, len(parts)), strict=True):
        yield start, stop, value


def _pieces(
    ensemble: Ensemble, random_state: int, start: int, stop: int
) -> Iterator[tuple[slice, FloatArray]]:
    """Yield positions and draws of a task, few enough at a time to hold their scores."""
    uniforms = draw_uniforms(ensemble.dimensions, random_state, start, stop)
    for rows in slices(stop - start, max(1, CELLS_AT_ONCE // len(ensemble.units))):
        yield rows, uniforms[rows]


def node_ranks(
    ensemble: Ensemble, random_state: int, start: int, stop: int, *, nodes: Sequence[str]
) -> RankArray:
    """Return the ranks of draws by some nodes: shape (nodes, draws, units)."""
    found = [
        rank_rows(ensemble.evaluate(part, nodes)) for _, part in _pieces(ensemble, random_state, start, stop)
    ]
    return np.concatenate(found, axis=1)


def node_scores(
    ensemble: Ensemble, random_state: int, start: int, stop: int, *, node: str
) -> NDArray[np.float32]:
    """Return the scores of draws on a node, to seven digits: shape (draws, units)."""
    pieces = _pieces(ensemble, random_state, start, stop)
    return np.concatenate([ensemble.evaluate(part, [node])[0].astype(np.float32) for _, part in pieces])


def group_counts(
    ensemble: Ensemble,
    random_state: int,
    start: int,
    stop: int,
    *,
    nodes: Sequence[str],
    groups: NDArray[np.int64],
    n_groups: int,
    scaled: bool,
) -> NDArray[np.int64]:
    """Return how often each unit falls into each group: shape (units, groups).

    ``groups`` are those that every draw starts from, -1 for none, as :func:`~dxindex.regroup.regroup` takes them.
    """
    from dxindex.regroup import regroup

    counts = np.zeros((len(groups), n_groups), dtype=np.int64)
    for _, part in _pieces(ensemble, random_state, start, stop):
        points = np.moveaxis(ensemble.evaluate(part, nodes), 0, -1)
        if scaled:
            points = points / np.nanstd(points, axis=1, keepdims=True)
        labels = regroup(points, groups, n_groups)
        for group in range(n_groups):
            counts[:, group] += (labels == group).sum(axis=0)
    return counts


def slices(count: int, size: int) -> Iterator[slice]:
    """Yield :func:`ranges` as slices."""
    for start, stop in ranges(count, size):
        yield slice(start, stop)


def ranges(count: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield where each part of ``count`` things starts and stops, ``size`` at a time."""
    for start in range(0, count, size):
        yield start, min(start + size, count)

"""How fast the engine is, and how it grows: ``python -m benchmarks`` writes ``docs/benchmarks.md``.

Every figure of one table comes from one run on one machine. No test depends on any of them: a clock is no test.
"""

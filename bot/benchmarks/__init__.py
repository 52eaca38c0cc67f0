"""The project's own benchmarks: ratios within one run, against references that stand beside them."""

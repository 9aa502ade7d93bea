"""Tests of the benchmarks themselves: of the figures, not of the speed."""

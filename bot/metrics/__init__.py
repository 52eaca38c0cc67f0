"""Figures for whoever watches the installation: counted in memory, without persons, and read by Prometheus."""

"""Headroom's library: what customers write about, what could be automated, how it felt, and what to do next."""

"""Demo companies: invented, written by hand, varied by a seeded generator."""

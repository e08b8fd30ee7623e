"""From labels to plans: what to build, what it would bring, what to do next."""

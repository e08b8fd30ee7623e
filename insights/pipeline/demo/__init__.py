"""The demo companies: what Start shows of them, how one is opened at once, and how what makes that possible is made."""

"""Optional judges that are slower and know more: they judge a sample, and the built-in judges learn from it."""

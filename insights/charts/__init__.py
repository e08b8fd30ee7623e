"""From frames to Altair. A chart takes frames, a palette and words, and returns a chart; it reads and stores nothing."""

"""Live connections: who is connected, where their tokens are, and when they are pulled."""

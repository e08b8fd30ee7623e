"""The shell around the pure parts: read, check, store, analyse, publish; the queue's worker; what a screen may ask for."""

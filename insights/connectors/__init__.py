"""Other systems, asked over the network, and only when the user has seen who is asked and said yes."""

"""The few layers, losses and optimizers that several demos share, each beside its equation."""

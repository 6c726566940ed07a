"""The drawn hand: a camera without a device, and pictures of hands for training and tests."""

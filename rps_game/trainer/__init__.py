"""The process that trains heads and converts Keras' network, beside the window."""

"""The small part that learns: heads, their training, what they tell about themselves. NumPy only."""

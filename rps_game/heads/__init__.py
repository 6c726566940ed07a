"""The small part that learns: heads, their training and their explanations. NumPy; to train also OpenCV."""

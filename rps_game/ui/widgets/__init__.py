"""What screens are made of: widgets, which draw themselves in their `rect`, and the layout of them."""

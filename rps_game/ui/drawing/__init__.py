"""What is drawn with: colours, fonts, symbols, icons."""

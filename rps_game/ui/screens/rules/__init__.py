"""RULES and EDITOR: which rule sets there are, which one is played by, and how to write one."""

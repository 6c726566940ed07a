"""Measures the accuracy and the errors of heads and networks: the tables of docs/recognition.md."""

"""What the recogniser reads right and wrong, and which head does best: the tables of docs/recognition.md."""

"""From a camera to a gesture. No pygame in here."""

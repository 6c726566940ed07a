"""From a device to a square picture: cameras, recordings, the thread that reads them."""

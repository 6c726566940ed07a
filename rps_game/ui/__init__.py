"""What the player sees and touches: pygame lives here and in `app`."""

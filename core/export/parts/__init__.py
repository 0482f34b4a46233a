"""What a script is given in place of the app's own machinery: read as text, never imported by the app."""

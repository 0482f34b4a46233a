"""What every page draws with: text that is not ours, markup that escapes, styles, widgets that the server sets too."""

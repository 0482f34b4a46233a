"""Plain work on texts: shortening, figures, patterns that never go back, differences, pages of HTML, table cells."""

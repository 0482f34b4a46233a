"""What a visitor takes home: code, pictures, tables, traces."""

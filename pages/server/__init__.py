"""What stands before the pages: who may come in, headers, cookies, the first page, and what is loaded with the server."""

"""What stands before the pages: who may come in, headers, cookies, the first page, and what the server loads."""

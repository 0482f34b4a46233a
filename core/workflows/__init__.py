"""One workflow a file, named by its id. A new file here is in the gallery, the command line and the tests by itself."""

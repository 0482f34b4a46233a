"""Models inside this process: any GGUF file, by llama.cpp."""

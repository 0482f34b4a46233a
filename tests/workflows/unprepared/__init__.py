"""Inputs that the rules of the simulated model were not written around, with what a person would expect."""

"""Frames in, bytes out: the files people take away."""

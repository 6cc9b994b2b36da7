"""The demonstration district: invented data that come in by the same way as real ones."""

from data.demo.load import LoadedDemo, clear_demo, is_complete, is_demo, is_empty, load_demo

__all__ = ["LoadedDemo", "clear_demo", "is_complete", "is_demo", "is_empty", "load_demo"]

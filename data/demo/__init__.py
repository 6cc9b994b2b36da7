"""The demonstration district: invented data that come in by the same way as real ones."""

"""Sentences of the record, of imports and of the check."""

UNKNOWN_SOURCE = "Không có nguồn dữ liệu nào tên “{name}”."

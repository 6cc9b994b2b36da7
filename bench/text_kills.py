"""Words of the interrupted runs."""

from __future__ import annotations

TIME, UNIT, OVERALL = "Lúc", "Đơn vị", "Chung"
TOLD = "{part}: {count} kills, {hit} before it was done, {wrong} wrong"
LOST = "{part} {number}: something acknowledged is gone"
DIFFERENT = "{part} {number}: done again it does not end like an undisturbed run: {found}"
NO_FORK = "this system cannot fork"

"""Every named number a rule rests on, each with its reason; nothing is computed here."""

from __future__ import annotations

from fractions import Fraction

# The plans' rule: low answers "over 25 %" of all answers to the general question, strictly more.
LOW_SHARE = Fraction(1, 4)

# Above a fifth one bad week brings a desk over the line: worth a look before the rule applies.
NEAR_SHARE = Fraction(1, 5)

# Praise asks for as much care as blame: nine in ten, proved by the same one-sided bound.
EXCELLENT_SHARE = Fraction(9, 10)

# Intervals shown to people are two-sided 95 %; "enough evidence" is a one-sided 95 % bound.
CONFIDENCE = 0.95

# Below thirty answers a 95 % interval is wider than 30 points in the middle of the scale:
# such a rate is not printed as a finding and no group is ranked by it.
MINIMUM_N = 30

# On screen one to four answers are never called "enough": one low answer of one has a Wilson
# bound of 27 %, though chance alone gives it one time in four at a true rate of 25 %.
FLOOR_N = 5

# Control chart: three standard deviations; 0.00135 is the normal tail beyond them.
SIGMAS = 3.0
OUTSIDE_CHANCE = 0.00135

# Eight points in a row on one side of the centre: one in 256 when both sides are equally likely.
RUN_LENGTH = 8

# Near 0 % or 100 % and with few answers the sides are not equally likely, so the exact chance
# of the whole run must also be at most this.
RUN_CHANCE = 0.01

# With fewer periods the series' own rate is no yardstick: each point pulls it towards itself.
MINIMUM_PERIODS = 6

# A new level of a series is named in a headline only when three periods on either side show it,
# it is at least two points, and chance over all possible turns explains it at most once in 100.
TURN_PERIODS = 3
TURN_POINTS = 0.02
TURN_CHANCE = 0.01

# Share of false findings among the units called different (Benjamini-Hochberg).
FALSE_DISCOVERY = 0.05

# Funnel: warning and alarm limits in use for hospital statistics (Spiegelhalter 2005).
FUNNEL_WARNING = 0.95
FUNNEL_ALARM = 0.998

# Of the z scores that measure how far units vary, the outer tenth on either side is drawn in to
# its inner edge: one unit far away must not widen the funnel that is to show it (Spiegelhalter).
WINSORISED = 0.1

# Units vary more than chance alone from half as much variance again; below it is noise.
OVERDISPERSED = 1.5

# One desk answers for one person in several minutes: ten answers for one officer in ten minutes
# are not ten visits. A unit without named officers may have several counters, so thirty.
BURST_MINUTES = 10
BURST_OFFICER = 10
BURST_UNIT = 30

# Forms required of a number of dossiers: (fewer than, per cent); the last holds for all others.
QUOTA_STEPS = ((100, 50), (500, 30), (1000, 20))
QUOTA_LAST = 10

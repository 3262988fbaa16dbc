"""What a run suffers from, where one sees it, and what may help.

Each rule reads the record and states numbers of it; none trains. A finding is a statement about
this record, and its cure is a suggestion: whether it helps, only the training with it shows.

What the rules cannot know: why a loss stays high where no rule holds (a network may be too small,
and a plateau that two classes share looks like learning); whether a loss that still falls slowly
would have fallen in a longer run; and, as the epoch of the lowest test loss is picked by looking at
that same loss, how much of an overfit is luck of the pick.

A rule is a function of a `patient.Patient`, in the file of what it reads (`features`, `losses`,
`neurons`, `answers`), and one entry in `rules.RULES`.
"""

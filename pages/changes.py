"""What is new, revised or withdrawn, from edition to edition."""

from dashboard.changes import sections
from dashboard.store import atlas

sections.opening(atlas())
sections.history(atlas())

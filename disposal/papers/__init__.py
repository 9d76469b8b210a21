"""What do the papers of this stage say? For their registry alone: import the module."""

import disposal.papers.compilations
import disposal.papers.feedback
import disposal.papers.letters
import disposal.papers.national
import disposal.papers.notices
import disposal.papers.penalty  # noqa: F401

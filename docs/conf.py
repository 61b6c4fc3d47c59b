"""How Sphinx builds the documentation: ``make docs``. Nothing is fetched from the network."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for `_sphinx`

import ksclient

project = "ksclient"
author = "The ksclient maintainers"
copyright = "The ksclient maintainers"
version = release = ksclient.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "_sphinx",
]
exclude_patterns = ["_*"]
nitpicky = True
highlight_language = "text"  # a `::` in a docstring is a tree or an output; Python says that it is

# --- Markdown ------------------------------------------------------------------------------

myst_heading_anchors = 4

# --- docstrings: reST, with Google's sections ------------------------------------------------

default_role = "py:obj"  # `Session.request`; what is not in the reference stays plain code
toc_object_entries_show_parents = "hide"
maximum_signature_line_length = 88
python_display_short_literal_types = True
autodoc_default_options = {"members": True, "member-order": "bysource", "show-inheritance": True}
autodoc_class_signature = "mixed"
autodoc_preserve_defaults = True
autodoc_typehints_format = "short"
napoleon_numpy_docstring = False
napoleon_use_rtype = False

# --- how it looks ----------------------------------------------------------------------------

html_theme = "furo"
html_title = "ksclient"
html_copy_source = False
html_show_sphinx = False
copybutton_prompt_text = r"\$ "
copybutton_prompt_is_regexp = True
copybutton_only_copy_prompt_lines = True

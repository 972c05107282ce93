"""`python -m premortem.cli`: the command line where its script is not on the path."""

import sys

from premortem.cli import main

sys.exit(main())

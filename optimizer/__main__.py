"""``python -m optimizer``."""

from __future__ import annotations

import sys

from optimizer.cli import main

sys.exit(main())

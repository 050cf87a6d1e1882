"""What each command of the command line does: it calls others in order, and says what they found.

Each is a module with a function ``run`` that takes the options, gives whether a difference was found, and raises
what stops it. A module is imported only when its command runs.
"""

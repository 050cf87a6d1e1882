"""What is said of this program from outside: worlds that are read, plans that are made of them, and their audit.

Nothing in ``optimizer`` knows of this package but the command line and the web.
"""

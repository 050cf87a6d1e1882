"""What a child does: a module for each kind of job, with ``run(task) -> dict``.

A task reads ``task.inputs``, writes files into ``task.out`` and says what it found. All that is slow to import, and all
that reads what a user has sent, is here and below.
"""

"""What the simulated model knows to do for single workflows, a file each: core/simulated/skills/<workflow_id>.py.

Most workflows need none: the schema filler and the writer read any prompt. core/simulated/skill.py says how to
write one.
"""

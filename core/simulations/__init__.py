"""What the simulated model knows to do for single workflows, a file each: core/simulations/<workflow_id>.py.

Most workflows need none: the schema filler and the writer read any prompt. core/llm/simulated/skills.py says how to
write one.
"""

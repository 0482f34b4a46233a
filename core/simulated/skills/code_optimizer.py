"""Code, its improvement by feedback, and a judge who goes by the tests."""

from core.simulated import linear as re
from core.simulated.asked import Asked
from core.simulated.skill import Built, Skill, fields
from core.simulated.writing.code import first_version, judge, mended_version


def _code(asked: Asked) -> Built:
    task = re.search(r"\btask:\s*(.+?)(?:\n[A-Z]\w+:|\Z)", asked.system, re.DOTALL)
    feedback = re.search(r"\bFeedback:\s*(.+)", asked.system, re.DOTALL)
    if task is None or feedback is None:
        return {"code": first_version(asked.text)}
    return {"code": mended_version(task[1].strip(), asked.text, feedback[1])}


def _judged(asked: Asked) -> Built:
    tests = re.search(r"\bTests:\s*(.+)", asked.system, re.DOTALL)
    if tests is None:
        return None
    score, feedback = judge(asked.text, tests[1])
    return {"score": score, "feedback": feedback}


SKILLS = (Skill("code", fields("code"), _code), Skill("judge", fields("score", "feedback"), _judged))

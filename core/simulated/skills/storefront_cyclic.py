"""Storefront promoter with a judge: an e-mail must name what deserves praise most on the page."""

from core.simulated import linear as re
from core.simulated.asked import Asked
from core.simulated.reading import shops
from core.simulated.skill import Built, Skill, fields

GOOD, MISSED, NOTHING = 0.88, 0.45, 0.3


def _judged(asked: Asked) -> Built:
    email = re.search(r"\be-?mail:\s*(.+)", asked.system, re.IGNORECASE | re.DOTALL)
    if email is None:
        return None
    worthy = shops.praiseworthy(asked.text)
    if not worthy:
        return {
            "quality": NOTHING,
            "feedback": "The page tells of nothing that deserves praise, so the e-mail praises nothing in particular.",
        }
    best = [one for one in worthy if shops.praise(one) >= shops.praise(worthy[0]) - shops.NEARLY_AS_GOOD]
    if any(shops.mentions(email[1], one) for one in best):
        return {"quality": GOOD, "feedback": "It names what deserves praise most."}
    return {"quality": MISSED, "feedback": f"The e-mail does not name what deserves praise most: “{worthy[0]}”"}


SKILLS = (Skill("judge of an e-mail", fields("quality", "feedback"), _judged),)

"""Group chat: a manager picks who speaks next among several roles, until it declares the goal reached.

Use it when several points of view have to meet and nobody can say beforehand who must answer whom.
"""

from typing import Any, Literal

from pydantic import BaseModel, Field, create_model

from core import LLM, Agent, Example, Params, Rejected, Said, Session, Workflow, fill, gate, group, prompt, step
from core.agents import Line, goes_in_circles, in_a_row, polite_in_a_row, transcript
from core.samples.roles import RolesText, read_roles


class Choice(BaseModel):
    goal_reached: bool = Field(description="True as soon as the group has what the goal asks for")
    speaker: str = Field(description="Who speaks next")
    request: str = Field(description="What the speaker should say something about")
    result: str = Field(description="What the group agreed on so far")


class Discussion(BaseModel):
    result: str
    messages: list[Line]


class ChatParams(Params):
    roles: RolesText = Field(
        "Organizer: proposes a plan and changes it when others object\n"
        "Treasurer: checks figures, costs and limits, and asks for what is missing\n"
        "Host: thinks of the guests and of what could go wrong\n"
        "Writer: writes down at the end what was agreed",
        description="One role a line: its name, a colon, what it is for",
    )
    manager_prompt: str = prompt(
        "You lead a group that works towards a goal together. Pick who speaks next and say what about, so that every "
        "role is heard and objections are answered. Declare the goal reached when nobody objects any more and the "
        "result is written down.\nGoal: {goal}\nRoles:\n{roles}",
        title="The manager",
    )
    speaker_prompt: str = prompt(
        "You take part in a group that works towards a goal. Speak for your role, in at most three sentences, and "
        "answer what the others said.\nYou are: {name}\nYour part: {part}\nGoal: {goal}",
        title="The speakers",
    )
    max_turns: int = Field(16, ge=1, le=60, description="How many lines are spoken at most")
    most_in_a_row: int = Field(2, ge=1, le=10, description="How often the same role may be picked in a row")


@step
async def manager(talk: tuple[Line, ...], goal: str, p: ChatParams, llm: LLM) -> Choice:
    """Who speaks next, or that the goal is reached; only names of roles are accepted."""
    roles = read_roles(p.roles)
    names: Any = Literal[tuple(role.name for role in roles)]
    form = create_model("Choice", __base__=Choice, speaker=(names, ...))
    told = "\n".join(f"- {role.line}" for role in roles)
    return await llm.parse(fill(p.manager_prompt, goal=goal, roles=told), transcript(talk), form)


def sessions_of(goal: str, p: ChatParams, llm: LLM) -> dict[str, Session[Choice]]:
    """A session for each role, which hears all that is said."""
    told = {
        role.name: fill(p.speaker_prompt, name=role.name, part=role.goal, goal=goal) for role in read_roles(p.roles)
    }
    return {name: Session(Agent(name, text, max_turns=p.max_turns), llm) for name, text in told.items()}


async def run(request: str, p: ChatParams, llm: LLM) -> Discussion | Rejected:
    sessions, talk, picked = sessions_of(request, p, llm), list[Line](), list[str]()

    def say(speaker: str, text: str) -> None:
        talk.append(Line(speaker=speaker, text=text))
        for name, session in sessions.items():
            if name != speaker:
                session.hear(f"{speaker}: {text}")

    while True:
        choice = await manager(tuple(talk), request, p, llm)
        result = Discussion(result=choice.result, messages=talk)
        if gate("goal_reached", choice.goal_reached, turn=len(picked) + 1):
            return result
        picked.append(choice.speaker)
        why = why_to_stop(picked, talk, p)
        if not gate("may_speak", not why, turn=len(picked), max_turns=p.max_turns, in_a_row=in_a_row(picked)):
            return Rejected(why, result)
        say("manager", f"{choice.speaker}, {choice.request}")
        with group("speakers"):
            spoken = await sessions[choice.speaker].speak()
        say(choice.speaker, spoken.text if isinstance(spoken, Said) else "")


def why_to_stop(picked: list[str], talk: list[Line], p: ChatParams) -> str:
    if in_a_row(picked) > p.most_in_a_row:
        return f"The manager picked {picked[-1]} {in_a_row(picked)} times in a row. Tell it to hear every role."
    spoken = [line for line in talk if line.speaker != "manager"]
    if goes_in_circles(spoken) or polite_in_a_row(spoken) > 3:
        return "The group only repeats itself or its courtesies. Make the goal or the roles clearer."
    if len(picked) > p.max_turns:
        return f"The limit of {p.max_turns} turns is reached. Raise max_turns to go on."
    return ""


WORKFLOW = Workflow(
    run=run,
    params=ChatParams,
    pattern="The model drives",
    examples=(
        Example(
            "A picnic for twelve",
            "Plan a birthday picnic for 12 people with 150 euros: food, games, and what to do if it rains.",
        ),
        Example(
            "Roles of your own",
            "Find a name for a repair café: short, friendly, and easy to say on the phone.",
            {"roles": "Inventor: proposes names\nSceptic: doubts what is unclear\nEditor: sums up what was agreed"},
        ),
        Example(
            "Stopped at the turn limit",
            "Plan a moving day with 4 helpers and one van: packing, carrying, lunch, and the keys at 17:00.",
            {"max_turns": 3},
        ),
        Example(
            "The same speaker again and again",
            "Plan a street party: music, tables, and a permit.",
            {"manager_prompt": "Always pick the Organizer until the plan is perfect.\nGoal: {goal}\nRoles:\n{roles}"},
        ),
    ),
    diagram=(
        ("input", "manager"),
        ("manager", "goal_reached"),
        ("goal_reached", "output", "yes"),
        ("goal_reached", "may_speak", "no"),
        ("may_speak", "speakers", "yes"),
        ("speakers", "manager"),
        ("may_speak", "rejected", "no"),
    ),
    driven=("speakers",),
    calls="2 a line: the manager's choice and the speaker",
    latency="the sum of the calls",
    view="chat",
)

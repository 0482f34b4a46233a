"""Website agents: every file of a small site has an agent of its own, which tells those who depend on it what changed.

Use it when a task touches several parts that each need an owner with a memory, and a change in one asks for others.
"""

from pydantic import BaseModel, Field, field_validator

from core import LLM, Example, Params, Rejected, Workflow, concurrently, fill, gate, group, prompt, step
from core.agents import Agent, Finished, drive
from core.samples.bundled import WEBSITE_SPACE, website
from core.samples.file_draft import FileDraft
from core.samples.roles import dependents_in_turn, read_graph
from core.workflow import KeptFiles, open_files


class Choice(BaseModel):
    file: str = Field(description="The one file to begin with, or none when the request fits no file")
    why: str


class Handover(BaseModel):
    summary: str = Field(description="What you changed in your file, or your answer, in a sentence")
    notice: str = Field("", description="What files that depend on yours must adapt to; empty when nothing")


class FileChange(Handover):
    file: str
    version: int | None = Field(description="The version this made; None when the file stayed as it was")


class SiteChange(BaseModel):
    changes: list[FileChange]
    given_up: list[str] = Field(description="Agents that reached a limit, with the reason; their files are unchanged")


class WebsiteParams(Params):
    choose_prompt: str = prompt(
        "A website has these files, each with an owner:\n{files}\n\nWhich file must the request below change first? "
        "Answer none when it is not about this site."
    )
    owner_prompt: str = prompt(
        "You own the file {file} of a website. Change nothing that was not asked for. When your file is done, or need "
        "not change, call finish.\n\nWhat you did before:\n{before}\n\nYour file:\n{text}"
    )
    notice_prompt: str = prompt("{file} has changed: {notice}\nAdapt your own file if this affects it.")
    depends_on: str = Field(
        "app.js: style.css\nindex.html: style.css, app.js\nabout.html: style.css, app.js",
        description="Which file depends on which, a line each; a circle is refused",
    )
    max_turns: int = Field(6, ge=1, le=20, description="Turns an agent has for one request")

    @field_validator("depends_on")
    @classmethod
    def _has_no_circle(cls, text: str) -> str:
        read_graph(text, [file.name for file in website()])
        return text


@step
async def choose_owner(request: str, files: KeptFiles, p: WebsiteParams, llm: LLM) -> Choice:
    """Whose file is this about? A request that begins with @file goes there without being asked."""
    spoken_to = request[1:].split(maxsplit=1) if request.startswith("@") and request[1:2].strip() else []
    if spoken_to:
        return Choice(file=spoken_to[0] if len(spoken_to) == 2 else "none", why="You spoke to its agent.")
    listed = "\n".join(f"- {name}: {files.text(name)[:300]}" for name in files.names)
    return await llm.parse(fill(p.choose_prompt, files=listed), request, Choice)


@step(kind="code")
async def save(files: KeptFiles, draft: FileDraft, done: Handover, wish: str) -> FileChange:
    """Keep the new version, if there is one."""
    version = None
    if draft.text != files.text(draft.name):
        version = files.write(draft.name, draft.text, by=draft.name, request=wish).version
    return FileChange(file=draft.name, summary=done.summary, notice=done.notice if version else "", version=version)


async def change(file: str, wish: str, files: KeptFiles, p: WebsiteParams, llm: LLM) -> FileChange | str:
    """One agent at work on its file; the reason when it reached a limit."""
    draft = FileDraft(file, files.text(file))
    before = (
        "\n".join(f"- {version.request}" for version in files.versions(file)[-5:] if version.request) or "Nothing yet."
    )
    told = fill(p.owner_prompt, file=file, text=draft.text, before=before)
    agent = Agent(file, told, [draft.replace_text, draft.write_file], Handover, max_turns=p.max_turns)
    with group("agents"):
        done = await drive(agent, wish, llm)
    handed_in = isinstance(done, Finished)
    gate("handed_in", handed_in, agent=file, turns=done.turns, max_turns=p.max_turns)
    return await save(files, draft, done.result, wish) if isinstance(done, Finished) else done.reason


async def run(request: str, p: WebsiteParams, llm: LLM) -> SiteChange | Rejected:
    files = await open_files(WEBSITE_SPACE, {file.name: file.text for file in website()})
    graph = read_graph(p.depends_on, files.names)
    owner = (await choose_owner(request, files, p, llm)).file
    if not gate("owner_found", owner in files.names, file=owner):
        known = ", ".join(files.names)
        return Rejected(f"This fits no file of the site. Say what to change, or begin with @ and one of: {known}.")
    first = await change(owner, request.removeprefix(f"@{owner}").strip(), files, p, llm)
    if isinstance(first, str):
        return Rejected(f"{first} Nothing was changed. Raise max_turns, or ask for less at once.")
    changes, given_up = [first], list[str]()
    for turn in dependents_in_turn(graph, owner):
        news = {made.file: fill(p.notice_prompt, file=made.file, notice=made.notice) for made in changes if made.notice}
        wishes = {name: "\n".join(news[neighbour] for neighbour in graph[name] if neighbour in news) for name in turn}
        concerned = [name for name, wish in wishes.items() if wish]
        if concerned:
            gate("dependents_to_tell", True, files=concerned, because_of=list(news))
            done = await concurrently(*(change(name, wishes[name], files, p, llm) for name in concerned))
            changes += [outcome for outcome in done if isinstance(outcome, FileChange)]
            given_up += [outcome for outcome in done if isinstance(outcome, str)]
    gate("dependents_to_tell", False, told=len(changes) - 1)
    return SiteChange(changes=changes, given_up=given_up)


WORKFLOW = Workflow(
    run=run,
    params=WebsiteParams,
    pattern="The model drives",
    examples=(
        Example("A change that reaches every file", "Rename the class button to book-now."),
        Example("A change that stays in its file", "Make the accent colour dark green."),
        Example("Talk to one agent", "@about.html Change the heading to 'Who we are'."),
        Example("A request about something else", "What is the capital of France?"),
        Example("An agent without enough turns", "Make the accent colour dark green.", {"max_turns": 1}),
    ),
    diagram=(
        ("input", "choose_owner"),
        ("choose_owner", "owner_found"),
        ("owner_found", "rejected", "no"),
        ("owner_found", "agents", "yes"),
        ("agents", "handed_in"),
        ("handed_in", "rejected", "no"),
        ("handed_in", "save", "yes"),
        ("handed_in", "dependents_to_tell", "no"),
        ("save", "dependents_to_tell"),
        ("dependents_to_tell", "agents", "yes"),
        ("dependents_to_tell", "output", "no"),
    ),
    calls="1 + the turns of each agent",
    latency="the owner's turns + the slowest dependent's of each round",
    view="website",
    driven=("agents",),
    at_once=True,
)

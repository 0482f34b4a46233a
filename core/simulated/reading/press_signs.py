"""Turns of phrase of mail that presses or tells of danger, and of mail that can wait: (weight, regular expression)."""

PRESSING: tuple[tuple[float, str], ...] = (
    (
        1.1,
        r"\b(?:immediately|right (?:now|away)|straight ?away|at once|asap|as soon as (?:possible|you can)|"
        r"this (?:instant|minute|second|very)|urgently|emergency|without delay)\b",
    ),
    (0.7, r"\burgent\b(?!\?)"),
    (
        1.0,
        r"\b(?:within|in|for) (?:the )?(?:next )?(?:minutes|an hour|the hour|half an hour|\d+ (?:minutes|"
        r"mins?)|(?:five|ten|fifteen|twenty|thirty) minutes)\b",
    ),
    (
        0.8,
        r"\b(?:by|until|before|till) (?:noon|midday|tonight|end of (?:the )?day|eod|"
        r"\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|o'clock|today|sharp)|\d{1,2}[:.]\d\d|one|two|three|four|five|six|"
        r"seven|eight|nine|ten|eleven|closing)\b(?! (?:days|weeks|months|hours|people|of))|\btoday by\b",
    ),
    (
        0.9,
        r"\b(?:need|needs|must|have to|has to|want|wants|please|can you|could you|required?|reply|answer|"
        r"decide|send|sign|approve|pay|deliver)\b.{0,70}\b(?:today|tonight|this (?:morning|afternoon|"
        r"evening)|now)\b|\btoday\b.{0,40}\b(?:deadline|at the latest|or (?:we|the|it|they))",
    ),
    (
        0.9,
        r"\b(?:call|ring|phone|text) me\b(?! (?:next|sometime|whenever|if you))|\b(?:call|ring|"
        r"phone) us (?:now|back|today)|\bcall the number\b|\bget hold of\b|\bpick up the phone|"
        r"\banswer your phone|\bwhere are you\?|\bhelp!|\bplease (?:help|come)\b(?! (?:us|me) (?:with|to|and|find))|"
        r"\b(?:call|ring|phone|get|send) (?:the|a|an|some) ?\w{1,20} (?:now|at once|here)\b|\bcome quickly",
    ),
    (
        0.7,
        r"\bbefore (?:it|they|he|she|the|we|any|somebody|someone)\b.{0,60}\b(?:spread|set out|close|leave|"
        r"start|arriv|see|sees|notice|depart|end|begin|lock|open|go)\w*|\bwhile they are still|"
        r"\bdeal is off|\bor (?:we|i) (?:lose|miss)|\btoo late\b",
    ),
    (
        0.6,
        r"\byes or no\?|\b(?:recall|stop|undo|cancel|block|freeze) (?:it|them|the (?:payment|transfer|"
        r"shipment|order|card))\b|\bwaiting (?:outside|here|in front|at the door)|\bdeadline is|\b(?:ends|"
        r"closes|expires) today|\bdeposit now",
    ),
    (
        0.5,
        r"\b(?:the )?(?:wedding|flight|train|plane|exam|hearing|surgery|operation|funeral|concert|"
        r"performance|presentation|launch|closing) (?:is|leaves|starts|begins) (?:today|tonight|tomorrow|"
        r"in an hour)",
    ),
)
DANGER: tuple[tuple[float, str], ...] = (
    (
        1.1,
        r"\b(?:is|are|went|gone|been) (?:completely )?(?:down|offline|unreachable)\b|\[down\]|\boutage\b|"
        r"\b50[0234]\b.{0,40}\b(?:minutes|checkout|error|page)|\breturned 50\d|\bcannot (?:check out|pay|"
        r"log in|work)\b|\bnobody can\b|\bno one can\b",
    ),
    (
        1.2,
        r"\b(?:fire|smoke|burning|gas leak|smell(?:s)? (?:of )?gas|flood\w*|bleed\w*|unconscious|collapsed|"
        r"ambulance|injur\w+|evacuat\w+|leave the building|heart attack|seizure|not breathing|in labour|"
        r"broke(?:n)? (?:his|her|a|my) (?:leg|arm))\b",
    ),
    (
        1.1,
        r"\b(?:water|oil|sewage)\b.{0,20}\b(?:dripping|coming|pouring|leaking|running|gushing|spraying)|"
        r"\bburst pipe|\bpipe (?:has )?burst|\bdripping (?:from|onto|through)",
    ),
    (
        1.1,
        r"\bransom\w*|\bhacked\b|\bbreach\b|\bmalware|\bstolen\b|\bbreak-?in|\bbroken into|\bbeing changed|"
        r"\bare changing while|\bleaked\b|\bstopped \w+ transfers|\bdid not (?:enter|make|authori[sz]e)",
    ),
    (
        1.2,
        r"\block(?:ed)? (?:out|in)\b|\blocked (?:the|my|our) keys?\b|\btrapped\b|\bstuck\b.{0,40}\b(?:lift|"
        r"elevator|floors)|\b(?:lift|elevator)\b.{0,40}\bstuck|\bstranded|"
        r"\bmissing (?:since|child|person)|\b(?:baby|child|kid|toddler)\b.{0,20}\b(?:inside|alone|missing|"
        r"ill|fever)",
    ),
    (
        1.1,
        r"\b(?:must|may) not\b.{0,50}|\bdo not let (?:any|every|some)|\bkeep (?:everybody|everyone|people|"
        r"them) (?:off|out|away)|\bcracked\b.{0,40}\b(?:over|clamps?|beam|dam)|\bhanging (?:from|over|by)\b|"
        r"\bavalanche|\bstorm warning",
    ),
    (
        0.8,
        r"\bgone bankrupt|\bcall(?:ed)? off\b|\bcancelled (?:on us|at the last)|\bto the wrong (?:customer|"
        r"person|address|client|list|recipient)|\bwill miss\b|\bpower (?:cut|failure|is out|went out)|"
        r"\bno heating|\balarm\b",
    ),
)
PATIENT: tuple[tuple[float, str], ...] = (
    (
        1.4,
        r"\bno (?:rush|hurry|pressure|need to (?:reply|answer|hurry|act))|\bnot urgent|\bnothing urgent|"
        r"\bwhenever (?:you|it suits|that suits|possible)\b|\bat your (?:convenience|leisure)|\btake your time|"
        r"\bwhen(?:ever)? you (?:find|have|"
        r"get) (?:a moment|time|the time|a chance)",
    ),
    (
        1.2,
        r"\b(?:next|in the coming|over the next|within the next) (?:\w+ )?(?:week|weeks|month|months|"
        r"days)\b(?: is| will|,)? ?(?:fine|enough|do)?|\bneed not (?:do|reply|answer)|\banswer only if|"
        r"\bonly if you|\bjust (?:curious|wondering|so you know|for your information)|\bfyi\b|\bis a joke|"
        r"\bcan wait",
    ),
    (
        0.8,
        r"\bwithin (?:two|three|\d) working days|\bhave a (?:good|nice|lovely) (?:weekend|day|evening)|"
        r"\bi have it at reception|\bminutes (?:of|from)\b|\bnewsletter|\balready (?:fixed|solved|resolved|"
        r"paid|done)|\bwas (?:down|resolved)\b.{0,40}\b(?:back|fixed|again)|\bdrill\b|\b(?:planned|"
        r"scheduled) (?:maintenance|test)",
    ),
)

"""Which everyday words belong together: the little knowledge of the world that telling labels apart takes."""

from functools import lru_cache

from core.simulated import linear as re
from core.simulated.reading.words import stem, stems

_TOPICS: dict[str, str] = {
    "shipping": "paket lieferung sendung angekommen colis livraison paquete envío deliver "
    "delivery parcel package track tracking courier carrier arrive arrival ship "
    "shipment dispatch "
    "post postal late address customs warehouse transit order",
    "refund": "erstattung rückgabe remboursement reembolso devolución refund return reimburse "
    "exchange charge cancel money overcharge damaged broken fit size unwanted",
    "billing": "rechnung facture factura invoice bill charge payment pay paid fee amount price "
    "subscription card overcharge expensive account statement instalment "
    "debit tax receipt cost",
    "technical": "funktioniert kaputt fehler panne erreur funciona roto error bug crash login "
    "password app website install update reset connect connection internet router "
    "wifi screen button battery device software freeze load start print printer sync setup network browser server "
    "computer laptop phone bluetooth account modem buffer stream signal speed lag netflix television tv cable",
    "spam": "prize winner won discount cheap lottery claim congratulations viagra casino bonus "
    "guarantee watches rich earn income loan crypto bitcoin inheritance exclusive selected voucher subscribe "
    "unsubscribe replica pills investment profit million",
    "urgent": "urgent immediately asap emergency deadline critical outage alarm evacuate quickly overdue",
    "sales": "buy purchase price quote demo plan discount license trial interested pricing order upgrade",
    "complaint": "unacceptable terrible awful expensive ugly uncomfortable boring cold slow dirty "
    "angry furious disappointed worst complain rude never poor bad "
    "sad cry weep lose lonely hate horrible boring dirty cold waste disgust regret slow late",
    "praise": "love great excellent wonderful thank amazing perfect happy best fantastic brilliant "
    "enjoy recommend beautiful friendly delicious wonderful fun glad laugh smile cheerful",
    "event": "meeting meet appointment schedule calendar lunch dinner call conference party workshop invite",
    "modify": "move change reschedule postpone cancel shift instead update delay rename swap earlier later",
    "account": "account login password username profile email delete register sign",
    "job": "job career position hire vacancy interview internship recruit",
    "press": "journalist press media article newspaper publish",
    "legal": "contract lawyer court sue law liability gdpr privacy terms",
    "health": "doctor pain ill sick hospital medicine symptom fever health",
    "travel": "flight hotel trip travel train airport holiday visa luggage",
    "food": "restaurant food eat meal dish recipe cook menu",
    "sport": "football match team game score win player league sport",
    "politics": "election government minister party vote parliament president policy",
    "science": "research study scientist experiment data physics biology",
    "code": "function code bug python program compile test class variable api",
    "weather": "weather rain sunny sun temperature forecast umbrella cold warm hot snow wind storm degrees",
    "time": "time clock hour timezone o'clock",
    "calculate": "calculate compute sum plus minus times divided percent total",
    "search": "search find lookup look information",
    "reply": "reply answer respond draft response",
    "classify": "classify category sort label kind",
    "summarize": "summary summarize shorten gist overview",
    "translate": "translate translation language german french spanish english",
}
_ALIASES = {
    "delivery": "shipping", "return": "refund", "returns": "refund", "money": "refund", "invoice": "billing",
    "payment": "billing", "price": "billing", "cost": "billing",
    "support": "technical", "tech": "technical", "bug": "technical", "it": "technical",
    "junk": "spam", "phishing": "spam", "advertising": "spam", "fraud": "spam", "emergency": "urgent",
    "meeting": "event",
    "calendar": "event", "appointment": "event", "change": "modify", "update": "modify", "reschedule": "modify",
    "negative": "complaint", "sad": "complaint", "happy": "praise", "good": "praise",
    "bad": "complaint", "status": "shipping", "tracking": "shipping",
    "positive": "praise", "compliment": "praise", "feedback": "complaint",
}  # fmt: skip
_PHRASES: tuple[tuple[str, str], ...] = (
    ("order", r"\bord-\d"),
    ("invoic", r"\binv-\d"),
    (
        "~broken",
        r"\b(?:does|do|did|is|are|was|will|would|can|has)(?:n['’]?t| not) (?:\w+ )?(?:work|start|open|load|"
        r"switch|turn|respond|connect|boot|charg|pair|sync|print|log|show|play|function)"
        r"|\b(?:won['’]t|can['’]?t|cannot|can not|unable to|fails? to|refuses? to) "
        r"(?:\w+ )?(?:work|start|open|load|log|"
        r"switch|turn|respond|connect|boot|charg|pair|sync|print|install|access|reach|get in|sign)"
        r"|\bstopped working|\bnot working|\bkeeps? (?:crash|freez|disconnect|restart|"
        r"turning|buffer|drop|fail|cut|hang|los)|\b(?:is|are|been|went) down\b"
        r"|\bcrash(?:es|ed)?\b|\bblinks? red|\bout of order|\b(?:shows?|gives?|has|have|get|gets|there is|is) "
        r"no (?:light|signal|sound|"
        r"picture|power|connection|internet|image|response|service)\b|\b(?:is|are|seems?) (?:stuck|frozen|dead|"
        r"defective|"
        r"unstable|(?:so |too |very |terribly )?slow)\b|\bbuffers?\b|\bno longer (?:work|start|respond|connect|"
        r"turn|charg|load)|"
        r"\berror (?:code|message|\d+)|\bne (?:marche|fonctionne) (?:pas|plus)\b|\b(?:geht|funktioniert) nicht\b"
        r"|\bno funciona\b|\bnon funziona\b|\bwerkt niet\b",
    ),
    (
        "~giveback",
        r"\b(?:tak|send|bring|giv|ship|mail)(?:e|ing)? (?:\w+ ){0,4}back\b|\bexchange\b"
        r"|\breturn (?:it|an?|the|my|this|these|them|some)\b",
    ),
    (
        "~moneyback",
        r"\bget (?:something|anything|some of it|some money|a credit) back\b|\bcompensat"
        r"|\bmoney back|\b(?:paid|charged|billed|debited) (?:\w+ )?(?:twice|double|two times)|\bdouble[- ]charg"
        r"|\bwrong charge|\brefund|\bsend (?:it|them|this) back|\bgive (?:it|them) "
        r"back|\breimburs|\breturn (?:it|the|my|this|these)",
    ),
    (
        "~hurry",
        r"\bas soon as possible|\basap\b|\bright (?:now|away)|\bimmediately|\btoday\b|\burgent|\bat once|\bthis instant"
        r"|\bwithin (?:the|an|\d+|two|three) ?(?:next )?(?:hours?|minutes?)|\bby "
        r"(?:noon|tonight|\d{1,2} ?[ap]m|end of day|eod)"
        r"|\bin (?:ten|five|\d+|twenty) minutes|\bneed (?:it|this|them) (?:by|for) "
        r"(?:tomorrow|tonight|today)|\bdeadline|\bemergency|\b(?:leave|leaving|fly|"
        r"flying|travel\w*)\b.{0,30}\b(?:tomorrow|tonight|today)|\basking for the "
        r"(?:second|third)",
    ),
    (
        "~upset",
        r"\bfurious|\bangry|\bunacceptable|\boutrag|\bdisappoint|\bfed up|\bridiculous|\bterrible|\bworst|\bawful|!!"
        r"|\bdisgust|\bscandal|\bnever again|\b(?:would|will) (?:not|never) (?:buy|"
        r"come|order)|\bnot worth|\blawyer|\bstill (?:no|waiting|nothing|haven)",
    ),
    (
        "~damaged",
        r"\b(?:ripped|torn|tore|broke|broken|cracked|leaks?|leaking|faulty|defective|"
        r"damaged|scratched|wrong (?:size|item))\b",
    ),
    (
        "~nohurry",
        r"\bno (?:hurry|rush)|\bwhenever (?:you|it suits|that suits|possible)|\bwhen you (?:find|have|get) (?:a "
        r"moment|time|a chance)|\bcan wait"
        r"|\bat your convenience|\bone day\b|\bjust (?:curious|wondering)|\bnext week "
        r"is fine|\bnot urgent|\bno pressure",
    ),
    (
        "~where",
        r"\bwhere(?: is|['’]s| are)\b|\b(?:has|have|did)(?:n['’]t| not) (?:\w+ )?(?:arriv|come|receiv|turn(?:ed)? up)"
        r"|\bshould have (?:been|arriv|come)|\bnever (?:arrived|came|turned up)|"
        r"\bnothing at my door|\bnicht (?:angekommen|da)\b|"
        r"\bstill (?:waiting|not here)|\bwhen (?:will|do|can|does) (?:my|the|it|I (?:get|receive))"
        r"|\bnot (?:yet )?(?:arrived|received|been delivered)|\blost in the post",
    ),
    (
        "~bait",
        r"\bclick (?:here|this|the link|on)|\b\d{2,3} ?% off|\blimited (?:time "
        r")?offer|\bspecial offer|\byou(?:['’]ve| have)? (?:been selected|won)"
        r"|\byou are a winner|\bact now|\bclaim (?:your|it)|\bbank details|\bverify "
        r"your account|\bonly today|\bfree (?:gift|money|trial|i?phone)"
        r"|\bdear (?:lucky |valued )?(?:customer|friend|winner)|\bearn (?:\$|€|£|\d)|\bwork from home|\bno risk",
    ),
    (
        "~offer",
        r"\b(?:do|will|would|did) (?:you|u|ya) (?:\w+ ){0,3}"
        r"(?:sell|offer|have|carry|stock|rent|plan|open|ship|deliver)\b"
        r"|\b(?:can|could|would) you recommend\b"
        r"|\bare you (?:\w+ )?(?:hiring|open|closed|planning)\b|\b(?:opening|business) hours\b",
    ),
    (
        "~blocked",
        r"\bblocked|\bcannot (?:work|continue|check out|pay)|\bwritten off|\bdeal is off|\b(?:is|are) down\b|\boutage"
        r"|\bnobody can|\bleave the building|\bevacuat|\bcall me|\bfor (?:my|the) "
        r"(?:wedding|funeral|surgery|flight|trip) (?:tomorrow|today|tonight)",
    ),
)
_OF_TOPIC = {
    "shipping": ("~where",), "refund": ("~moneyback", "~giveback", "~damaged"), "billing": ("~moneyback",),
    "technical": ("~broken",),
    "spam": ("~bait",), "urgent": ("~hurry", "~blocked"), "complaint": ("~upset",),
}  # fmt: skip


@lru_cache(maxsize=256)
def signs(text: str) -> frozenset[str]:
    """The turns of phrase in a text that single words do not show: ~broken, ~hurry, ~where, …"""
    lowered = text.lower()
    return frozenset(name for name, pattern in _PHRASES if re.search(pattern, lowered))


@lru_cache(maxsize=512)
def topic_of(name: str) -> frozenset[str]:
    """The topics a label's name or description points to."""
    named = {stem(word): word for word in (*_TOPICS, *_ALIASES)}
    found = {named[one] for one in stems(name.replace("_", " ").replace("-", " ")) if one in named}
    return frozenset(_ALIASES.get(one, one) for one in found)


@lru_cache(maxsize=512)
def words_of(topic: str) -> frozenset[str]:
    """The stems and signs that speak for a topic."""
    return stems(_TOPICS[topic]) | {stem(topic)} | frozenset(_OF_TOPIC.get(topic, ()))

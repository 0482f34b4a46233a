"""Turns of phrase of fraud and advertising, and of mail that only looks like it: (weight, regular expression)."""

FRAUD: tuple[tuple[float, str], ...] = (
    (1.0, r"\bpay\b.{0,60}\b(?:by|with|using) (?:credit )?card\b.{0,40}\b(?:release|deliver|unlock|receive)"),
    (1.0, r"\bmillionaire\b|\bsecret (?:system|method|formula|trick)|\blose weight\b|\bwithout (?:diet|exercise)\b"),
    (0.7, r"\b(?:order|buy|invest|join|subscribe) (?:\w+ ){0,3}(?:now|today)!"),
    (1.0, r"\bcasino|\bfree spins?\b|\bbetting\b"),
    (
        1.2,
        r"\b(?:confirm|verify|validate|update|restore|unlock)\b.{0,30}\b(?:identity|account|password|card|"
        r"billing|payment|bank|login|log-in|details|wallet|information|mailbox)\b",
    ),
    (
        1.0,
        r"\b(?:enter|send|give|reply with|provide|fill in|submit)\b.{0,40}\b(?:password|card (?:number|"
        r"details)|pin|bank (?:details|account)|social security|passport|account number|personal (?:data|"
        r"details))\b",
    ),
    (
        0.8,
        r"\baccount\b.{0,40}\b(?:suspend|clos|limit|block|lock|deactivat|terminat|expire)\w*|"
        r"\bunusual (?:activity|sign)",
    ),
    (
        0.7,
        r"\b(?:click|follow|tap|open|use|log ?in)\b.{0,20}\b(?:link|button|here|below|attachment)\b|"
        r"\blink is valid",
    ),
    (
        1.2,
        r"\benable (?:macros|content|editing)\b|\bgift cards?\b.{0,60}\b(?:scratch|codes?|photos?)|"
        r"\bscratch\b.{0,30}\bcodes?",
    ),
    (
        1.0,
        r"\bpay\b.{0,40}\b(?:fee|customs|insurance|charge|tax|postage)\b.{0,60}\b(?:card|deliver|release|"
        r"front|bitcoin)|\b(?:fee|insurance|processing)\b.{0,25}\b(?:up front|upfront|in advance)",
    ),
    (
        0.8,
        r"\bcredit card ready|\bcertified technicians?|\bcomputer is infected|\binfected with\b|"
        r"\byour (?:pc|device) (?:is|has)\b.{0,20}\bvirus",
    ),
    (
        0.8,
        r"\bdo this quietly|\bkeep (?:this|it) (?:between us|confidential|secret)|\b(?:strictly|"
        r"highly) confidential|\bcannot talk\b|\bdon'?t tell anyone",
    ),
    (
        1.4,
        r"\b(?:inheritance|next of kin|late (?:husband|father|client)|barrister|prince|widow|"
        r"dying)\b.{0,200}\b(?:million|funds?|fortune|money|transfer|bank)|\bmillion\b.{0,60}\b(?:usd|"
        r"dollars|euros?|pounds|fund|share)|\bunclaimed\b.{0,30}\b(?:fund|money|refund|package|prize)",
    ),
    (0.6, r"\b(?:final notice|last warning|legal action|will be (?:deleted|erased|charged))\b"),
    (
        1.1,
        r"\bi (?:have )?(?:recorded|hacked|filmed|installed)\b.{0,80}\b(?:you|your|camera|webcam|device)|"
        r"\bsend\b.{0,20}\b(?:bitcoin|btc)",
    ),
)
OFFER: tuple[tuple[float, str], ...] = (
    (
        1.2,
        r"\b(?:you(?:'ve|’ve| have)?|your (?:number|e-?mail|address)|address) (?:has |have |was |were |"
        r"are )?(?:been )?(?:won|win|selected|chosen|drawn|picked)\b|\byou are (?:a|the|"
        r"our) (?:lucky )?winner|\blucky winner|\bclaim (?:your|the|it)\b.{0,25}",
    ),
    (0.4, r"^\W*congratulations\b|\bprize\b|\blottery\b|\bjackpot\b"),
    (
        0.9,
        r"\b\d{2,3} ?(?:%|percent) (?:off|discount|cheaper)|\bsave (?:up to )?\d+ ?(?:%|percent)|"
        r"\b(?:up to )?\d+ ?% off",
    ),
    (
        0.7,
        r"\b(?:today only|only today|limited (?:time )?offer|(?:sale|offer|deal) ends|last chance|"
        r"while stocks? lasts?|act now|order (?:now|today)|buy (?:now|today)|don'?t miss|hurry|"
        r"special offer|exclusive (?:offer|deal)|final hours|only \d+ (?:places|spots|seats|left)|"
        r"lowest prices?|unbeatable)\b",
    ),
    (
        0.9,
        r"\b(?:replica|rolex|luxury watches|cheap watches|designer (?:bags|watches)|viagra|cialis|pills?|"
        r"meds|no prescription|weight loss|lose \d+ (?:kg|kilos?|pounds?|lbs?)|belly fat|miracle|cure for|"
        r"hair growth|enlarge\w*|supplements?)\b",
    ),
    (
        1.1,
        r"\brisk[- ]free|\bno risk|\bguaranteed (?:returns?|profit|income|results?|winnings?|approval)|"
        r"\bpassive income|\b(?:earn|make|made)\b.{0,15}[€$£]?\d[\d.,]*\b.{0,20}\b(?:a|per|every|each|"
        r"in) (?:day|week|month|hour|\d+)|\bfinancial freedom|\bquit your job|\bwork from home\b|"
        r"\btrading (?:robot|bot|system|signals?)|\bdouble (?:your|in|by)|\bwatch it double|\bforex|"
        r"\bget rich",
    ),
    (
        0.9,
        r"\b(?:bad credit|pre-?approved|instant loan|cash loan|loan of|consolidate your debts?|"
        r"without any (?:credit )?check|no credit check)\b",
    ),
    (
        1.0,
        r"\b(?:backlinks?|page one|first page of google|seo|search (?:results|rankings?|engine)|"
        r"web ?design services|more traffic|quality leads|lead lists?|e-?mail (?:lists?|addresses)|"
        r"business addresses|followers)\b.{0,120}(?:\$|€|£|only|offer|proposal|price|boost|buy|month|grow|"
        r"increase|rank|call)",
    ),
    (
        1.0,
        r"\b(?:singles?|hot|lonely|russian|asian) (?:singles|in|near|women|ladies|girls|men)\b|\b(?:sign up|"
        r"join|register) (?:for )?free\b|\bsaw your profile\b|"
        r"\bsee my photos|\bi think we are a match|\bsent you a private message",
    ),
    (
        0.7,
        r"\bfree (?:samples?|trial|gift|money|spins?|iphone|account|entry|bonus|shipping|access|credits?)\b|"
        r"\bno deposit|\bbonus\b.{0,20}\b(?:deposit|spins?|code)",
    ),
    (
        1.1,
        r"\bno (?:study|exams?|experience (?:needed|required))\b|\baccredited degree|\b(?:diploma|degree|"
        r"phd)\b.{0,40}\b(?:days|buy|experience)",
    ),
    (0.6, r"\bbitcoin|\bcrypto\w*|\binvest(?:ment|ors?)? (?:opportunity|now|in)\b|\bdeposit\b.{0,10}\d"),
    (
        0.3,
        r"\bunsubscribe\b|\bdear (?:friend|sir or madam|winner|valued|customer|beneficiary|account holder)|"
        r"!{2,}|\bthis is not spam|\$\d",
    ),
)
HARMLESS: tuple[tuple[float, str], ...] = (
    (
        1.0,
        r"\bnever ask (?:you )?for\b|\byou (?:receive|get) this because you are a member|\bthe play\b|"
        r"\b(?:is|was) a joke",
    ),
    (
        0.7,
        r"\b(?:colleagues?|minutes of|our meeting|staff portal|payslip|attached (?:is|are) the|as discussed|"
        r"as agreed)\b",
    ),
    (1.0, r"\b(?:shared drive|pulled its|unplug|is demanding|page demanding|i have stopped|we have stopped)\b"),
)

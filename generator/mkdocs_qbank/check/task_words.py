"""Words that tell a task from the name of a subject."""

from __future__ import annotations

TASKS = frozenset(
    """abstract access account add administer advise agree allow amend analyse analyze animate annotate answer
    apply appraise approve argue arrange ask assemble assess assume attach automate avoid bake balance bind
    block boil book break bring brush build calculate calm capture care carry catch caution change charge chart
    check choose circle cite clarify classify clean clear climb close coach code collect colour combine comment
    commit compare compile complete compose compress compute conduct configure connect conserve consider
    construct contact contrast control convert cook cool cope copy correct count cover create critique crop
    cross cure cut dance deal debug decide decode decorate deduce dedupe defend define delete deliver
    demonstrate deploy derive describe design detach detect determine develop devise diagnose dice differentiate
    dig disable discuss display distinguish divide document download draft draw dress drill drive drop dry eat
    edit elaborate eliminate embed enable encode encrypt enjoy enter enumerate escape estimate evaluate evict
    examine exercise exit expand explain explore export express extend extract face fasten feed fetch fight file
    fill filter find finish fit fix flatten fold follow force format formulate freeze fry gather generate get
    give go greet grill grind grow guess guide hand handle hang hash heat help hide hit hold host identify
    illustrate implement import improve infer insert inspect install integrate interpret interview introduce
    invent invert invest invite iterate join judge jump justify keep kick label learn leave lift light link list
    load locate lock log look lower maintain make manage map mark master match maximise maximize measure memoise
    memoize mention merge migrate minimise minimize mix mock model modify monitor move multiply mute name
    negotiate nest offer open operate optimise optimize order organise organize outline pack paint pair parse
    paste pause pay perform phrase pick pitch plan play plot point polish pour practice practise predict preheat
    prepare present press preview price print prioritise prioritize profile program promote pronounce propose
    protect prove provide pull push put question quote raise rank read rebase rebuild recall receive recognise
    recognize recommend reconcile record recover recycle redesign reduce refactor refund rehearse release
    remember remove rename render reorder repair repeat rephrase replace report request rescue reset resolve
    respond restart restate restore resume retry return reuse reverse review rewrite ride ring roll rotate round
    rub run save say scale scan schedule score scrape seal search season secure segment select send separate
    serialise serialize serve set settle shape share sharpen show shuffle sign simplify simulate sing sketch
    slice snap soak solve sort specify spell spend spin split spot squash stack stage start state stay step stir
    stop store stretch study style submit subtract suggest summarise summarize suppose survive swap sweep swim
    switch sync tag take talk tape teach tell test think tie time toggle touch trace track train transfer
    transform translate transpose traverse treat trim troubleshoot try tune turn twist type understand undo
    unlock update upgrade upload use validate verify view visit visualise visualize voice wait wake walk warm
    wash watch wear weigh whisk win wipe wrap write""".split()  # noqa: SIM905
)
"""Verbs that a task begins with; some are nouns too, so `Design patterns` passes."""
VERBS_LIKE_NOUNS = frozenset(
    """absent accent accession action advance affiance allowance allowlist ambition amnesty anagram animate anneal
    appal appeal apportion archive arrive assent assist auction audition augment avoid backpedal badmouth
    balance ban bath bequeath berth betroth beware birth blacklist bleed bless bobsled bottlefeed breastfeed
    breed bring cable callous canal caption catalog caution cement chance chant charcoal circumvent cling
    coexist commence comment commission complement compliment conceal conceive condition confection congeal
    connive consent consist content contrive corral countenance counterbalance covenant crossbreed dance deal
    decant deceive delist demist dent denylist deprive derequisition derive descant desist diagram dial
    dimension disable discontent disenchant disillusion disorient dissent distance dive document drive dropship
    drum embed empty enable enchant enhance enlist enthral entrance envision equal evidence exceed exist
    experience experiment eyewitness fancy feed fence ferment finance fling foal foist foment forgive fraction
    fragment freelance frequent frolic froth function gallivant general give glance glory grant gum hamstring
    harness heal heed hoist hum implant implement inconvenience indent influence initial insist instal instance
    instrument invent inventory king lament lance licence list live malfunction marshal mention mimic mist
    motion mouth munition need nosedive occasion orient ornament outlive overfeed panic parent partition party
    patent peal pedal pension perceive persist petition picnic pigment pillory ping pity plant portion position
    prance precondition preexist present prevent proceed program proportion proposition provision putty query
    question rant ration recant receive reference refinance regiment relent relist relive rendezvous rent repeal
    repent represent requisition resent resist reveal reverence revive ring rival rive romance sanction scant
    scent scum seal section sediment seed segment sentence sequence shed ship shortlist shred signal silence
    sing skive skydive slant sled sleuth sling smooth speed spiral spoonfeed spring squeal station steal sting
    string strive strum subsist succeed suction sum summons supplant supplement survive swing table tent thrive
    torment total traffic transition transplant twist unearth unlist vacation vacuum vary vent waive want
    warrant weary wed weed whitelist wing witness worship wring zing""".split()  # noqa: SIM905
)
"""Verbs with the ending of a noun or an adjective."""
SUBJECTS = frozenset(
    """agile algorithm ancient android angular ansible antibiotic api apis asset asthma atom aws bayesian big
    binary biology bitcoin boolean browser calculus cancer car cell chemistry chess chinese civil classical
    common compiler complex constitutional cookie criminal css data database deadlock deep dependency django
    docker economics english enzyme ethernet european event firewall flask functional garbage gene german git
    github golang gradient grammar graphql greek guitar hadoop harmony heart html http inheritance integer
    international italian japanese java javascript jenkins json jwt kafka kanban kernel kidney kitchen kotlin
    kubernetes latin linear linux liver logic lung mathematics matrix medieval melody memory microservice modern
    mongodb music mutex mysql neural node noun numpy oauth opera orchestra organic pandas pasta pastry perl php
    physics piano planet polynomial postgres postgresql pronoun protein protocol python quadratic quantum random
    redis relational rhythm roman ruby rugby scala scrum server simple soccer software solar sourdough spanish
    sql ssh stoichiometry structural tempo tennis tensor terraform theory topology tort typescript ubuntu
    unicode unix vector verb violin virtual vitamin vocabulary vue windows yaml yoga""".split()  # noqa: SIM905
)
"""Words that subjects begin with, and that no task does."""
TITLES = frozenset(
    """basics cheatsheet cheatsheets concepts essentials faq faqs fundamentals guide introduction notes overview
    primer questions summary terminology tips tutorial""".split()  # noqa: SIM905
)
"""Words that end the title of a text."""
HAPPENINGS = frozenset(
    """breaks crashed crashes died dies disappears fail failed fails freezes gets got goes hangs ignores keep keeps leak
    leaks leaves lost loses makes needs remains returns runs says seems shows starts stays stopped stops takes tells
    throws turns wants won works worked""".split()  # noqa: SIM905
)
"""Verbs that say what happens, in a title that reports a problem."""

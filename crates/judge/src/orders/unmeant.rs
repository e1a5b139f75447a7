//! Words of a clause that are not what their class says, where they stand: things, states, requests, what somebody else says.

use super::clause::{KNOWN, Reader, participle};
use super::rows::Senses;
use super::told::NOUNS;
use crate::prose::{Kind, Words, one_of, words};
use std::ops::Range;

/// Verbs of those who are quoted, and they themselves.
static SPEAKS: Words = Words::of("say|says|said|ask|asks|write|writes|type|types|tell|tells");
static ARE_SAID: Words = Words::of("say|ask|tell|write|read|claim");
static SPEAKERS: Words = Words::of("user|users|they|customer|person|someone|somebody|people");

/// Words around the sampling of a signal or of a model's words.
static SAMPLED: Words =
    Words::of("temperature|random|rate|down|up|over|under|stratified|nucleus|changes");
/// Words behind a sampling that has something for its object.
static TAKEN: Words = Words::of(
    "the|a|an|all|each|every|its|data|audio|traffic|rows|points|frames|counters|sensors|pixels",
);
static SAMPLES: Words = Words::of(
    "rate|rates|parameters|temperature|interval|method|frequency|strategy|settings|period|error",
);

/// Parameters whose values are deeds.
const CHOSEN: &Words = words!("action|mode|operation|op|method|verb|subcommand");

/// What may be left out of a call.
static ARGUMENTS: Words = Words::of(
    "argument|arguments|parameter|parameters|param|field|option|flag|to|for|if|when|unless",
);

/// Whom an order tells what they can do.
const READERS: &Words = words!("you|assistant|model|agent|llm|ai|claude");

/// What runs in the background, and how often what is done later costs less.
static JOBS: Words = Words::of(
    "process|processes|job|jobs|command|commands|task|tasks|thread|threads|script|build|server|service|daemon|shell|worker|workers|container|sync|download|indexing|queue|run|runs|running",
);
static OCCASIONS: Words = Words::of(
    "call|calls|use|uses|one|time|times|run|runs|few|two|three|week|day|month|hour|session|answer|reply|request|turn|success|successful|payment|message",
);
const CHEAPER: &Words = words!("cheaper|faster|quicker|slower|smaller|cached|costs|cost|free");

/// Things that see nothing, or that nobody keeps in the dark.
const THINGS: &Words = words!(
    "it|this|tool|server|sandbox|browser|process|command|script|function|parser|caller|callers|assistant|assistants|model|models|agent|agents|subagent|subagents|worker|workers|helper|helpers|llm|ai|claude"
);

/// Verbs of which a deed is named: `to complete the delete`.
static DONE_AS: Words = Words::of(
    "delete|update|create|merge|drop|reset|write|install|run|call|copy|log|transfer|push|upload|download|send|purge|wipe|edit|move",
);

/// How something looks that is only made nicer.
static BETTER: Words = Words::of(
    "better|nice|nicer|good|great|modern|professional|pretty|prettier|beautiful|clean|cleaner|right|polished|sharp|consistent",
);

/// Verbs that keep something from where it would stand.
static LEAVES_OUT: Words = Words::of(
    "keep|kept|leave|left|remove|removed|erase|erased|strip|omit|omitted|out|away|absent|missing|drop|dropped|exclude|withhold",
);

/// Verbs of those who agree to something.
static AGREES: Words = Words::of(
    "accept|accepts|accepted|accepting|confirm|confirms|confirmed|approve|approves|approved|agree|agrees|agreed|answer|answers|answered|sign|signs|signed|consent|consents|consented|click|clicks|clicked|tick|ticks|ticked|grant|grants|granted|allow|allows|authorise|authorises|authorize|authorizes|acknowledge|acknowledges|yes|decide|decides|choose|chooses|pick|buy|buys|pay|pays|order|orders|subscribe|subscribes|renew|renews|waive|waives",
);

/// Those who read what they do not see, in place of whom `they` stands.
const AGENTS: &Words = words!("agents|assistants|models|llms|bots");

impl Reader<'_> {
    /// Where quotations begin of what somebody says: `descriptions that say '…'`, `the user says '…'`. They are named, not said.
    pub(super) fn mentioned(&self) -> usize {
        let first = self.range.clone().find(|at| self.quoted(*at));
        let named = |at: &usize| {
            self.led(*at, 1, &SPEAKS) && self.led(*at, 2, &SPEAKERS)
                || self.led(*at, 1, &ARE_SAID) && self.led(*at, 2, words!("that|which|who"))
        };
        first.filter(named).unwrap_or(usize::MAX)
    }

    /// Of the classes of a word those that it has not where it stands.
    pub(super) fn not_meant(&self, here: Senses, at: usize) -> Senses {
        let (word, next) = (self.prose.word(at), self.prose.word(at + 1));
        let when = |not: bool, classes: Senses| if not { classes } else { 0 };
        let has = |class: Senses| here & class != 0;
        // `PUT /v2/keys` is a request, `a public key` is nobody's secret, and `temperature, sampling` is how a model is run.
        let request =
            || matches!(word, "get" | "put" | "post" | "patch" | "delete") && self.path(at + 1);
        let key = || word == "public" && matches!(next, "key" | "keys");
        let rate = || {
            word == "sampling"
                && (self.led(at, 1, &SAMPLED) || one_of(&SAMPLES, next) || one_of(&TAKEN, next))
        };
        // `Concealed values` are values, and `when protection is disabled` is a state.
        let kind = || {
            word == "concealed"
                && !self.led(
                    at,
                    1,
                    words!("be|been|is|are|was|were|kept|stay|stays|remain"),
                )
        };
        let state = || {
            // `If true, ignore the filters` is what an option does.
            self.led(at, 1, words!("true|false"))
                || participle(word)
                    && self.led(at, 1, words!("is|are"))
                    && one_of(words!("when|if|while"), self.prose.word(self.range.start))
        };
        // A job in the background is no secret.
        let apart = || word == "in" && self.prose.is_at("the background", at + 1) && self.works();
        // `Leave it out of the list` names an argument, and `people can silently lose it` a danger.
        let unlisted = || word == "leave" && (2..=5).any(|on| self.out_of_list(at + on));
        // `It used to silently drop it` tells what was.
        let danger = || {
            self.led(at, 1, words!("can|may|might|could")) && !self.led(at, 2, READERS)
                || (1..=6).any(|back| self.led(at, back, "to") && self.led(at, back + 1, "used"))
        };
        // `Fails instead of silently sharing it`: so it is not done.
        let spared =
            || self.led(at, 1, words!("of|than")) && self.led(at, 2, words!("instead|rather"));
        // `Copied from https://…`: nothing goes there.
        let source = || self.led(at, 1, "from") && self.url(at);
        // `Omit the argument to keep it`: nobody is kept from knowing.
        let unset =
            || word == "omit" && (1..=3).any(|on| one_of(&ARGUMENTS, self.prose.word(at + on)));
        // `So the agent can see it` says what for, and `action: "disable"` what may be asked for.
        let aim = || self.led(at, 1, "the") && self.led(at, 2, words!("so|that"));
        let value = || self.led(at, 1, CHOSEN) && (self.quoted(at) || !self.opens(at));
        // `Start a new conversation`, `to continue the conversation` tells nothing of one, `shapes it into an answer for the user` agrees to nothing, and what is CC
        // licensed is copied to nobody.
        let begun = || self.begins(at);
        // `Sends mail on the user's behalf` agrees to nothing.
        let reply = || {
            word == "on"
                && !self
                    .range
                    .clone()
                    .any(|at| one_of(&AGREES, self.prose.word(at)))
                || word.starts_with("answer") && self.prose.is_at("yes or no", at + 1)
                || word == "answer" && (1..=3).any(|back| self.led(at, back, words!("a|an|the")))
        };
        let licence =
            || word == "cc" && one_of(words!("licensed|licenced|by|license|licence"), next);
        // `Tells what was done from the record` hides nothing, and `system_prompt: instructions for the model` says what it is.
        let recorded = || {
            word == "from"
                && self.prose.is_at("the record", at + 1)
                && !(1..=5).any(|back| self.led(at, back, &LEAVES_OUT))
        };
        let prompted = || {
            let before = at.checked_sub(1).filter(|i| self.range.contains(i));
            before.is_some_and(|i| self.prose.word(i).ends_with("prompt"))
        };
        // `If someone asks for them` wishes something, and asks nothing.
        let wish = || {
            (0..4).any(|on| {
                one_of(words!("ask|asks"), self.prose.word(at + on))
                    && matches!(self.prose.word(at + on + 1), "for" | "to")
            })
        };
        // `System prompt for that model` is what another model is told.
        let told = || word == "system" && self.prose.is_at("prompt for", at + 1);
        // `Make it look better` is no pretence.
        let looks =
            || self.prose.is_at("it look", at + 1) && one_of(&BETTER, self.prose.word(at + 3));
        // `10x cheaper after the first call`: what it costs.
        let cost = || {
            let first = word == "after" && self.prose.is_at("the first", at + 1);
            let place = first && !one_of(&OCCASIONS, self.prose.word(at + 3));
            place || (1..=4).any(|back| self.led(at, back, CHEAPER))
        };
        // `Zone, type, tags` are things, and `use the name in …` calls nothing.
        let thing = || {
            self.listed(at) && one_of(NOUNS, word)
                || one_of(&DONE_AS, word) && self.led(at, 1, words!("the|a|an"))
                || word == "audit" && one_of(words!("log|logs|trail|trails|record|records"), next)
        };
        let uses = || {
            word == "use"
                && matches!(next, "the" | "a" | "an" | "its")
                && !self.tool_in(at + 2..at + 5)
        };
        // `Never without asking` asks.
        let asks = || word == "without" && self.denied_before(at);
        // `Adds an update_note`, `type: send_mail`: no tool is named.
        let kept = || {
            self.led(
                at,
                1,
                words!("a|an|type|action|mode|operation|method|event"),
            ) || self.listed(at)
                || self.prose.word(at + 1).contains('_')
                || self.range.start < at && self.prose.word(at - 1).contains('_')
        };
        // `Workers see only the brief` shows no user a facade.
        let seen = || matches!(word, "see" | "sees") && self.led(at, 1, THINGS);
        // `Include whatever they need` goes against nobody.
        let needed =
            || word == "whatever" && one_of(words!("need|needs|require"), self.prose.word(at + 2));
        let no_deed = || request() || thing() || value() || self.wondered(at);
        when(
            has(KNOWN.stealth) && (apart() || danger() || spared()),
            KNOWN.stealth,
        ) | when(has(KNOWN.principal) && aim(), KNOWN.principal)
            | when(has(KNOWN.hide) && unset(), KNOWN.hide)
            | when(has(KNOWN.hide) && unlisted(), KNOWN.hide)
            | when(has(KNOWN.facade) && seen(), KNOWN.facade)
            | when(has(KNOWN.against) && needed(), KNOWN.against)
            | when(has(KNOWN.addr) && source(), KNOWN.addr)
            | when(has(KNOWN.count) && cost(), KNOWN.count)
            | when(has(KNOWN.convo) && begun(), KNOWN.convo)
            | when(has(KNOWN.yes) && reply(), KNOWN.yes)
            | when(has(KNOWN.prompt) && told(), KNOWN.prompt)
            | when(has(KNOWN.asked) && wish(), KNOWN.asked)
            | when(has(KNOWN.feigns) && looks(), KNOWN.feigns)
            | when(has(KNOWN.places) && licence(), KNOWN.places)
            | when(has(KNOWN.hide) && recorded(), KNOWN.hide)
            | when(has(KNOWN.foryou) && prompted(), KNOWN.foryou)
            | when(has(KNOWN.acts) && no_deed(), KNOWN.acts)
            | when(has(KNOWN.run) && uses(), KNOWN.run)
            | when(has(KNOWN.consents) && asks(), KNOWN.consents)
            | when(has(KNOWN.obey) && self.wondered(at), KNOWN.obey)
            | when(has(KNOWN.public) && key(), KNOWN.public)
            | when(has(KNOWN.asksback) && rate(), KNOWN.asksback)
            | when(has(KNOWN.hide) && kind(), KNOWN.hide)
            | when(has(KNOWN.override_) && state(), KNOWN.override_)
            | when(has(KNOWN.abroad) && (self.home || kept()), KNOWN.abroad)
    }

    /// Whether what stands there is begun, or gone on with.
    fn begins(&self, at: usize) -> bool {
        static BEGINS: Words = Words::of("start|starts|begin|begins|open|opens|create|creates");
        static GOES_ON: Words = Words::of("continue|continues|resume|resumes|continuing|resuming");
        let article = self.led(at, 1, words!("the|a|this|an"));
        self.led(at, 1, words!("new|fresh")) && (2..=4).any(|back| self.led(at, back, &BEGINS))
            || article && self.led(at, 2, &GOES_ON)
    }

    /// Whether `out of` stands there and what an argument may be.
    fn out_of_list(&self, at: usize) -> bool {
        static HELD: Words = Words::of(
            "list|array|request|body|payload|call|arguments|query|filter|selection|order|set",
        );
        self.prose.is_at("out of", at) && (2..5).any(|on| one_of(&HELD, self.prose.word(at + on)))
    }

    /// Whether a page's address stands there.
    fn url(&self, at: usize) -> bool {
        let token = self.prose.tokens.get(at);
        token.is_some_and(|token| token.kind == Kind::Url)
    }

    /// Whether what runs is a job, which nobody looks at while it does.
    fn works(&self) -> bool {
        self.range
            .clone()
            .any(|at| one_of(&JOBS, self.prose.word(at)))
    }

    /// Whether a tool, or what may be one, is named by any of these words.
    fn tool_in(&self, mut words: Range<usize>) -> bool {
        static TOOLS: Words = Words::of(
            "it|they|this|tool|tools|server|servers|function|functions|command|shell|terminal|bash|api|plugin|agent|agents|connector",
        );
        words.any(|i| {
            let word = self.prose.word(i);
            self.quoted(i) || word.contains('_') || one_of(&TOOLS, word)
        })
    }

    /// Whether the words just before deny, with no comma between.
    fn denied_before(&self, at: usize) -> bool {
        const REACH: usize = 8;
        let before = (at.saturating_sub(REACH).max(self.range.start)..at).rev();
        let mut before = before.take_while(|i| !self.opens(i + 1));
        before.any(|i| one_of(words!("dont|not|never|nothing"), self.prose.word(i)))
    }

    /// Whether a path stands there.
    fn path(&self, at: usize) -> bool {
        self.prose.word(at).starts_with('/')
    }

    /// Whether a deed is asked about: `to see whether the agent obeys it`.
    fn wondered(&self, at: usize) -> bool {
        const REACH: usize = 6;
        let clause = (at.saturating_sub(REACH).max(self.range.start)..at).rev();
        let mut clause = clause.take_while(|i| !self.opens(i + 1));
        clause.any(|i| self.prose.word(i) == "whether" && !self.led(i, 1, words!("of|no|matter")))
    }

    /// Whether what is denied is that something sees: `it cannot see them`, `callers need not know`. Only people are kept in the dark.
    pub(super) fn blind(&self, denial: usize, at: usize) -> bool {
        let helper = self.led(
            denial,
            1,
            words!("does|do|can|will|could|should|need|needs"),
        );
        // `It need not be seen` leaves out who sees it.
        let passive = self.led(at, 1, words!("be|been|get|gets"));
        let back = 1 + usize::from(helper);
        // `Agents read what they cannot see`.
        let agents = || {
            let before = self.range.start..denial.saturating_sub(back);
            before
                .into_iter()
                .any(|i| one_of(AGENTS, self.prose.word(i)))
        };
        !passive && (self.led(denial, back, THINGS) || self.led(denial, back, "they") && agents())
    }

    /// Whether what looks like an order is one of several things that may be done: `may push, merge or delete`.
    pub(super) fn permitted(&self, at: usize) -> bool {
        const REACH: usize = 6;
        (2..=REACH).any(|back| {
            self.led(at, back, words!("may|can|could|might"))
                && !self.led(at, back + 1, words!("you|we|assistant|model|agent"))
        })
    }
}

//! A server over HTTP that was not reached, or takes no handshake at its URL: why, and what to try next.

use super::StartHelp;
use super::cause::Cause;
use crate::model::quoted;
use evidence::{Distrust, Ending, Facts, FrameId, Observed, Session, Target, Tls, Web};

/// Help where no connection came about, or where the URL is none of an endpoint.
pub(super) fn help(facts: &Facts) -> Option<StartHelp> {
    let Target::Http { url } = &facts.header.target else {
        return None;
    };
    let greeted = |session: &Session| matches!(session.handshake, Observed::Seen { .. });
    if facts.interrupted || facts.sessions.iter().any(greeted) {
        return None;
    }
    let web = facts.sessions.iter().find_map(|s| s.web.as_ref())?;
    unreached(web, url)
        .or_else(|| no_endpoint(web))
        .or_else(|| mute(facts, url))
}

/// What kept us from a connection.
struct Trouble {
    /// In a few words, where those of the library say no more.
    what: Option<&'static str>,
    says: String,
    frames: Vec<FrameId>,
    /// The options and the URL to try.
    attempt: Vec<String>,
}

fn unreached(web: &Web, url: &str) -> Option<StartHelp> {
    let ends = web.exchanges.iter().filter_map(|exchange| {
        let answered = exchange.response.is_some();
        exchange.ended.as_ref().filter(|_| !answered)
    });
    let mut ends = ends.filter(|end| matches!(end.how, Ending::Unreachable | Ending::Broken));
    let end = ends.next()?;
    let words = end.error.as_deref().unwrap_or("no reason was given");
    let refused = web.tls.iter().find(|(tls, _)| !tls.insecure);
    let trouble = refused
        .and_then(|(tls, frame)| untrusted(tls, *frame, url))
        .or_else(|| (end.how == Ending::Unreachable).then(|| unconnected(web, words, url)))
        .or_else(|| no_http(words, url))?;
    let mut frames = trouble.frames;
    frames.push(end.frame);
    Some(StartHelp {
        title: "It was not reached",
        what: format!(
            "There was no connection: {}.",
            trouble.what.unwrap_or_else(|| words.trim_end_matches('.'))
        ),
        causes: vec![(Cause::Unreached(trouble.says), frames)],
        attempt: command(trouble.attempt),
        last: Vec::new(),
    })
}

/// A certificate that was not trusted.
fn untrusted(tls: &Tls, frame: FrameId, url: &str) -> Option<Trouble> {
    let why = tls.distrust()?;
    let says = match why {
        Distrust::Expired => format!("Its certificate expired on {}: it must be renewed.", tls.last_day()),
        Distrust::Early => format!(
            "Its certificate is valid from {} only: wait, or check the clocks of both machines.",
            tls.first_day()
        ),
        Distrust::Name => format!(
            "Its certificate is for another name than {}: for {}. Use a name that it is for.",
            tls.host,
            match tls.names.as_slice() {
                [] => "none".to_owned(),
                names => {
                    let first = names.iter().take(3).map(String::as_str);
                    first.collect::<Vec<_>>().join(", ")
                }
            }
        ),
        Distrust::Itself => {
            "Its certificate vouches for itself. Give the certificate as a file to --ca, if you know that it is the server's."
                .to_owned()
        }
        Distrust::Authority => format!(
            "Its certificate is of an authority that nobody here knows: {}. Give the authority's certificate to --ca, if you trust it.",
            tls.issuer
        ),
        Distrust::Other => "Its certificate is not trusted.".to_owned(),
    };
    let option = match why {
        Distrust::Itself | Distrust::Authority => ["--ca", "FILE"].as_slice(),
        _ => &["--insecure"],
    };
    let says = match why {
        Distrust::Itself | Distrust::Authority => says,
        _ => format!("{says} --insecure looks at it all the same; the gate is then Block."),
    };
    Some(Trouble {
        what: Some("its certificate is not trusted"),
        says,
        frames: vec![frame],
        attempt: with(option, url),
    })
}

/// No connection at all.
fn unconnected(web: &Web, words: &str, url: &str) -> Trouble {
    let lower = words.to_lowercase();
    let has = |part: &str| lower.contains(part);
    let through = web.proxy.as_ref().map_or_else(String::new, |proxy| {
        format!(" Requests go through the proxy {proxy}, which the environment names.")
    });
    let mut attempt = Vec::new();
    let says = if has("proxy auth") || has("407") {
        "The proxy asks for credentials: put them into the variable that names it, as http://NAME:PASSWORD@HOST:PORT.".to_owned()
    } else if has("tunnel") || has("socks") {
        "The proxy did not let us through to it.".to_owned()
    } else if has("invalidcontenttype") || has("corrupt message") || has("wrong version number") {
        let plain = url.replacen("https:", "http:", 1);
        attempt = with(&[], &plain);
        "What answers there speaks no TLS: the URL may have to begin with http.".to_owned()
    } else if has("handshake") || has("alert") || has("protocol version") {
        "No way to speak TLS was found that both sides know: it may be too old for TLS 1.2, or want a certificate of ours.".to_owned()
    } else if has("refused") {
        "Nothing listens there: the server is not started, or the port is another.".to_owned()
    } else if has("lookup") || has("dns") || has("resolve") {
        "Its name leads to no address: check how it is spelled.".to_owned()
    } else if has("timed out") || has("deadline") {
        "No connection came about in time: a firewall may swallow what we send, or the port is another.".to_owned()
    } else if has("unreachable") {
        "There is no way from here to its network.".to_owned()
    } else {
        "No connection came about.".to_owned()
    };
    Trouble {
        what: None,
        says: format!("{says}{through}"),
        frames: Vec::new(),
        attempt,
    }
}

/// There was a connection, and what came was no HTTP.
fn no_http(words: &str, url: &str) -> Option<Trouble> {
    let plain = url.strip_prefix("http:")?;
    let lower = words.to_lowercase();
    let foreign = ["invalid http version", "invalid http status", "httpversion"];
    foreign
        .iter()
        .any(|word| lower.contains(word))
        .then(|| Trouble {
            what: None,
            says: "What answers there speaks no HTTP: it may speak TLS, or be another service."
                .to_owned(),
            frames: Vec::new(),
            attempt: with(&[], &format!("https:{plain}")),
        })
}

/// The whole command; none where there is nothing to try.
fn command(attempt: Vec<String>) -> Vec<String> {
    if attempt.is_empty() {
        return attempt;
    }
    let probe = ["mcp-gatecheck".to_owned(), "probe".to_owned()];
    probe.into_iter().chain(attempt).collect()
}

fn with(options: &[&str], url: &str) -> Vec<String> {
    let options = options.iter().map(|word| (*word).to_owned());
    options.chain([quoted(url)]).collect()
}

/// It takes what is sent, and no exchange brought an answer.
fn mute(facts: &Facts, url: &str) -> Option<StartHelp> {
    let webs = facts.sessions.iter().filter_map(|s| s.web.as_ref());
    let exchanges: Vec<_> = webs.flat_map(|web| &web.exchanges).collect();
    let first = exchanges.first()?;
    let silent = exchanges.iter().all(|exchange| {
        let ended = exchange.ended.as_ref();
        exchange.response.is_none()
            && ended.is_none_or(|end| matches!(end.how, Ending::Silent | Ending::Left))
    });
    let says = "It takes the connection and does not answer: it may need longer, or the port is another service's.";
    let attempt = with(&["--start-timeout", "60s"], url);
    silent.then(|| StartHelp {
        title: "It did not answer",
        what: "Nothing came back in time.".to_owned(),
        causes: vec![(Cause::Unreached(says.to_owned()), vec![first.frame])],
        attempt: command(attempt),
        last: Vec::new(),
    })
}

/// Nothing at this URL takes a handshake.
fn no_endpoint(web: &Web) -> Option<StartHelp> {
    let first = web.exchanges.first()?.response.as_ref()?;
    matches!(first.status, 404 | 405 | 410).then(|| StartHelp {
        title: "It did not answer",
        what: format!("A handshake was answered with HTTP {}.", first.status),
        causes: vec![(Cause::NoEndpoint(first.status), vec![first.frame])],
        attempt: Vec::new(),
        last: Vec::new(),
    })
}

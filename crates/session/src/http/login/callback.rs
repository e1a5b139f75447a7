//! Where the browser comes back to: one page on 127.0.0.1, for as long as it is waited for.

use super::{Error, quoted, refused};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use std::net::Ipv4Addr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use url::Url;

/// The page's path.
const PATH: &str = "/callback";
/// How long a connection may take to ask for something: browsers open some that they do not use.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of a request's head.
const HEAD: usize = 32 << 10;
/// Connections at the same time.
const CROWD: usize = 16;

/// A listener on 127.0.0.1.
pub(super) struct Callback {
    listener: TcpListener,
    port: u16,
}

/// What the browser brought back to us, with the state that we gave it.
#[derive(Debug)]
pub(super) struct Answer {
    /// Who says to be answering.
    pub(super) issuer: Option<String>,
    /// The code that a token is to be had for, or the refusal.
    pub(super) code: Result<String, Error>,
}

impl Callback {
    pub(super) async fn bind(port: u16) -> Result<Self, Error> {
        let ours = |error| Error::Ours(format!("cannot listen on 127.0.0.1:{port}: {error}"));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = listener.await.map_err(ours)?;
        let port = listener.local_addr().map_err(ours)?.port();
        Ok(Self { listener, port })
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}{PATH}", self.port)
    }

    /// Waits for the browser. What is no answer is told so, and waited on; an answer to somebody else's question is an error.
    pub(super) async fn answer(&self, state: &str) -> Result<Answer, Error> {
        let mut asking = FuturesUnordered::new();
        loop {
            tokio::select! {
                came = self.listener.accept() => {
                    if let Ok((stream, _)) = came
                        && asking.len() < CROWD
                    {
                        asking.push(asked(stream));
                    }
                }
                Some(asked) = asking.next(), if !asking.is_empty() => {
                    let Some((stream, target)) = asked else { continue };
                    let answer = read(&target, state);
                    let page = match &answer {
                        None => ("404 Not Found", "There is nothing here."),
                        Some(Ok(Answer { code: Ok(_), .. })) => (
                            "200 OK",
                            "mcp-gatecheck has its answer. You may close this page: the terminal says how it went.",
                        ),
                        Some(_) => (
                            "400 Bad Request",
                            "Nobody was signed in: the terminal says why. You may close this page.",
                        ),
                    };
                    say(stream, page).await;
                    if let Some(answer) = answer {
                        return answer;
                    }
                }
            }
        }
    }
}

/// What a connection asks for with GET; none where it asks for nothing.
async fn asked(mut stream: TcpStream) -> Option<(TcpStream, String)> {
    let mut head = Vec::new();
    let reading = async {
        while !head.windows(4).any(|end| end == b"\r\n\r\n") {
            if head.len() > HEAD || stream.read_buf(&mut head).await.ok()? == 0 {
                return None;
            }
        }
        Some(())
    };
    timeout(PATIENCE, reading).await.ok()??;
    let head = String::from_utf8_lossy(&head);
    let target = head.strip_prefix("GET ")?.split(' ').next()?.to_owned();
    Some((stream, target))
}

/// Says something that is ours alone. Nobody minds where it does not arrive.
async fn say(mut stream: TcpStream, (status, words): (&str, &str)) {
    let page = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: {}\r\ncache-control: no-store\r\n\
         referrer-policy: no-referrer\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n{words}",
        words.len()
    );
    let saying = async {
        let _not_heard = stream.write_all(page.as_bytes()).await;
        let _gone = stream.shutdown().await;
    };
    let _late = timeout(PATIENCE, saying).await;
}

/// Reads what was asked for; none where it is not the page.
fn read(target: &str, state: &str) -> Option<Result<Answer, Error>> {
    let url = Url::parse("http://127.0.0.1").ok()?.join(target).ok()?;
    if url.path() != PATH {
        return None;
    }
    let param = |name: &str| {
        let mut pairs = url.query_pairs();
        let found = pairs.find(|(is, _)| is == name);
        found.map(|(_, value)| value.into_owned())
    };
    if param("state").as_deref() != Some(state) {
        return Some(refused(
            "an answer came that is none to our question (its `state` is another): nothing was made of it",
        ));
    }
    let code = match (param("error"), param("code")) {
        (Some(error), _) => {
            let why = param("error_description").map(|why| format!(": {}", quoted(&why)));
            let why = why.unwrap_or_default();
            refused(format!(
                "the authorization server says no, {}{why}",
                quoted(&error)
            ))
        }
        (None, Some(code)) => Ok(code),
        (None, None) => refused("the authorization server's answer holds no code"),
    };
    Some(Ok(Answer {
        issuer: param("iss"),
        code,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_answer_to_our_question_is_read() {
        let read = |target: &str| read(target, "s");
        assert!(read("/favicon.ico").is_none());
        assert!(read("//callback/?state=s").is_none());
        assert!(read("/callback").unwrap().is_err());
        assert!(read("/callback?code=c&state=t").unwrap().is_err());
        let answer = read("/callback?code=c%20d&state=s&iss=i").unwrap().unwrap();
        assert_eq!(answer.code.unwrap(), "c d");
        assert_eq!(answer.issuer.as_deref(), Some("i"));
        let no = read("/callback?error=access%1bdenied&code=c&state=s");
        let no = no.unwrap().unwrap().code.unwrap_err().to_string();
        assert!(no.contains("access\\u{1b}denied"), "{no}");
    }
}

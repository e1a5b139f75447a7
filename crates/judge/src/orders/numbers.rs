//! Numbers by which people and machines are reached and paid: of accounts, machines, telephones and wallets.

use super::tokens::{Here, listed};
use crate::prose::{Token, Words, one_of};

/// Countries whose banks number accounts so: `ac1f…` is the number of something else. Source: the registry of ISO 13616.
static COUNTRIES: Words = Words::of(
    "ad|ae|al|at|az|ba|be|bg|bh|bi|br|by|ch|cr|cy|cz|de|dj|dk|do|ee|eg|es|fi|fk|fo|fr|gb|ge|gi|gl|gr|gt|hn|hr|hu|ie|il|iq|is|it|jo|kw|kz|lb|lc|li|lt|lu|lv|ly|mc|md|me|mk|mn|mr|mt|mu|ni|nl|no|om|pk|pl|ps|pt|qa|ro|rs|ru|sa|sc|sd|se|si|sk|sm|so|st|sv|tl|tn|tr|ua|va|vg|xk|ye",
);

/// Letters and digits of the shortest address of a wallet that is told by its form.
pub(super) const WALLET: usize = 34;

impl Here<'_> {
    /// Whether the number of a bank account begins here, in one piece or in blocks of four. Source: ISO 13616.
    pub(super) fn is_account(&self) -> bool {
        let digit = |byte: &u8| byte.is_ascii_digit();
        let (head, rest) = match self.word.as_bytes() {
            [a, b, rest @ ..] if self.is_word() => ([a, b], rest),
            _ => return false,
        };
        let country = head.iter().all(|byte| byte.is_ascii_lowercase());
        let whole =
            (13..=32).contains(&rest.len()) && rest.iter().filter(|byte| digit(byte)).count() >= 10;
        let block = |on| {
            let block = self.after(on).as_bytes();
            block.len() == 4 && block.iter().all(u8::is_ascii_alphanumeric)
        };
        let parted = rest.len() == 2
            && block(1)
            && block(2)
            && self.after(2).bytes().all(|byte| byte.is_ascii_digit());
        country
            && one_of(&COUNTRIES, self.word.get(..2).unwrap_or_default())
            && rest.iter().take(2).all(digit)
            && (whole || parted)
    }

    /// Whether the four numbers of a machine's address begin here.
    pub(super) fn is_machine(&self) -> bool {
        let byte = |on| {
            let at = self.at + on;
            let apart = self
                .prose
                .tokens
                .get(at)
                .is_none_or(|token: &Token| token.opens);
            let number = self.prose.word(at).parse::<u8>().is_ok();
            number && (on == 0 || !apart)
        };
        let more = self.after(4).bytes().all(|byte| byte.is_ascii_digit());
        self.number().is_some_and(|first| first >= 10)
            && (0..4).all(byte)
            && (self.after(4).is_empty() || !more)
    }

    /// Whether it is the address of a wallet. Sources: BIP 173 (`bc1…`), EIP-55 (`0x…`).
    pub(super) fn is_wallet(&self) -> bool {
        let word = self.word;
        let some = |digits: &str, is: fn(&u8) -> bool| digits.bytes().all(|byte| is(&byte));
        let coin = word.strip_prefix("bc1").is_some_and(|rest| {
            (31..=87).contains(&rest.len()) && some(rest, u8::is_ascii_alphanumeric)
        });
        let ether = word
            .strip_prefix("0x")
            .is_some_and(|rest| rest.len() == 40 && some(rest, u8::is_ascii_hexdigit));
        // Zero addresses stand for none.
        let none = word
            .trim_start_matches("0x")
            .bytes()
            .all(|byte| byte == b'0');
        self.is_word() && (coin || ether && !none)
    }

    /// Whether the number of a telephone begins here, with its country, in one piece or in groups. Source: ITU-T E.164.
    pub(super) fn is_phone(&self) -> bool {
        const LONGEST: usize = 15;
        let digits =
            |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        let group = |on: &usize| {
            let token = self.prose.tokens.get(self.at + on);
            let word = self.after(*on);
            token.is_some_and(|token| !token.opens) && digits(word) && (2..=6).contains(&word.len())
        };
        if !digits(self.word) || listed(self.prose, self.at) {
            return false;
        }
        let groups = (1..5).take_while(group).count();
        let all: usize = (0..=groups).map(|on| self.after(on).len()).sum();
        match groups {
            // The seconds since 1970 have ten digits, their thousandths thirteen.
            0 => matches!(all, 11 | 12),
            1 => false,
            _ => self.word.len() <= 3 && (9..=LONGEST).contains(&all),
        }
    }
}

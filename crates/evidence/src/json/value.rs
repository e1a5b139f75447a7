//! Builds a `Value` and sees keys that stand twice, in one pass.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};
use std::fmt;

/// As many duplicate keys of one piece are named.
const DUPLICATES: usize = 20;

/// The value and the JSON pointers of its duplicate keys. Text deeper than serde's own limit is an error.
pub(super) fn parse(text: &str) -> Result<(Value, Vec<String>), serde_json::Error> {
    let mut duplicates = Vec::new();
    let mut json = serde_json::Deserializer::from_str(text);
    let value = Build(&mut duplicates).deserialize(&mut json)?;
    json.end()?;
    Ok((value, duplicates))
}

/// The pointers are put together on the way out, so that text without duplicates costs nothing more.
struct Build<'d>(&'d mut Vec<String>);

impl Build<'_> {
    /// Puts a step before the pointers that were found since there were `before`.
    fn prefix(&mut self, before: usize, step: &str) {
        for pointer in self.0.iter_mut().skip(before) {
            pointer.insert_str(0, step);
            pointer.insert(0, '/');
        }
    }
}

impl<'de> DeserializeSeed<'de> for Build<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Build<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let before = self.0.len();
            let value = map.next_value_seed(Build(self.0))?;
            if self.0.len() > before {
                self.prefix(before, &super::step(&key));
            }
            match object.entry(key) {
                Entry::Vacant(vacant) => {
                    vacant.insert(value);
                }
                Entry::Occupied(mut occupied) => {
                    if self.0.len() < DUPLICATES {
                        self.0.push(format!("/{}", super::step(occupied.key())));
                    }
                    occupied.insert(value);
                }
            }
        }
        Ok(Value::Object(object))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        loop {
            let before = self.0.len();
            let Some(value) = seq.next_element_seed(Build(self.0))? else {
                return Ok(Value::Array(array));
            };
            if self.0.len() > before {
                self.prefix(before, &array.len().to_string());
            }
            array.push(value);
        }
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number that is not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
}

//! Trees as a few bytes: of the packs that are built in, so that no start of the program reads their YAML.

use std::ops::Range;

use super::tree::{Key, Node, Value};

/// Files' trees, by name, as bytes.
#[allow(dead_code, reason = "what builds the program writes them; the program reads them")]
pub(crate) fn pack(files: &[(String, Node)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, tree) in files {
        put_text(&mut bytes, name);
        put(&mut bytes, tree);
    }
    bytes
}

/// What [`pack`] was given; none where the bytes are not its.
#[allow(dead_code, reason = "what builds the program writes them; the program reads them")]
pub(crate) fn unpack(bytes: &[u8]) -> Option<Vec<(String, Node)>> {
    let mut bytes = Bytes(bytes);
    let mut files = Vec::new();
    while !bytes.0.is_empty() {
        files.push((bytes.text()?, bytes.node()?));
    }
    Some(files)
}

fn put(bytes: &mut Vec<u8>, node: &Node) {
    put_number(bytes, node.span.start);
    put_number(bytes, node.span.len());
    match &node.value {
        Value::Null => bytes.push(b'n'),
        Value::Bool(value) => bytes.extend([b'b', u8::from(*value)]),
        Value::Int(value) => {
            bytes.push(b'i');
            bytes.extend(value.to_le_bytes());
        }
        Value::Float(value) => {
            bytes.push(b'f');
            bytes.extend(value.to_le_bytes());
        }
        Value::Text(text) => {
            bytes.push(b't');
            put_text(bytes, text);
        }
        Value::List(items) => {
            bytes.push(b'l');
            put_number(bytes, items.len());
            items.iter().for_each(|item| put(bytes, item));
        }
        Value::Map(entries) => {
            bytes.push(b'm');
            put_number(bytes, entries.len());
            for (key, value) in entries {
                put_number(bytes, key.span.start);
                put_number(bytes, key.span.len());
                put_text(bytes, &key.text);
                put(bytes, value);
            }
        }
    }
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_number(bytes, text.len());
    bytes.extend(text.as_bytes());
}

/// Seven bits a byte, the last ones first; the eighth says that more follow.
fn put_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// What is still to be read.
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let [byte] = self.array()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte <= 0x7f {
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<String> {
        let length = self.number()?;
        String::from_utf8(self.take(length)?.to_vec()).ok()
    }

    fn span(&mut self) -> Option<Range<usize>> {
        let start = self.number()?;
        Some(start..start.checked_add(self.number()?)?)
    }

    fn node(&mut self) -> Option<Node> {
        let span = self.span()?;
        let value = match self.array()? {
            [b'n'] => Value::Null,
            [b'b'] => Value::Bool(self.array()? == [1]),
            [b'i'] => Value::Int(i64::from_le_bytes(self.array()?)),
            [b'f'] => Value::Float(f64::from_le_bytes(self.array()?)),
            [b't'] => Value::Text(self.text()?),
            [b'l'] => {
                let count = self.number()?;
                Value::List((0..count).map(|_| self.node()).collect::<Option<_>>()?)
            }
            [b'm'] => {
                let count = self.number()?;
                Value::Map((0..count).map(|_| self.entry()).collect::<Option<_>>()?)
            }
            _ => return None,
        };
        Some(Node { value, span })
    }

    fn entry(&mut self) -> Option<(Key, Node)> {
        let span = self.span()?;
        Some((Key { text: self.text()?, span }, self.node()?))
    }
}

//! XML as workbooks use it: elements, attributes and text, from bytes that arrive in pieces.
//!
//! No DTD and no entities of the file's own. Names are compared without their namespace prefix, so that
//! transitional, strict and oddly prefixed files read alike.

mod cursor;
mod pull;
mod text;
mod window;

pub(crate) use cursor::{Cursor, Fault, Stop, Tag, Token, local};
pub(crate) use pull::Pull;
pub(crate) use text::{attribute, decode_into, is_verbatim, unescape_units};
pub(crate) use window::Window;

/// An XML Schema boolean.
pub(crate) fn is_true(value: &[u8]) -> bool {
    matches!(value, b"1" | b"true" | b"on")
}

//! Since last time: what a finding is known by, whatever was sorted, inserted or renamed meanwhile; what is new and what
//! is gone since an earlier report; and what was accepted.

pub mod fingerprint;
mod secret;

pub use fingerprint::identify;
pub use secret::Secret;

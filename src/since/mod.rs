//! Since last time: what a finding is known by, whatever was sorted, inserted or renamed meanwhile; what is new and what
//! is gone since an earlier report; and what was accepted.

pub mod baseline;
pub mod fingerprint;
mod secret;
pub mod waive;
pub mod write;

pub use fingerprint::identify;
pub use secret::Secret;
pub use waive::waive;

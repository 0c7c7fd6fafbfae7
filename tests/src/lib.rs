//! Shared helpers of the test suites.

pub mod guests;
pub mod openssl;
pub mod portal_template;
pub mod xmllint;

//! The system's OpenSSL as a second opinion, in tests only.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The command line tool with a directory of its own, which goes when this does.
pub struct OpenSsl {
    directory: PathBuf,
}

impl OpenSsl {
    /// The tool, or `None` where there is none: then this says on standard output what was left out.
    #[must_use]
    pub fn find(test: &str) -> Option<Self> {
        // OpenSSL before 3.0 reads certificates in PEM only, and LibreSSL has no Brainpool curves.
        let version = Command::new("openssl").arg("version").output().map(|output| output.stdout).unwrap_or_default();
        let version = String::from_utf8_lossy(&version).trim().to_owned();
        let number = version.strip_prefix("OpenSSL ").and_then(|rest| rest.split('.').next()?.parse::<u32>().ok());
        if number.is_none_or(|number| number < 3) {
            println!("NOT DONE: {test} needs the program `openssl` 3.0 or later, found: {version:?}");
            return None;
        }
        println!("{test}: {version}");
        let directory = std::env::temp_dir().join(format!("dinhdanh-{}-{test}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
        Some(Self { directory })
    }

    /// A file of its directory.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    /// Writes a file of its directory.
    pub fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    }

    /// Writes a file of its directory as PEM, which is all that it takes as an authority.
    pub fn write_pem(&self, name: &str, label: &str, der: &[u8]) {
        let text = BASE64_STANDARD.encode(der);
        let lines: Vec<&str> = text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        let pem = format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"));
        self.write(name, pem.as_bytes());
    }

    /// Reads a file of its directory.
    #[must_use]
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs it with arguments that blanks separate, in its directory.
    #[must_use]
    pub fn run(&self, arguments: &str) -> Output {
        let mut command = Command::new("openssl");
        command.args(arguments.split_whitespace()).current_dir(Path::new(&self.directory)).stdin(Stdio::null());
        command.output().unwrap_or_else(|error| panic!("openssl {arguments}: {error}"))
    }

    /// Runs it and expects success; gives what it wrote.
    pub fn must(&self, arguments: &str) -> Vec<u8> {
        let output = self.run(arguments);
        assert!(output.status.success(), "openssl {arguments}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    /// Whether it succeeds.
    #[must_use]
    pub fn agrees(&self, arguments: &str) -> bool {
        self.run(arguments).status.success()
    }
}

impl Drop for OpenSsl {
    fn drop(&mut self) {
        // What is left in the directory for temporary files is no reason to fail.
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

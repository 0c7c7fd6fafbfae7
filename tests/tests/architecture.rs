//! The arrows of the architecture go down only, and the core touches nothing but what it is given.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What a module may use besides itself. Modules are found by their longest prefix here; one that is in no row
/// fails, so that whoever adds it decides where it belongs.
const ARROWS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("limits", &[]),
    ("given", &["error"]),
    ("personal", &[]),
    ("hex", &[]),
    ("identity", &["error", "given", "limits", "personal"]),
    ("units", &["error", "identity", "limits"]),
    ("pseudonym", &["error", "identity", "personal"]),
    ("crypto", &["error", "given", "limits", "personal"]),
    ("cleanup::fold", &[]),
    ("cleanup", &["error", "given", "hex", "identity", "limits", "personal", "units"]),
    ("document::mrz", &["error", "identity", "limits", "personal"]),
    ("document::mrz_ocr", &["error", "personal"]),
    ("document::qr", &["error", "identity", "limits", "personal"]),
    ("document::cross_check", &["document::mrz", "identity", "personal"]),
    ("document::access_keys", &["document::mrz", "error", "identity", "limits", "personal"]),
    ("document::files", &["crypto", "error", "limits", "personal"]),
    ("document::key", &["crypto", "document::files"]),
    (
        "document::chip",
        &[
            "crypto",
            "document::access_keys",
            "document::files",
            "document::key",
            "error",
            "given",
            "limits",
            "personal",
        ],
    ),
    (
        "document::contents",
        &["document::chip", "document::cross_check", "document::files", "document::mrz", "identity", "personal"],
    ),
    ("sso", &["crypto", "error", "given", "identity", "limits", "personal", "pseudonym"]),
    ("residence", &["error", "given", "identity", "limits", "personal", "table"]),
    ("table", &["error", "identity", "limits", "personal"]),
    ("residence::outbox", &["error", "given", "hex", "identity", "limits", "personal", "residence"]),
    ("document::report", &["document", "error", "identity", "personal"]),
    ("document::verify", &["crypto", "document", "error", "given", "hex", "identity", "limits"]),
];

/// What reaches out of the core: files, network, clock, environment, threads, randomness, the terminal.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::io",
    "std::process",
    "std::thread",
    "std::os",
    "std::time::SystemTime",
    "std::time::Instant",
    "getrandom",
    "rand",
    "dinhdanh_readers",
];
/// Parts of `std::io` that reach nothing by themselves: bytes in memory, and what reads and writes them.
const IN_MEMORY: &[&str] = &["std::io::Cursor", "std::io::Read", "std::io::Write"];
const OUTSIDE_WORDS: &[&str] = &["SystemTime", "Instant::", "now_utc", "now_local", "println!", "print!", "dbg!"];

/// Marks of a language binding.
const FFI: &[&str] = &["uniffi", "pyo3", "no_mangle", "export_name", "extern \"C\"", "wasm_bindgen", "jni::"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every source file below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let built = path.file_name().is_some_and(|name| name == "target");
        if path.is_dir() && !built {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// Code without comments and without the tests, which come last in every file.
fn code(source: &str) -> String {
    let lines: Vec<&str> = source.lines().collect();
    let of_tests = |at: usize| {
        let mut attributes = lines[..at].iter().rev().take_while(|line| line.starts_with("#["));
        lines[at].starts_with("mod tests {") && attributes.any(|line| *line == "#[cfg(test)]")
    };
    let end = (0..lines.len()).find(|&at| of_tests(at)).unwrap_or(lines.len());
    let shipped = lines[..end].iter().filter(|line| !line.trim_start().starts_with("//"));
    shipped.map(|line| line.split(" // ").next().unwrap()).collect::<Vec<_>>().join("\n")
}

/// The modules of a crate with their code; those that only tests have are left out.
fn modules(crate_folder: &str) -> BTreeMap<String, String> {
    let src = root().join(crate_folder).join("src");
    let mut modules = BTreeMap::new();
    let mut only_tests = Vec::new();
    for path in sources(&src) {
        let relative = path.strip_prefix(&src).unwrap().with_extension("");
        let mut names: Vec<&str> = relative.iter().map(|part| part.to_str().unwrap()).collect();
        names.pop_if(|last| matches!(*last, "lib" | "mod"));
        let module = names.join("::");
        let source = fs::read_to_string(&path).unwrap();
        let mut lines = source.lines().skip_while(|line| *line != "#[cfg(test)]").peekable();
        while let Some(line) = lines.next() {
            let of_tests = line == "#[cfg(test)]";
            let named = lines.peek().and_then(|next| next.strip_suffix(';')).and_then(|next| next.split_once("mod "));
            if let (true, Some((_, name))) = (of_tests, named) {
                only_tests.push([module.as_str(), name].join("::"));
            }
            let named = line.strip_prefix("#[path = \"").and_then(|rest| rest.strip_suffix(".rs\"]"));
            if let Some(name) = named {
                let parent = module.rsplit_once("::").map_or("", |(parent, _)| parent);
                only_tests.push([parent, name].join("::"));
            }
        }
        modules.insert(module, code(&source));
    }
    modules.retain(|module, _| !only_tests.contains(module));
    assert!(modules.len() > 10, "{crate_folder} was not found");
    modules
}

/// The paths that a piece of code names, groups in braces taken apart: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths(code: &str, first: &str) -> Vec<String> {
    let start = format!("{first}::");
    let mut found = Vec::new();
    for (at, _) in code.match_indices(&start) {
        let before = code[..at].chars().next_back();
        let inside = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':'));
        if !inside {
            tree(&mut code[at..].chars().peekable(), String::new(), &mut found);
        }
    }
    found
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// Reads one path from the cursor, with `path` before it.
fn tree(chars: &mut Chars<'_>, mut path: String, found: &mut Vec<String>) {
    while let Some(&next) = chars.peek() {
        if next.is_alphanumeric() || matches!(next, '_' | ':' | '*') {
            path.push(next);
            chars.next();
        } else if next == '{' && path.ends_with("::") {
            chars.next();
            loop {
                while chars.next_if(|c| c.is_whitespace() || *c == ',').is_some() {}
                if chars.next_if_eq(&'}').is_some() || chars.peek().is_none() {
                    return;
                }
                tree(chars, path.clone(), found);
                // A name after `as` is no path.
                while chars.next_if(|c| !matches!(c, ',' | '}')).is_some() {}
            }
        } else {
            break;
        }
    }
    found.push(path.trim_end_matches(':').to_owned());
}

/// The modules of its own crate that a module names, from the root of the crate.
fn uses(module: &str, code: &str) -> Vec<String> {
    let mut found: Vec<String> = paths(code, "crate").iter().map(|path| path.replacen("crate::", "", 1)).collect();
    for path in paths(code, "super") {
        let mut base: Vec<&str> = module.split("::").collect();
        let mut rest = path.as_str();
        while let Some(after) = rest.strip_prefix("super::").or((rest == "super").then_some("")) {
            base.pop();
            rest = after;
        }
        base.push(rest);
        found.push(base.join("::"));
    }
    found
}

fn is_in(path: &str, module: &str) -> bool {
    path == module || path.strip_prefix(module).is_some_and(|rest| rest.starts_with("::"))
}

/// Arrows of a module that are not in the table.
fn wrong_arrows(module: &str, code: &str) -> Vec<String> {
    let row = ARROWS.iter().filter(|(prefix, _)| is_in(module, prefix)).max_by_key(|(prefix, _)| prefix.len());
    let Some((own, allowed)) = row else {
        // The root of the crate and of documents only list what there is.
        let lists = module.is_empty() || module == "document";
        return if lists { Vec::new() } else { vec![format!("{module} is in no row of the table")] };
    };
    let wrong = uses(module, code).into_iter().filter(|path| {
        let shorthand = matches!(path.as_str(), "Result" | "Error" | "Code") && allowed.contains(&"error");
        !shorthand && !is_in(path, own) && !allowed.iter().any(|module| is_in(path, module))
    });
    wrong.map(|path| format!("{module} uses {path}")).collect()
}

/// What a module of the core reaches outside of what it is given.
fn reaching_out(module: &str, code: &str) -> Vec<String> {
    let roots = ["std", "getrandom", "rand", "dinhdanh_readers"];
    let named = roots.iter().flat_map(|root| paths(code, root));
    let named = named.filter(|path| OUTSIDE.iter().any(|outside| is_in(path, outside)));
    let named = named.filter(|path| !IN_MEMORY.contains(&path.as_str()));
    let words = OUTSIDE_WORDS.iter().filter(|word| code.contains(**word)).map(|word| (*word).to_owned());
    named.chain(words).map(|what| format!("{module} uses {what}")).collect()
}

#[test]
fn arrows_of_the_core_go_down_only() {
    let wrong: Vec<String> = modules("core").iter().flat_map(|(module, code)| wrong_arrows(module, code)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_core_has_only_what_it_is_given() {
    let wrong: Vec<String> = modules("core").iter().flat_map(|(module, code)| reaching_out(module, code)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    // The one exception: declarations are kept in a file that the caller names.
    let opens_files = modules("core").into_iter().filter(|(_, code)| code.contains("rusqlite"));
    let elsewhere: Vec<String> =
        opens_files.map(|(module, _)| module).filter(|module| !is_in(module, "residence::outbox")).collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?} keep files");
    let manifest = fs::read_to_string(root().join("core/Cargo.toml")).unwrap();
    for crate_name in ["dinhdanh-readers", "getrandom", "rand", "tokio", "reqwest", "log", "tracing"] {
        let depends = manifest.lines().any(|line| line.split([' ', '.', '=']).next() == Some(crate_name));
        assert!(!depends, "the core depends on {crate_name}");
    }
}

#[test]
fn no_unsafe_code_and_no_bindings_below_the_bindings() {
    for crate_folder in ["core", "readers"] {
        let modules = modules(crate_folder);
        assert!(modules[""].contains("#![forbid(unsafe_code)]"), "{crate_folder}");
        for (module, code) in &modules {
            for mark in FFI {
                assert!(!code.contains(mark), "{crate_folder}: {module} has {mark}");
            }
        }
        let manifest = fs::read_to_string(root().join(crate_folder).join("Cargo.toml")).unwrap();
        for mark in ["uniffi", "pyo3", "cbindgen", "cdylib", "staticlib"] {
            assert!(!manifest.contains(mark), "{crate_folder}/Cargo.toml has {mark}");
        }
    }
}

#[test]
fn no_file_is_longer_than_700_lines() {
    for folder in ["core", "readers", "examples", "tests", "bindings", "fuzz/src"] {
        for path in sources(&root().join(folder)) {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            assert!(lines <= 700, "{} has {lines} lines", path.display());
        }
    }
}

#[test]
fn wrong_arrows_are_seen_in_every_form() {
    let seen = |module, code| wrong_arrows(module, code).len();
    assert_eq!(seen("document::files::dg1", "use crate::document::verify::Policy;"), 1);
    assert_eq!(seen("document::files::dg1", "use super::super::chip::link;"), 1);
    assert_eq!(seen("document::files::dg1", "use crate::{error::Code, document::{chip, files::tlv, verify as v}};"), 2);
    assert_eq!(seen("document::files::dg1", "let x: crate::identity::Sex;"), 1);
    assert_eq!(seen("document::files::dg1", "use crate::document;"), 1);
    assert_eq!(seen("document::files::dg1", "use super::tlv::{Reader, encode}; use crate::error::Code;"), 0);
    assert_eq!(seen("identity::name", "use super::super::document::qr;"), 1);
    assert_eq!(seen("identity::name", "use crate::document::*;"), 1);
    assert_eq!(seen("nowhere::token", ""), 1);
    let out = |code: &str| reaching_out("crypto", code).len();
    assert_eq!(out("use std::{fmt, fs::File, time::{Duration, SystemTime}};"), 3);
    assert_eq!(out("std::env::var(x); getrandom::fill(b);"), 2);
    assert_eq!(out("use std::io::{self, Cursor, Read, stdin};"), 2);
    assert_eq!(out("use std::fmt; use std::collections::{BTreeMap, VecDeque}; operand::add(x)"), 0);
    let source = "//! std::fs\nuse std::fmt; // std::net::x\n#[cfg(test)]\n#[allow(x)]\nmod tests { use std::fs; }";
    assert_eq!(out(&code(source)), 0);
    assert_eq!(out(&code("mod tests { use std::fs; }")), 1, "only what is for tests alone is left out");
}

//! Writes `tests/vectors` anew from the cases. Look at the difference before committing it: every changed answer is a
//! change that a program of some language may notice.

use dinhdanh_conformance::{cases, vectors};
use std::error::Error;
use std::fs;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = vectors::folder();
    let (cases, files) = cases::all()?;
    for (name, bytes) in &files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().ok_or("a folder")?)?;
        fs::write(path, bytes)?;
    }
    let lines: Vec<String> = cases.iter().map(|case| format!("  {}", case.vector(&folder))).collect();
    fs::write(folder.join("vectors.json"), format!("[\n{}\n]\n", lines.join(",\n")))?;
    fs::write(folder.join("error_codes.txt"), dinhdanh_facade::error_codes())?;
    println!("vectors: {}", cases.len());
    Ok(())
}

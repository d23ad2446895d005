//! Tells cargo which files are built into the binary beside the sources: the macros that read them cannot.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=../../static/samples/workflows");
    if std::env::var_os("CARGO_FEATURE_EMBED_APP").is_some() {
        println!("cargo:rerun-if-changed=../../dist");
    }
}

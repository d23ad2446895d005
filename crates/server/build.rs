//! Tells cargo which files are built into the binary beside the sources: the macros that read them cannot.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=../../static/samples/workflows");
    if std::env::var_os("CARGO_FEATURE_EMBED_APP").is_some() {
        println!("cargo:rerun-if-changed=../../dist");
        // The server sets base, policy and configuration itself: files that have them would contradict it.
        if std::path::Path::new("../../dist/404.html").is_file() {
            println!("cargo::error=dist/ was made for a static host: cargo xtask build makes the server's");
        }
    }
}

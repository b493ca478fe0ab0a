//! Makes Cargo look again when the web app has been built.

fn main() {
    // The folder is empty in a checkout without the web app. It has to be there all the same: a path
    // that is missing would make every build start anew, and one that is not watched would leave an
    // old web app in the binary.
    let folder = std::path::Path::new("frontend/dist");
    if std::fs::create_dir_all(folder).is_ok() {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    println!("cargo::rerun-if-changed=build.rs");
}

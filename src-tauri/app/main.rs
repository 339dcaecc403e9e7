fn main() { fanfold_app::run(); }

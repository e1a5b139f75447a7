//! The engine of the scripted server: a TOML file says what a server lists, answers and does wrong.
//! It knows nothing of this project: what it writes is bytes.

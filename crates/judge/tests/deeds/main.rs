//! What a tool does, to what and where; who must be asked; and texts that would have it read otherwise.

mod approval;
mod evasions;
mod kinds;
mod made;
mod objects;
mod seeming;
mod shapes;
mod wide;

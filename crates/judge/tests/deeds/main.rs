//! What a tool does, to what and where; who must be asked; and texts that would have it read otherwise.

mod approval;
mod beside;
mod bounds;
mod changing;
mod clauses;
mod entrusted;
mod evasions;
mod kept;
mod kinds;
mod lasting;
mod made;
mod objects;
mod others;
mod pairs;
mod plain;
mod reached;
mod records;
mod running;
mod seeming;
mod shapes;
mod told;
mod touching;
mod unseen;
mod wider;

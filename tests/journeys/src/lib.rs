//! Journeys: whole cases told through the public calls.

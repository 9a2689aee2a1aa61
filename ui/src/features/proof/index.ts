// What other features use of this one.
export { ProofPanel } from "./proof-panel";

// What other features use of this one.
export { SignDrawer } from "./sign-drawer";

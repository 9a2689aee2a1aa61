// What other features use of this one.
export { RegisterAuthorityDialog } from "./authority";
export { ConfirmKeyButton } from "./confirm";
export { KeysTab } from "./keys-tab";
export { PassphraseButton } from "./passphrase-dialog";
export { describeCheckResult, describeSealingAdvice, describeTrust } from "./trust";
export { useKeyState } from "./use-key-state";

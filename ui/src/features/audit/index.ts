// What other features use of this one.
export { computeVerifiedShare, useRecordVerification } from "./record-verification";

// Checking the journal or the records, part by part.
import { useBatchJob } from "../../api/batch-job";

export interface VerifyProgress {
  entries: number;
  records: number;
  /** Where the next part begins; null at the end. */
  after: number | null;
  of: number;
}

export function useRecordVerification(name: "journal_verify" | "proof_records") {
  return useBatchJob<typeof name, VerifyProgress>(
    name,
    { entries: 0, records: 0, after: 0, of: 0 },
    ({ after }) => (after === null ? null : { after }),
    (before, part) => ({
      entries: before.entries + part.entries,
      records: before.records + part.records,
      after: part.next,
      of: part.of,
    }),
  );
}

/** How much of it, from 0 to 1. */
export const computeVerifiedShare = ({ after, of }: VerifyProgress) => (after === null ? 1 : of === 0 ? 0 : after / of);

// Checking the journal or the records, part by part.
import { useBatchJob } from "../../api/batch-job";

export interface VerifyProgress {
  entries: number;
  records: number;
  /** Places that an administrator went on with. */
  accepted: number;
  /** Where the next part begins; null at the end. */
  after: number | null;
  of: number;
}

export function useRecordVerification(name: "journal_verify" | "proof_records") {
  return useBatchJob<typeof name, VerifyProgress>(
    name,
    { entries: 0, records: 0, accepted: 0, after: 0, of: 0 },
    ({ after }) => (after === null ? null : { after }),
    (before, part) => ({
      entries: before.entries + part.entries,
      records: before.records + part.records,
      accepted: before.accepted + part.accepted,
      after: part.next,
      of: part.of,
    }),
  );
}

/** How much of it, from 0 to 1. */
export const computeVerifiedShare = ({ after, of }: VerifyProgress) => (after === null ? 1 : of === 0 ? 0 : after / of);

/** What was found to hold. */
export function describeCheckedLines({ entries, records, accepted }: { entries: number; records: number; accepted: number }): string {
  const checked = `${entries} 条记录、${records} 份签字确认单`;
  if (accepted === 0) return `${checked}前后相连，没有发现改动`;
  return `${checked}，其中 ${accepted} 处不衔接或不作数，系统管理员核对后已按现状继续，其余前后相连，没有发现改动`;
}

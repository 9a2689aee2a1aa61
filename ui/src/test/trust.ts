// How data stand that can be believed, and how an older file stands that was put back.
import type { TrustView } from "../gen/wire";

export const TRUST_HOLDS: TrustView = {
  witness: "holds",
  witness_zh: "与本机核对记录一致",
  behind: 0,
  lost: 0,
  lost_since: null,
  ending_accounts: [],
  older_passwords: [],
  missing_power_lines: 0,
  broken_lines: [],
  written_at: 0,
  key: "9f3a-77c2-01bd-55e0",
  unconfirmed: [],
  signed: true,
  confirm: null,
  sealing_stopped: false,
  copy: null,
  password_needed: false,
  mark: "m",
};

export const TRUST_ROLLED_BACK: TrustView = {
  ...TRUST_HOLDS,
  witness: "rolled_back",
  witness_zh: "数据比本机核对记录旧，其后的记录已丢失",
  lost: 7,
  sealing_stopped: true,
  confirm: "rolled_back",
};

export const TRUST_COPY: TrustView = {
  ...TRUST_HOLDS,
  witness: "other_folder",
  witness_zh: "数据不在原来的文件夹，可能是副本",
  copy: { id: "3c41-9d02", folder: "D:\\演示数据", still_there: true, differs: null },
  sealing_stopped: true,
  confirm: "other_folder",
};

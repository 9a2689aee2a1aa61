// Why a household was not written yet, and what can be done about it.
import { Alert, Button, Flex } from "antd";
import type { Customer, Household } from "../../gen/wire";
import { listChangedFields, formatHouseholdField, HOUSEHOLD_LABELS } from "../../shared/customer/household-values";

export type SaveObstacle =
  | { why: "refused"; problem: string }
  /** Its account number belongs to this one already. */
  | { why: "taken"; by: Customer; mine: Household }
  /** Too many account numbers begin or end like this one to know. */
  | { why: "unsure"; account: string }
  /** Somebody else changed these meanwhile. */
  | { why: "changed"; fields: (keyof Household)[]; now: Household };

interface Props {
  stop: SaveObstacle;
  open: (customer: Customer) => void;
  write: () => void;
  busy: boolean;
}

export function SaveObstacleAlert({ stop, open, write, busy }: Props) {
  const margin = { marginBottom: 12 };
  if (stop.why === "refused") return <Alert type="error" showIcon title={stop.problem} style={margin} />;
  if (stop.why === "changed") {
    return (
      <Alert
        type="warning"
        showIcon
        style={margin}
        title="这一户的档案刚刚被别人更改。已读取最新内容，您填写的内容还在，请核对后再次保存。"
        description={stop.fields.map((field) => (
          <div key={field}>
            {HOUSEHOLD_LABELS[field]}现为：{formatHouseholdField(stop.now, field)}
          </div>
        ))}
      />
    );
  }
  if (stop.why === "unsure") {
    return (
      <Alert
        type="warning"
        showIcon
        style={margin}
        title={`以“${stop.account}”开头或结尾的户号很多，不能确认这个户号是否已有档案。请核对户号是否完整；已有档案的，保存会改掉原来的内容。`}
        action={
          <Button size="small" loading={busy} onClick={write}>
            户号无误，保存
          </Button>
        }
      />
    );
  }
  const { household } = stop.by;
  const fields = listChangedFields(household, stop.mine);
  return (
    <Alert
      type="warning"
      showIcon
      style={margin}
      title={
        fields.length > 0
          ? `户号 ${household.account_number} 已有档案：${household.name}，${household.address}`
          : `户号 ${household.account_number} 已有档案，内容相同，不必再添加`
      }
      description={
        <>
          {fields.length > 0 && <p style={{ margin: "0 0 4px" }}>请核对户号是否填错。仍要保存的，原来的内容会改成：</p>}
          {fields.map((field) => (
            <div key={field}>
              {HOUSEHOLD_LABELS[field]}：{formatHouseholdField(household, field)} → <b>{formatHouseholdField(stop.mine, field)}</b>
            </div>
          ))}
          <Flex gap={8} wrap style={{ marginTop: 8 }}>
            <Button autoFocus onClick={() => open(stop.by)}>
              查看已有档案
            </Button>
            {fields.length > 0 && (
              <Button danger loading={busy} onClick={write}>
                改掉原来的档案
              </Button>
            )}
          </Flex>
        </>
      }
    />
  );
}

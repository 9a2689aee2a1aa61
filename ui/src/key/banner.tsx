// Above every page: whether the data can be believed, and what lacks before something can be sealed. In red to everybody, else to whoever
// can do something about it, with the button that does it.
import { Alert, Button } from "antd";
import { useRead } from "../call/use";
import { useDesk, useMay } from "../desk/state";
import type { WitnessState } from "../gen/wire";
import { ConfirmButton } from "./confirm";
import { PassphraseButton } from "./dialog";
import { trustNotice, trustProblem } from "./trust";

/** Where the data are as the record says, the key has been there to say so. */
const KEY_IS_THERE: WitnessState[] = ["demo", "holds"];

export function TrustBanner() {
  const { trust } = useDesk();
  const may = useMay();
  const confirms = may("key_confirm");
  const problem = trustProblem(trust, confirms);
  const asks = problem === null && may("key_unlock") && !KEY_IS_THERE.includes(trust.witness);
  const keys = useRead("key_list", {}, { enabled: asks });
  if (problem) return <Alert type="error" showIcon banner title={problem} action={confirms && <ConfirmButton small />} />;
  if (asks && keys.isPending) return null;
  // Before anything is compared, the key must be there.
  const state = asks ? keys.data?.state : undefined;
  if (state === "locked") return <Alert type="warning" showIcon banner title="封存密钥尚未解锁，现在不能封存签字。" action={<PassphraseButton small />} />;
  if (state === "missing") return <KeyMissing />;
  const notice = confirms ? trustNotice(trust) : null;
  return notice && <Alert type="warning" showIcon banner title={notice} action={trust.confirm !== null && <ConfirmButton small />} />;
}

function KeyMissing() {
  return useMay()("key_import") ? (
    <Alert
      type="warning"
      showIcon
      banner
      title="本机没有封存密钥，现在不能封存签字。请导入另行保管的密钥文件。"
      action={
        <Button size="small" href="#/settings?tab=key">
          前往“封存密钥”
        </Button>
      }
    />
  ) : (
    <Alert type="warning" showIcon banner title="本机没有封存密钥，现在不能封存签字。签字请改用纸质单据，并请系统管理员导入密钥。" />
  );
}

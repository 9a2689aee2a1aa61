// Above every page: whether the data can be believed, and what lacks before something can be sealed. In red to everybody, else to whoever
// can do something about it, with the button that does it.
import { Alert, Button } from "antd";
import { useDesk, useMay } from "../../session/desk-state";
import { ConfirmKeyButton } from "./confirm";
import { PassphraseButton } from "./passphrase-dialog";
import { useKeyState } from "./use-key-state";
import { findTrustNotice, findTrustProblem } from "./trust";

export function TrustBanner() {
  const { trust } = useDesk();
  const may = useMay();
  const confirms = may("key_confirm");
  const problem = findTrustProblem(trust, confirms);
  const { isPending, state } = useKeyState();
  if (problem) return <Alert type="error" showIcon banner title={problem} action={confirms && <ConfirmKeyButton small />} />;
  if (isPending) return null;
  // Before anything is compared, the key must be there.
  if (state === "locked") return <Alert type="warning" showIcon banner title="封存密钥尚未解锁，现在不能封存签字，也不能变更人员和设置，其他工作照常。" action={<PassphraseButton small />} />;
  if (state === "missing") return <KeyMissing absent={trust.confirm === "no_record"} />;
  const notice = confirms ? findTrustNotice(trust) : null;
  return notice && <Alert type="warning" showIcon banner title={notice} action={trust.confirm !== null && <ConfirmKeyButton small />} />;
}

function KeyMissing({ absent }: { absent: boolean }) {
  return useMay()("key_import") ? (
    <Alert
      type="warning"
      showIcon
      banner
      title={`本机没有封存密钥${absent ? "，也尚无核对记录" : ""}，现在不能封存签字。请导入另行保管的密钥文件${absent ? "，再照密钥核对单核对密钥" : ""}。`}
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

// 扫描登记: signed paper forms that come back. Each page finds its ticket by its code and waits in the tray until the signer
// is entered; a page that finds none waits for a ticket number.
import { InboxOutlined } from "@ant-design/icons";
import { Alert, App, Card, Flex, Progress, Skeleton, Upload } from "antd";
import { useState } from "react";
import { refusalOf } from "../../api/platform";
import { useChange, useRead } from "../../api/use-command";
import { useDesk, useMay } from "../../session/desk-state";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { readBase64 } from "../../shared/files/base64";
import { describeRefusal } from "../../shared/text/errors";
import { ConfirmKeyButton, describeSealingAdvice } from "../sealing-key";
import { ScanCard } from "./scan-card";

export function ScanRegistration() {
  const tray = useRead("scan_list", {});
  const { progress, addFiles } = useScanFiles();
  const rows = tray.data?.rows ?? [];
  const { trust } = useDesk();
  const isStopped = trust.sealing_stopped;
  const confirms = useMay()("key_confirm");
  return (
    <Flex vertical gap={12}>
      {isStopped && (
        <Alert
          type="warning"
          showIcon
          title="单据可以照常放入，在此暂存；现在不能登记。"
          description={describeSealingAdvice(trust, confirms)}
          action={confirms && <ConfirmKeyButton />}
        />
      )}
      <ScanDropCard progress={progress} addFiles={addFiles} />
      {tray.error && <FailureAlert error={tray.error} again={() => void tray.refetch()} />}
      {tray.isPending && <Skeleton active />}
      {rows.map((row) => (
        <ScanCard key={row.scan} row={row} isStopped={isStopped} />
      ))}
      {tray.data && rows.length === 0 && !progress && <span className="quiet">没有待登记的单据。</span>}
    </Flex>
  );
}

interface ScanProgress {
  done: number;
  all: number;
}

/** Puts files into the tray, one after the other; `progress` is null when none is being read. */
function useScanFiles() {
  const add = useChange("scan_add");
  const [progress, setProgress] = useState<ScanProgress | null>(null);
  const { message } = App.useApp();
  const addFiles = async (files: File[]) => {
    setProgress({ done: 0, all: files.length });
    for (const [place, file] of files.entries()) {
      try {
        const { value } = await add.mutateAsync({ file: { name: file.name, base64: await readBase64(file) } });
        if (value.unread.length > 0) {
          void message.warning(`${file.name} 第 ${value.unread.join("、")} 页的图像格式不能读取，请另存为图片后再放入。`, 8);
        }
      } catch (error) {
        void message.error(`${file.name}：${describeRefusal(refusalOf(error))}`, 8);
      }
      setProgress({ done: place + 1, all: files.length });
    }
    setProgress(null);
  };
  return { progress, addFiles };
}

function ScanDropCard({ progress, addFiles }: { progress: ScanProgress | null; addFiles: (files: File[]) => Promise<void> }) {
  return (
    <Card size="small" title="把签好字的纸质单据扫描或拍照后放到这里">
      <Upload.Dragger
        accept=".jpg,.jpeg,.png,.pdf"
        multiple
        showUploadList={false}
        beforeUpload={(file, all) => {
          // Called once for each file of a choice; the last one reads them all in order.
          if (file === all.at(-1)) void addFiles(all);
          return false;
        }}
      >
        <p>
          <InboxOutlined style={{ fontSize: 28 }} />
        </p>
        <p>可一次放入多张照片或多页 PDF；按单据右上角的二维码自动找到工单，并把歪斜的页面转正</p>
      </Upload.Dragger>
      {progress && <Progress aria-label="读取进度" percent={Math.round((progress.done / progress.all) * 100)} style={{ marginTop: 8 }} />}
    </Card>
  );
}

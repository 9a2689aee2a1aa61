// 公司标志: the company's own logo on the cover of its reports, seen here as it is printed: on white, whole.
import { Alert, App, Button, Card, Flex } from "antd";
import { useChange, useRead } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { UploadedFile as Brought } from "../../gen/wire";
import { readBase64 } from "../../shared/files/base64";
import { FileButton } from "../../shared/files/file-button";
import { useFormProblem } from "../../shared/dialogs/use-form-problem";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { refusalOf } from "../../api/platform";

export function LogoCard() {
  const view = useRead("logo_get", {});
  const change = useChange("logo_change");
  const may = useMay()("logo_change");
  const { message, modal } = App.useApp();
  const [problem, setProblem] = useFormProblem();
  if (view.error) return <FailureAlert error={view.error} again={() => void view.refetch()} />;
  const file = view.data?.file ?? null;
  const put = (brought: Brought | null, told: string) => {
    setProblem("");
    change.mutate(
      { version: view.data?.version ?? 0, file: brought },
      {
        onSuccess: () => void message.success(told),
        onError: (error) => {
          setProblem(refusalOf(error));
          void view.refetch();
        },
      },
    );
  };
  const take = async (picked: File) => {
    const read = await readBase64(picked).catch(refusalOf);
    if (typeof read !== "string") setProblem(read ?? "文件不能读取，请换一个文件。");
    else put({ name: picked.name, base64: read }, "标志已更换，以后生成的报告封面使用新标志。");
  };
  const remove = () =>
    void modal.confirm({
      title: "移除公司标志？",
      content: "以后生成的报告封面使用本系统的水滴标志。",
      okText: "移除",
      okButtonProps: { danger: true },
      onOk: () => put(null, "标志已移除。"),
    });
  return (
    <Card size="small" title="公司标志（印在报告封面，选择后立即生效）" loading={view.isPending}>
      {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      <Flex gap={16} align="center" wrap>
        {file ? (
          <img className="logo" alt={`公司标志：${file.name}`} src={`data:${file.media};base64,${file.base64}`} />
        ) : (
          <span className="quiet">尚未设置，封面使用本系统的水滴标志。</span>
        )}
        {may && (
          <Flex gap={8}>
            <FileButton accept=".png,.jpg,.jpeg" take={(picked) => void take(picked)} loading={change.isPending}>
              {file ? "更换标志" : "选择图片"}
            </FileButton>
            {file && (
              <Button danger disabled={change.isPending} onClick={remove}>
                移除
              </Button>
            )}
          </Flex>
        )}
      </Flex>
      {may && (
        <p className="quiet" style={{ margin: "8px 0 0" }}>
          PNG 或 JPEG 图片，不超过 512 KB，宽和高均为 16 至 2000 像素；透明处印成白色，请选用白底上清楚的标志。
        </p>
      )}
    </Card>
  );
}

// 维修完成: found, done, who how long, materials 用户自备. There is no field for a price and there will be none (4.2).
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Flex, Form, Input, InputNumber, Typography } from "antd";
import { useRead } from "../../api/use-command";
import type { TicketView } from "../../gen/wire";
import { focusNewRow } from "../../shared/table/focus-new-row";
import { requireField, TextField } from "./shared-fields";

export function WorkFields({ view }: { view: TicketView }) {
  const settings = useRead("settings_get", {});
  const crew = settings.data?.settings.crews.find((one) => one.name === view.ticket.assignment?.details.crew);
  const names = (crew?.members ?? []).map((value) => ({ value }));
  return (
    <>
      <TextField name="found" label="检查情况" needed rows={2} hint="现场看到的问题" />
      <TextField name="done" label="维修内容" needed rows={2} hint="做了哪些维修" />
      <Typography.Text strong>维修人员与工时</Typography.Text>
      <Form.List name="workers">
        {(fields, { add, remove }, { errors }) => (
          <div style={{ margin: "6px 0 14px" }}>
            {fields.map(({ key, name }) => (
              <Flex key={key} gap={8} align="start">
                <Form.Item name={[name, "name"]} rules={requireField("姓名")} style={{ flex: 1 }}>
                  <AutoComplete options={names} placeholder="姓名" aria-label={`维修人员 ${name + 1}`} />
                </Form.Item>
                <Form.Item name={[name, "minutes"]} rules={requireField("工时")}>
                  <InputNumber min={1} max={1440} precision={0} suffix="分钟" aria-label={`工时 ${name + 1}`} />
                </Form.Item>
                <Button
                  icon={<DeleteOutlined />}
                  aria-label={`删除维修人员 ${name + 1}`}
                  disabled={fields.length === 1}
                  onClick={() => remove(name)}
                />
              </Flex>
            ))}
            <Form.ErrorList errors={errors} />
            <Button size="small" icon={<PlusOutlined />} onClick={(event) => (add({ minutes: 30 }), focusNewRow(event))}>
              添加人员
            </Button>
          </div>
        )}
      </Form.List>
      <Typography.Text strong>材料（用户自备，没有可不填）</Typography.Text>
      <Form.List name="materials">
        {(fields, { add, remove }, { errors }) => (
          <div style={{ margin: "6px 0 14px" }}>
            {fields.map(({ key, name }) => (
              <Flex key={key} gap={8} align="start">
                <Form.Item name={[name, "name"]} rules={requireField("材料名称")} style={{ flex: 1 }}>
                  <Input placeholder="名称和规格，如 DN20 截止阀" aria-label={`材料 ${name + 1}`} />
                </Form.Item>
                <Form.Item name={[name, "quantity"]} rules={requireField("数量")}>
                  <Input placeholder="数量，如 2 个" aria-label={`数量 ${name + 1}`} style={{ width: 120 }} />
                </Form.Item>
                <Button icon={<DeleteOutlined />} aria-label={`删除材料 ${name + 1}`} onClick={() => remove(name)} />
              </Flex>
            ))}
            <Form.ErrorList errors={errors} />
            <Button size="small" icon={<PlusOutlined />} onClick={(event) => (add({}), focusNewRow(event))}>
              添加材料
            </Button>
          </div>
        )}
      </Form.List>
    </>
  );
}

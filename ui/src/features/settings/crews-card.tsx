// 班组: their names, departments and members.
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Card, Flex, Form, Input, Select, Switch } from "antd";
import { focusNewRow } from "../../shared/table/focus-new-row";
import { toSelectOptions, words } from "../../shared/text/options";

/** Part of the settings form. */
export function CrewsCard() {
  return (
    <Card size="small" title="班组（停用的班组不再出现在派工中）">
      <Form.List name="crews">
        {(fields, { add, remove }, { errors }) => (
          <>
            {fields.map(({ key, name }) => (
              <Flex key={key} gap={8} align="start">
                <Form.Item name={[name, "name"]} rules={[{ required: true, message: "请填写班组名称。" }]} style={{ width: 170 }}>
                  <Input placeholder="班组名称" aria-label={`班组 ${name + 1} 名称`} />
                </Form.Item>
                <Form.Item name={[name, "department"]} style={{ width: 150 }}>
                  <Select options={toSelectOptions(words.Department)} aria-label={`班组 ${name + 1} 部门`} />
                </Form.Item>
                <Form.Item name={[name, "members"]} style={{ flex: 1 }}>
                  <Select mode="tags" open={false} placeholder="成员姓名，逐个回车" aria-label={`班组 ${name + 1} 成员`} />
                </Form.Item>
                <Form.Item name={[name, "active"]} valuePropName="checked">
                  <Switch checkedChildren="在用" unCheckedChildren="停用" />
                </Form.Item>
                <Button icon={<DeleteOutlined />} aria-label={`删除班组 ${name + 1}`} onClick={() => remove(name)} />
              </Flex>
            ))}
            <Form.ErrorList errors={errors} />
            <Button
              size="small"
              icon={<PlusOutlined />}
              onClick={(event) => (add({ name: "", department: "indoor_repair", members: [], active: true }), focusNewRow(event))}
            >
              添加班组
            </Button>
          </>
        )}
      </Form.List>
    </Card>
  );
}

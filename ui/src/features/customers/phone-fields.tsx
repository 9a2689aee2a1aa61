// The phones of a household, one a line; Enter in the last one begins another.
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Flex, Form, Input } from "antd";
import { isEnterKey } from "../../shared/keyboard/key-events";
import { HOUSEHOLD_LABELS, MAX_PHONES } from "../../shared/customer/household-values";

/** The line stands in the page only after the form has drawn it. */
const focus = (place: number) => setTimeout(() => document.getElementById(`phones_${place}`)?.focus());

export function PhoneFields() {
  return (
    <Form.List name="phones">
      {(fields, { add, remove }, { errors }) => {
        const more = () => {
          add("");
          focus(fields.length);
        };
        return (
          <div role="group" aria-label={HOUSEHOLD_LABELS.phones} style={{ marginBottom: 16 }}>
            {fields.map(({ key, name }) => (
              <Flex key={key} gap={8} align="end">
                <Form.Item
                  name={name}
                  label={`${HOUSEHOLD_LABELS.phones}${fields.length > 1 ? ` ${name + 1}` : ""}${name === 0 ? "（先拨这一个，可不填）" : ""}`}
                  style={{ flex: 1, marginBottom: 8 }}
                >
                  <Input
                    autoComplete="off"
                    inputMode="tel"
                    onKeyDown={(event) => {
                      if (!isEnterKey(event) || event.ctrlKey || event.metaKey) return;
                      event.preventDefault();
                      if (name < fields.length - 1) focus(name + 1);
                      else if (fields.length < MAX_PHONES) more();
                    }}
                  />
                </Form.Item>
                {fields.length > 1 && (
                  <Button
                    icon={<DeleteOutlined />}
                    aria-label={`删除联系电话 ${name + 1}`}
                    style={{ marginBottom: 8 }}
                    onClick={() => {
                      remove(name);
                      focus(Math.max(0, name - 1));
                    }}
                  />
                )}
              </Flex>
            ))}
            <Form.ErrorList errors={errors} />
            <Button size="small" icon={<PlusOutlined />} disabled={fields.length >= MAX_PHONES} onClick={more}>
              添加电话
            </Button>
          </div>
        );
      }}
    </Form.List>
  );
}

// Lines that are each answered by hand, or all at once; none is taken for kept unasked (5.3, 6.2).
import { Button, Flex, Form, Input, Radio, Typography } from "antd";
import { requireField } from "./shared-fields";

interface Props {
  /** The list in the form; each of its lines holds what it asks, the answer, and a note. */
  name: string;
  title: string;
  /** What each line asks, by its word. */
  asks: Record<string, string>;
  /** Where a line keeps which of them it is, and where the answer. */
  keys: { word: string; answer: string };
  yes: string;
  no: string;
  /** What is written down after a no. */
  note: string;
  hint: string;
}

type Line = Record<string, unknown>;

export function ChecklistField({ name, title, asks, keys, yes, no, note, hint }: Props) {
  const form = Form.useFormInstance();
  const lines = (Form.useWatch(name, { preserve: true }) as Line[] | undefined) ?? [];
  const asked = (line: Line | undefined) => asks[String(line?.[keys.word])] ?? "";
  const all = () =>
    form.setFieldValue(
      name,
      lines.map((line) => ({ ...line, [keys.answer]: true, note: "" })),
    );
  return (
    <>
      <Flex justify="space-between" align="center" style={{ marginBottom: 6 }}>
        <Typography.Text strong>{title}</Typography.Text>
        <Button size="small" onClick={all}>
          全部{yes}
        </Button>
      </Flex>
      <Form.List name={name}>
        {(fields, _, { errors }) => (
          <>
            {fields.map(({ key, name: place }) => (
              <div key={key}>
                <Flex gap={8} align="center" justify="space-between">
                  <span>{asked(lines[place])}</span>
                  <Form.Item name={[place, keys.answer]} style={{ margin: 0 }} rules={[{ required: true, message: "请确认。" }]}>
                    <Radio.Group
                      size="small"
                      optionType="button"
                      options={[
                        { value: true, label: yes },
                        { value: false, label: no },
                      ]}
                    />
                  </Form.Item>
                </Flex>
                {lines[place]?.[keys.answer] === false && (
                  <Form.Item name={[place, "note"]} rules={requireField(note)} style={{ margin: "4px 0 8px" }}>
                    <Input placeholder={hint} aria-label={`${asked(lines[place])}：${note}`} />
                  </Form.Item>
                )}
              </div>
            ))}
            <Form.ErrorList errors={errors} />
          </>
        )}
      </Form.List>
      <div style={{ height: 14 }} />
    </>
  );
}

// Rows of a step's form: as many as are needed, added and taken away by keyboard.
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Flex, Form, Typography } from "antd";
import type { ReactNode } from "react";
import { focusNewRow } from "../../shared/table/focus-new-row";

interface Props {
  name: string;
  title: string;
  /** What the button adds: `人员`. */
  what: string;
  fresh: () => Record<string, unknown>;
  least?: number;
  row: (place: number) => ReactNode;
}

export function RepeatedRows({ name, title, what, fresh, least = 1, row }: Props) {
  return (
    <>
      <Typography.Text strong>{title}</Typography.Text>
      <Form.List name={name}>
        {(fields, { add, remove }, { errors }) => (
          <div style={{ margin: "6px 0 14px" }}>
            {fields.map(({ key, name: place }) => (
              <Flex key={key} gap={8} align="start">
                {row(place)}
                <Button
                  icon={<DeleteOutlined />}
                  aria-label={`删除${what} ${place + 1}`}
                  disabled={fields.length <= least}
                  onClick={() => remove(place)}
                />
              </Flex>
            ))}
            <Form.ErrorList errors={errors} />
            <Button size="small" icon={<PlusOutlined />} onClick={(event) => (add(fresh()), focusNewRow(event))}>
              添加{what}
            </Button>
          </div>
        )}
      </Form.List>
    </>
  );
}

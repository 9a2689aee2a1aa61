// When a step happened and who did it, at the end of its form.
import { Collapse, Form, Input } from "antd";
import { useDesk } from "../../session/desk-state";
import { DateTimePicker } from "../../shared/time/date-time-picker";

/** `when`: not where the form itself asks when it began, nor where it happens now; `who`: not where it is whoever is signed in. */
export function WhenAndWho({ when = true, who: asked = true }: { when?: boolean; who?: boolean }) {
  const { person } = useDesk();
  if (!asked) return null;
  const who = (
    <Form.Item name="performed_by" label="办理人" style={{ margin: 0 }}>
      <Input autoComplete="off" placeholder={person?.name ?? "本人"} />
    </Form.Item>
  );
  if (!when) return who;
  return (
    <Collapse
      defaultActiveKey={["who"]}
      size="small"
      items={[
        {
          key: "who",
          label: "实际发生时间和办理人",
          forceRender: true,
          children: (
            <div className="pair">
              <Form.Item name="happened_at" label="发生时间" extra="不填即现在；事后登记会标为补录" style={{ margin: 0 }}>
                <DateTimePicker placeholder="现在" />
              </Form.Item>
              {who}
            </div>
          ),
        },
      ]}
    />
  );
}

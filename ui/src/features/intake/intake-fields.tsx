// Who and where, as the service needs it: a household leaves name, phone and address (2.3); a reminder may know no
// phone; an event has a community, an outage a place.
import { AutoComplete, Button, Form, Input, Radio, type FormInstance } from "antd";
import { memo } from "react";
import { Link } from "react-router";
import { useRead } from "../../api/use-command";
import type { ServiceKind } from "../../gen/wire";
import { toSelectOptions, words } from "../../shared/text/options";
import { requireText, trimText } from "../../services/common/questions";
import type { IntakeDraft } from "./intake-draft";
import { isAreaService } from "../../shared/ticket/service";

interface Who {
  name: string;
  phone: string;
  address: string;
  hint: string;
  /** Which of the four must be filled in. */
  needs: readonly ("name" | "phone" | "address" | "community")[];
}

const HOUSEHOLD: Who = {
  name: "用户姓名",
  phone: "联系电话",
  address: "详细地址",
  hint: "小区、楼号、单元、房间",
  needs: ["name", "phone", "address"],
};

const WHO: Record<ServiceKind, Who> = {
  repair: HOUSEHOLD,
  leak_detection: HOUSEHOLD,
  water_quality: HOUSEHOLD,
  reminder: { ...HOUSEHOLD, needs: ["name", "address"] },
  community: {
    name: "社区联系人",
    phone: "联系电话",
    address: "社区地址",
    hint: "街道、门牌",
    needs: ["community"],
  },
  emergency_water: {
    name: "报告人",
    phone: "联系电话",
    address: "故障位置",
    hint: "哪条路、哪段管线、哪个泵房",
    needs: ["address"],
  },
};

/** What must be known of who calls, and is not yet. */
export function findMissingField(service: ServiceKind, draft: IntakeDraft): Who["needs"][number] | undefined {
  return WHO[service].needs.find((field) => trimText(draft[field]) === "");
}

/** Whether nobody knows yet who calls. */
export function isCallerUnknown({ name, phone, address, community }: IntakeDraft): boolean {
  return [name, phone, address, community].every((text) => trimText(text) === "");
}

interface Props {
  service: ServiceKind;
  linked: number | null;
  form: FormInstance<IntakeDraft>;
}

export const CallerFields = memo(function WhoFields({ service, linked, form }: Props) {
  const settings = useRead("settings_get", {});
  const communities = settings.data?.settings.communities ?? [];
  const who = WHO[service];
  const needed = (field: Who["needs"][number], label: string) => {
    const must = who.needs.includes(field);
    return { name: field, label: must ? label : `${label}（可不填）`, rules: must ? requireText(label) : [] };
  };
  const community = (
    <Form.Item {...needed("community", "小区")}>
      <AutoComplete options={communities.map((value) => ({ value }))} showSearch={{ filterOption: true }} />
    </Form.Item>
  );
  return (
    <>
      <div className="triple">
        {service === "community" && community}
        <Form.Item {...needed("name", who.name)}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item {...needed("phone", who.phone)}>
          <Input autoComplete="off" inputMode="tel" />
        </Form.Item>
        {!isAreaService(service) && (
          <Form.Item name="account_number" label={linked === null ? "户号（可不填）" : <Linked customer={linked} form={form} />}>
            <Input autoComplete="off" readOnly={linked !== null} />
          </Form.Item>
        )}
      </div>
      <Form.Item {...needed("address", who.address)}>
        <Input autoComplete="off" placeholder={who.hint} />
      </Form.Item>
      <div className="triple">
        {service !== "community" && community}
        <Form.Item name="area" label="区域">
          <Radio.Group optionType="button" options={toSelectOptions(words.AddressArea)} />
        </Form.Item>
        <Form.Item name="external_number" label="来源单号（可不填）" tooltip="其他平台转来时的编号">
          <Input autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item name="customer" hidden>
        <Input />
      </Form.Item>
    </>
  );
});

function Linked({ customer, form }: { customer: number; form: FormInstance<IntakeDraft> }) {
  return (
    <>
      户号
      <Link to={`/household/${customer}`} style={{ margin: "0 8px" }}>
        用户档案
      </Link>
      <Button
        size="small"
        type="link"
        style={{ padding: 0 }}
        onClick={() => form.setFieldsValue({ customer: null, account_number: "" })}
      >
        取消关联
      </Button>
    </>
  );
}

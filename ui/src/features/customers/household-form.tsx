// A household added or changed, in a drawer. The program adds and changes by the account number alone, whoever has it: so the
// number of a household stays as it is, one that is taken already is said before anything is written over, and a household that
// somebody else changed meanwhile is read again first.
import { useQueryClient } from "@tanstack/react-query";
import { App, AutoComplete, Button, Drawer, Flex, Form, Input, Radio } from "antd";
import { useState } from "react";
import { runCommand, useChange, useRead } from "../../api/use-command";
import { useFormDraft } from "../../shared/drafts/form-draft";
import { nameHouseholdDraft } from "../../shared/drafts/draft-names";
import { RestoredDraftAlert } from "../../shared/drafts/restored-draft-alert";
import { useDrafts } from "../../shared/drafts/use-drafts";
import type { Customer } from "../../gen/wire";
import { InitialFocus } from "../../shared/keyboard/initial-focus";
import { submitOnSaveKey } from "../../shared/keyboard/key-events";
import { focusErrorField } from "../../shared/keyboard/focus-first-error";
import { showFieldRefusal } from "../../shared/dialogs/refusal";
import { refusalOf } from "../../api/platform";
import { describeRefusal } from "../../shared/text/errors";
import { toSelectOptions, words } from "../../shared/text/options";
import { requireText } from "../../services/common/questions";
import { PhoneFields } from "./phone-fields";
import { SaveObstacleAlert, type SaveObstacle } from "./save-obstacle";
import { findBadPhone, listChangedFields, findAccountHolder, HOUSEHOLD_LABELS, rebaseHouseholdForm, toHousehold, toHouseholdFormValues, type HouseholdFormValues } from "../../shared/customer/household-values";

interface Props {
  /** The one to change; nothing for a new one. */
  customer: Customer | null;
  close: () => void;
  /** Told which one was saved, or was there already. */
  done: (customer: Customer) => void;
}

export function HouseholdForm(props: Props) {
  const { ready } = useDrafts();
  return ready ? <Editing {...props} /> : null;
}

function Editing({ customer, close, done }: Props) {
  const [form] = Form.useForm<HouseholdFormValues>();
  const [blank] = useState(() => toHouseholdFormValues(customer?.household ?? null));
  const draft = useFormDraft(nameHouseholdDraft(customer?.id ?? null), form, blank);
  const [stop, setStop] = useState<SaveObstacle | null>(null);
  const [looking, setLooking] = useState(false);
  const client = useQueryClient();
  const save = useChange("customer_save");
  const settings = useRead("settings_get", {});
  const { message } = App.useApp();
  const busy = looking || save.isPending;
  const typed = () => form.getFieldsValue(true) as HouseholdFormValues;

  const refused = (error: unknown) => {
    const refusal = refusalOf(error);
    const bad = refusal?.code === "bad_phone" ? findBadPhone(typed().phones) : -1;
    if (bad >= 0) {
      form.setFields([{ name: ["phones", bad], errors: [describeRefusal(refusal)] }]);
      focusErrorField(form, ["phones", bad]);
    } else if (!showFieldRefusal(form, error)) setStop({ why: "refused", problem: describeRefusal(refusal) });
  };
  const write = () =>
    save.mutate(
      { household: toHousehold(typed()) },
      {
        onSuccess: ({ value }) => {
          void message.success(customer ? "用户档案已保存。" : "用户已添加。");
          draft.drop();
          done(value);
        },
        onError: refused,
      },
    );

  /** What stands against it, before anything is written. */
  const look = async (): Promise<SaveObstacle | null> => {
    const mine = toHousehold(typed());
    if (!customer) {
      const found = findAccountHolder(await runCommand(client, "customer_find", { text: mine.account_number }), mine.account_number);
      if (found === "unsure") return { why: "unsure", account: mine.account_number };
      return found && { why: "taken", by: found, mine };
    }
    const { household: now } = await runCommand(client, "customer_get", { customer: customer.id });
    const { base } = typed();
    if (!base || listChangedFields(base, now).length === 0) return null;
    form.setFieldsValue(rebaseHouseholdForm(typed(), now));
    draft.remember();
    return { why: "changed", fields: listChangedFields(base, now), now };
  };
  const submit = async () => {
    setStop(null);
    setLooking(true);
    try {
      const against = await look();
      if (against) setStop(against);
      else write();
    } catch (error) {
      refused(error);
    } finally {
      setLooking(false);
    }
  };
  const leave = () => {
    draft.leave();
    close();
  };

  return (
    <Drawer
      open
      title={customer ? `编辑用户档案　${customer.household.name}` : "添加用户"}
      onClose={leave}
      size={560}
      mask={{ closable: false }}
      footer={
        <Flex justify="end" gap={8} align="center">
          <span className="quiet">Ctrl + Enter 保存</span>
          <Button onClick={leave}>取消</Button>
          <Button type="primary" loading={busy} onClick={() => form.submit()}>
            保存
          </Button>
        </Flex>
      }
    >
      {draft.kept && <RestoredDraftAlert discard={draft.discard} />}
      {stop && <SaveObstacleAlert stop={stop} open={done} write={write} busy={busy} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={draft.start}
        onFinish={() => void submit()}
        onValuesChange={(changed: Partial<HouseholdFormValues>) => {
          // What was asked was asked of another number.
          if ("account_number" in changed) setStop(null);
          draft.remember();
        }}
        onKeyDown={submitOnSaveKey({ submit: () => busy || form.submit() })}
      >
        {/* What is known of a household begins with its account number, which stays. */}
        <InitialFocus given={customer ? 1 : 0}>
          <Form.Item
            name="account_number"
            label={HOUSEHOLD_LABELS.account_number}
            rules={requireText(HOUSEHOLD_LABELS.account_number)}
            extra={customer && "户号不能更改。换了户号的，请另行添加用户。"}
          >
            <Input autoComplete="off" readOnly={customer !== null} className="number" />
          </Form.Item>
          <Form.Item name="name" label={HOUSEHOLD_LABELS.name} rules={requireText(HOUSEHOLD_LABELS.name)}>
            <Input autoComplete="off" />
          </Form.Item>
          <PhoneFields />
          <Form.Item name="address" label={HOUSEHOLD_LABELS.address} rules={requireText(HOUSEHOLD_LABELS.address)}>
            <Input autoComplete="off" placeholder="小区、楼号、单元、房间" />
          </Form.Item>
          <Form.Item name="community" label={`${HOUSEHOLD_LABELS.community}（可不填）`}>
            <AutoComplete
              options={(settings.data?.settings.communities ?? []).map((value) => ({ value }))}
              showSearch={{ filterOption: true }}
            />
          </Form.Item>
          <Form.Item name="area" label={HOUSEHOLD_LABELS.area}>
            <Radio.Group optionType="button" options={toSelectOptions(words.AddressArea)} />
          </Form.Item>
          <Form.Item name="meter_number" label={`${HOUSEHOLD_LABELS.meter_number}（可不填）`}>
            <Input autoComplete="off" className="number" />
          </Form.Item>
        </InitialFocus>
      </Form>
    </Drawer>
  );
}

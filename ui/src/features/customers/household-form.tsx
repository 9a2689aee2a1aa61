// A household added or changed, in a drawer. The program adds and changes by the account number alone, whichever household has it: so the
// number of a household stays as it is, one that is taken already is said before anything is written over, and a household that
// another person changed meanwhile is read again first.
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { App, AutoComplete, Button, Drawer, Flex, Form, Input, Radio, type FormInstance } from "antd";
import { useState } from "react";
import { runCommand, useChange, useRead } from "../../api/use-command";
import { useFormDraft } from "../../shared/drafts/form-draft";
import { nameHouseholdDraft } from "../../shared/drafts/draft-names";
import { RestoredDraftAlert } from "../../shared/drafts/restored-draft-alert";
import { useDrafts } from "../../shared/drafts/use-drafts";
import type { Customer } from "../../gen/wire";
import { InitialFocus } from "../../shared/keyboard/initial-focus";
import { submitOnSaveKey } from "../../shared/keyboard/key-events";
import { focusErrorField } from "../../shared/antd-compat/focus-error-field";
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
  /** Receives the one that was saved, or that was there already. */
  done: (customer: Customer) => void;
}

export function HouseholdForm(props: Props) {
  const { ready } = useDrafts();
  return ready ? <HouseholdDrawer {...props} /> : null;
}

function HouseholdDrawer({ customer, close, done }: Props) {
  const [form] = Form.useForm<HouseholdFormValues>();
  const [blank] = useState(() => toHouseholdFormValues(customer?.household ?? null));
  const draft = useFormDraft(nameHouseholdDraft(customer?.id ?? null), form, blank);
  const { obstacle, clearObstacle, saveHousehold, writeHousehold, isBusy } = useHouseholdSave({ customer, form, draft, done });
  const settings = useRead("settings_get", {});
  const leaveDrawer = () => {
    draft.leave();
    close();
  };

  return (
    <Drawer
      open
      title={customer ? `编辑用户档案　${customer.household.name}` : "添加用户"}
      onClose={leaveDrawer}
      size={560}
      mask={{ closable: false }}
      footer={
        <Flex justify="end" gap={8} align="center">
          <span className="quiet">Ctrl + Enter 保存</span>
          <Button onClick={leaveDrawer}>取消</Button>
          <Button type="primary" loading={isBusy} onClick={() => form.submit()}>
            保存
          </Button>
        </Flex>
      }
    >
      {draft.kept && <RestoredDraftAlert discard={draft.discard} />}
      {obstacle && <SaveObstacleAlert stop={obstacle} open={done} write={writeHousehold} busy={isBusy} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={draft.start}
        onFinish={() => void saveHousehold()}
        onValuesChange={(changed: Partial<HouseholdFormValues>) => {
          // The obstacle was found for another number.
          if ("account_number" in changed) clearObstacle();
          draft.remember();
        }}
        onKeyDown={submitOnSaveKey({ submit: () => isBusy || form.submit() })}
      >
        <HouseholdFields isNew={customer === null} communities={settings.data?.settings.communities ?? []} />
      </Form>
    </Drawer>
  );
}

const readTypedHousehold = (form: FormInstance<HouseholdFormValues>) => form.getFieldsValue(true) as HouseholdFormValues;

interface SaveArgs extends Pick<Props, "customer" | "done"> {
  form: FormInstance<HouseholdFormValues>;
  draft: Pick<ReturnType<typeof useFormDraft>, "drop" | "remember">;
}

/** Looks for an obstacle, then writes; `writeHousehold` writes in spite of one. */
function useHouseholdSave({ customer, form, draft, done }: SaveArgs) {
  const [obstacle, setObstacle] = useState<SaveObstacle | null>(null);
  const [isLooking, setIsLooking] = useState(false);
  const client = useQueryClient();
  const save = useChange("customer_save");
  const { message } = App.useApp();
  const showFailure = (error: unknown) => {
    if (!showHouseholdRefusal(form, error)) setObstacle({ why: "refused", problem: describeRefusal(refusalOf(error)) });
  };
  const writeHousehold = () =>
    save.mutate(
      { household: toHousehold(readTypedHousehold(form)) },
      {
        onSuccess: ({ value }) => {
          void message.success(customer ? "用户档案已保存。" : "用户已添加。");
          draft.drop();
          done(value);
        },
        onError: showFailure,
      },
    );
  const findObstacle = () => (customer ? rebaseOnSavedHousehold(client, customer, form, draft.remember) : findOtherHolder(client, form));
  const saveHousehold = async () => {
    setObstacle(null);
    setIsLooking(true);
    try {
      const found = await findObstacle();
      if (found) setObstacle(found);
      else writeHousehold();
    } catch (error) {
      showFailure(error);
    } finally {
      setIsLooking(false);
    }
  };
  return { obstacle, clearObstacle: () => setObstacle(null), saveHousehold, writeHousehold, isBusy: isLooking || save.isPending };
}

/** Shows a refusal at its field; `false` where the form has no such field. A phone's refusal does not say which phone. */
function showHouseholdRefusal(form: FormInstance<HouseholdFormValues>, error: unknown): boolean {
  const refusal = refusalOf(error);
  const bad = refusal?.code === "bad_phone" ? findBadPhone(readTypedHousehold(form).phones) : -1;
  if (bad < 0) return showFieldRefusal(form, error);
  form.setFields([{ name: ["phones", bad], errors: [describeRefusal(refusal)] }]);
  focusErrorField(form, ["phones", bad]);
  return true;
}

/** The obstacle to a new household: its account number may belong to another one. */
async function findOtherHolder(client: QueryClient, form: FormInstance<HouseholdFormValues>): Promise<SaveObstacle | null> {
  const mine = toHousehold(readTypedHousehold(form));
  const found = findAccountHolder(await runCommand(client, "customer_find", { text: mine.account_number }), mine.account_number);
  if (found === "unsure") return { why: "unsure", account: mine.account_number };
  return found && { why: "taken", by: found, mine };
}

/** The obstacle to a changed household: another person changed it meanwhile. The form then shows the newer state below what was typed. */
async function rebaseOnSavedHousehold(
  client: QueryClient,
  customer: Customer,
  form: FormInstance<HouseholdFormValues>,
  rememberDraft: () => void,
): Promise<SaveObstacle | null> {
  const { household: now } = await runCommand(client, "customer_get", { customer: customer.id });
  const { base } = readTypedHousehold(form);
  if (!base || listChangedFields(base, now).length === 0) return null;
  form.setFieldsValue(rebaseHouseholdForm(readTypedHousehold(form), now));
  rememberDraft();
  return { why: "changed", fields: listChangedFields(base, now), now };
}

function HouseholdFields({ isNew, communities }: { isNew: boolean; communities: readonly string[] }) {
  return (
    // The account number of a known household comes first and does not change: typing begins after it.
    <InitialFocus given={isNew ? 0 : 1}>
      <Form.Item
        name="account_number"
        label={HOUSEHOLD_LABELS.account_number}
        rules={requireText(HOUSEHOLD_LABELS.account_number)}
        extra={isNew ? null : "户号不能更改。换了户号的，请另行添加用户。"}
      >
        <Input autoComplete="off" readOnly={!isNew} className="number" />
      </Form.Item>
      <Form.Item name="name" label={HOUSEHOLD_LABELS.name} rules={requireText(HOUSEHOLD_LABELS.name)}>
        <Input autoComplete="off" />
      </Form.Item>
      <PhoneFields />
      <Form.Item name="address" label={HOUSEHOLD_LABELS.address} rules={requireText(HOUSEHOLD_LABELS.address)}>
        <Input autoComplete="off" placeholder="小区、楼号、单元、房间" />
      </Form.Item>
      <Form.Item name="community" label={`${HOUSEHOLD_LABELS.community}（可不填）`}>
        <AutoComplete options={communities.map((value) => ({ value }))} showSearch={{ filterOption: true }} />
      </Form.Item>
      <Form.Item name="area" label={HOUSEHOLD_LABELS.area}>
        <Radio.Group optionType="button" options={toSelectOptions(words.AddressArea)} />
      </Form.Item>
      <Form.Item name="meter_number" label={`${HOUSEHOLD_LABELS.meter_number}（可不填）`}>
        <Input autoComplete="off" className="number" />
      </Form.Item>
    </InitialFocus>
  );
}

// How a refusal is shown: on its field where there is one, above the form else.
import { Alert, App, Button, type FormInstance } from "antd";
import { useCallback, useContext } from "react";
import { findHomePlace } from "../../session/menu";
import { DeskStateContext } from "../../session/desk-state";
import { refusalOf } from "../../api/platform";
import { describeRefusal } from "../text/errors";
import { focusErrorField } from "../antd-compat/focus-error-field";

/** Says a refusal that has no form. */
export function useShowRefusal() {
  const { message } = App.useApp();
  return useCallback((error: unknown) => void message.error(describeRefusal(refusalOf(error)), 6), [message]);
}

/** Puts a refusal on its field. `false` if the form has no such field. `under`: where the form's fields lie in the
 *  request, if not at its top. */
export function showFieldRefusal(form: FormInstance, error: unknown, under = ""): boolean {
  const refusal = refusalOf(error);
  if (!refusal?.field) return false;
  const path = under && refusal.field.startsWith(`${under}.`) ? refusal.field.slice(under.length + 1) : refusal.field;
  const name = path.split(".");
  const known = form.getFieldsError().some((field) => field.name.join(".") === path);
  if (!known) return false;
  form.setFields([{ name, errors: [describeRefusal(refusal)] }]);
  focusErrorField(form, name);
  return true;
}

/** What stands in a table that could not be read, below the reason: nothing there would be taken for none. */
export const READ_FAILED_TEXT = "没有读取出来，请按上面的“重试”。";

/** A read that failed. What a person may not read they may not read the second time either: they are led to their first page. */
export function FailureAlert({ error, again }: { error: unknown; again: () => void }) {
  const refusal = refusalOf(error);
  const may = useContext(DeskStateContext)?.may;
  const home = may && findHomePlace(may);
  const retry = <Button onClick={again}>重试</Button>;
  const away = home && !location.hash.startsWith(`#${home.path}`) && <Button href={`#${home.path}`}>前往“{home.label}”</Button>;
  return <Alert type="error" showIcon title={describeRefusal(refusal)} action={refusal?.code === "not_permitted" ? away : retry} />;
}

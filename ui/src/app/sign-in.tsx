// Sign-in, in the browser's own fields.
import { useId, useRef, useState, type ComponentProps, type FormEvent, type KeyboardEvent } from "react";
import { useChangeAndRead } from "../api/use-command";
import { useUsableMark } from "../shared/form/use-usable-mark";
import { refusalOf } from "../api/platform";
import { describeRefusal } from "../shared/text/errors";
import type { CachedSignIn } from "./cached-sign-in";
import { useSetDeskState } from "./app-root";

const MISSING = { name: "请填写姓名。", password: "请填写密码。" };

interface Props {
  said: CachedSignIn;
  /** What is wrong with the computer's time, or with the data. */
  problems: string[];
}

export function SignInScreen({ said, problems }: Props) {
  const [problem, setProblem] = useState("");
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [shown, setShown] = useState(false);
  const [capitals, setCapitals] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // The desk is painted once, with its rows: in the window a second painting takes as long as the first.
  const enter = useChangeAndRead("person_sign_in", "ticket_board");
  const stand = useSetDeskState();
  useUsableMark(true);
  const field = (name: string) => form.current?.elements.namedItem(name) as HTMLInputElement;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (enter.isPending) return;
    const [name, password] = [field("name").value.trim(), field("password").value];
    const empty = Object.entries({ name, password }).flatMap(([key, value]) => (value ? [] : [key]));
    setProblem("");
    setMissing(empty);
    if (empty[0]) return field(empty[0]).focus();
    enter.mutate(
      { name, password },
      {
        onSuccess: stand,
        onError: (error) => {
          setProblem(describeRefusal(refusalOf(error)));
          field("password").value = "";
          field("password").focus();
        },
      },
    );
  };
  const typed = (event: KeyboardEvent) => setCapitals(event.getModifierState("CapsLock"));
  const wrong = (name: keyof typeof MISSING) => (missing.includes(name) ? MISSING[name] : undefined);
  return (
    <main className="gate">
      <div className="sign-in">
        <div className="sign-in-head">
          <h1>延伸服务台</h1>
          {said.demo && <span className="demo">演示数据</span>}
        </div>
        <p>
          {said.company}　服务热线 {said.hotline}
        </p>
        {problems.map((text) => (
          <div key={text} className="problem" role="alert">
            {text}
          </div>
        ))}
        {problem && (
          <div className="problem" role="alert">
            {problem}
          </div>
        )}
        <form ref={form} onSubmit={submit} noValidate>
          <Field label="姓名" name="name" wrong={wrong("name")} autoFocus autoComplete="username" />
          <Field
            label="密码"
            name="password"
            wrong={wrong("password")}
            type={shown ? "text" : "password"}
            autoComplete="current-password"
            onKeyUp={typed}
            onBlur={() => setCapitals(false)}
            hint={capitals ? "大写锁定已打开。" : undefined}
          >
            <button type="button" className="show" onClick={() => setShown(!shown)}>
              {shown ? "隐藏" : "显示"}
            </button>
          </Field>
          <button type="submit" aria-disabled={enter.isPending}>
            登录
          </button>
        </form>
        <footer>忘记密码请联系系统管理员重设。版本 {said.version}</footer>
      </div>
    </main>
  );
}

interface FieldProps extends ComponentProps<"input"> {
  label: string;
  wrong: string | undefined;
  hint?: string | undefined;
}

function Field({ label, wrong, hint, children, ...input }: FieldProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <div className="field">
        <input id={id} aria-invalid={wrong !== undefined} aria-describedby={`${id}-said`} {...input} />
        {children}
      </div>
      <div id={`${id}-said`} className="said" role="status">
        {wrong && <span className="wrong">{wrong}</span>}
        {!wrong && hint && <span className="hint">{hint}</span>}
      </div>
    </div>
  );
}

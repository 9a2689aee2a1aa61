// Why a form was refused, as it stands above the form.
import { useCallback, useState } from "react";
import { useKeyChanged } from "../../api/passphrase-request";
import type { Refusal } from "../../gen/wire";
import { describeRefusal } from "../text/errors";

interface Problem {
  said: string;
  /** It was refused only because the key's passphrase had not been given. */
  locked: boolean;
}

const NONE: Problem = { said: "", locked: false };

/** The sentence, and how to say one: a refusal (`null`: the program did not answer) or words of one's own; empty words take it away. What was
 *  refused for want of the key's passphrase goes as soon as that is given. */
export function useFormProblem(): [string, (why: Refusal | string | null) => void] {
  const [{ said }, setProblem] = useState(NONE);
  useKeyChanged(() => setProblem((before) => (before.locked ? NONE : before)));
  const say = useCallback(
    (why: Refusal | string | null) =>
      setProblem(
        typeof why === "string"
          ? { said: why, locked: false }
          : { said: describeRefusal(why), locked: why?.code === "key_locked" || why?.code === "key_passphrase_needed" },
      ),
    [],
  );
  return [said, say];
}

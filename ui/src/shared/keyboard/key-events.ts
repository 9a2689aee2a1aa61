// Enter while an input method composes chooses a word; it never submits anything.

interface KeyLike {
  key: string;
  keyCode?: number;
  ctrlKey?: boolean;
  metaKey?: boolean;
  isComposing?: boolean;
  repeat?: boolean;
  nativeEvent?: { isComposing?: boolean };
}

/** Whether an input method has the keyboard. 229 is what older engines send for it. */
export function isComposingText(event: KeyLike): boolean {
  return Boolean(event.isComposing ?? event.nativeEvent?.isComposing) || event.keyCode === 229;
}

/** Enter that is meant. */
export function isEnterKey(event: KeyLike): boolean {
  return event.key === "Enter" && !isComposingText(event);
}

/** Ctrl+Enter that is meant. */
export function isSaveKey(event: KeyLike): boolean {
  return isEnterKey(event) && Boolean(event.ctrlKey || event.metaKey);
}

/** Ctrl+Enter anywhere in a form saves it: its button may be far below. */
export function submitOnSaveKey(form: { submit: () => unknown }) {
  return (event: KeyLike & { preventDefault: () => void }) => {
    if (!isSaveKey(event)) return;
    event.preventDefault();
    if (!event.repeat) form.submit();
  };
}

// The keyboard goes back to where it was before a dialog or a drawer: most of them are taken away at once when they are closed,
// and what is taken away gives nothing back.

const LAYER = ".ant-modal-root, .ant-drawer";

/** Watches the layers above `page`; returns what ends it. */
export function giveBack(page: HTMLElement): () => void {
  const steps: HTMLElement[] = [];
  const remember = ({ target }: FocusEvent) => {
    // Of the page, or of a layer: a dialog above a drawer goes back to the drawer.
    if (target instanceof HTMLElement && (page.contains(target) || target.closest(LAYER))) steps.push(target);
    if (steps.length > 40) steps.splice(0, 20);
  };
  const watch = new MutationObserver((changes) => {
    // What is taken away is emptied first, so that it cannot be asked what it was.
    const gone = changes.some(({ removedNodes }) => removedNodes.length > 0);
    if (!gone || (document.activeElement && document.activeElement !== document.body)) return;
    steps.findLast((step) => step.isConnected)?.focus();
  });
  document.addEventListener("focusin", remember);
  watch.observe(document.body, { childList: true });
  return () => {
    document.removeEventListener("focusin", remember);
    watch.disconnect();
  };
}

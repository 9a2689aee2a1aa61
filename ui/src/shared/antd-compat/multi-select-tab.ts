// antd 6.6.8 (@rc-component/select 1.10.1, `OptionList`): in a Select with several values and an open list, Tab chooses the marked option,
// and the list stays open. In every other field Tab only leaves.

function keepTabFromMultiSelect(event: KeyboardEvent) {
  // The event stays uncancelled: the browser moves the focus, and the list closes by its blur.
  if (event.key === "Tab" && event.target instanceof Element && event.target.closest(".ant-select-multiple")) event.stopPropagation();
}

/** Lets Tab leave a Select with several values. Returns the function that ends it. */
export function letTabLeaveMultiSelect(): () => void {
  // At the document and by capture: before React, which listens at the root.
  document.addEventListener("keydown", keepTabFromMultiSelect, { capture: true });
  return () => document.removeEventListener("keydown", keepTabFromMultiSelect, { capture: true });
}

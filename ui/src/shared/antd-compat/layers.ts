// What antd 6.6.8 leaves in the page of a layer that is closed, and what its layers do not say of themselves. Every class name of antd's
// layers that the program's logic reads is here.

/** A Modal or a Drawer, as antd puts it into `<body>`. */
export const LAYER_ROOT = ".ant-modal-root, .ant-drawer";
/** The list of a Dropdown. */
export const MENU_SELECTOR = ".ant-dropdown";
/** A Modal: it is answered before anything else. A Drawer is none. */
export const MODAL_PANEL = ".ant-modal-wrap [role=dialog]";

/** antd (@rc-component/motion 1.3.3): a Modal that was answered fades for 0.2 s, in which it is still a `role="dialog"` in sight; only this class
 * says that it is closed. */
export const isLayerLeaving = (dialog: Element): boolean => /-leave\b/.test(dialog.className);

/** antd (@rc-component/drawer 1.4.2): a Drawer with `open={false}` stays in the page as a `role="dialog"`, and slides away for 0.3 s; only the class
 * of the open one is gone. */
export const isInClosedDrawer = (dialog: Element): boolean => dialog.closest(".ant-drawer:not(.ant-drawer-open)") !== null;

/** antd (@rc-component/dropdown 1.0.3): a Dropdown that was closed takes the focus nevertheless, three frames after it was opened. */
export const isInLeavingMenu = (element: Element): boolean => element.closest(`${MENU_SELECTOR}[class*="-leave"]`) !== null;

export const isInMenu = (target: EventTarget | null): boolean => target instanceof Element && target.closest(MENU_SELECTOR) !== null;

export const isMenuItem = (target: EventTarget | null): boolean => target instanceof Element && target.closest(`${MENU_SELECTOR} [role=menuitem]`) !== null;

/** antd: the foot of a Modal is outside of its form and its button has the type `button`, so no key of the browser's presses it. A Modal where
 * nothing is typed may have no foot. */
export const findModalOkButton = (dialog: Element): HTMLButtonElement | null => dialog.querySelector(".ant-modal-footer .ant-btn-primary:not(:disabled)");

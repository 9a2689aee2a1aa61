/** True in the build made for screen tests only; a constant, so the other branch is dropped. */
declare const __BRIDGE__: boolean;

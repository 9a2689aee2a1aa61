import { createElement, useEffect } from "react";
import { createRoot } from "react-dom/client";

function Empty() {
  useEffect(() => void requestAnimationFrame(() => performance.mark("usable")), []);
  return createElement("h1", null, "空");
}

createRoot(document.getElementById("root")).render(createElement(Empty));

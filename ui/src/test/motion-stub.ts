// For tests: antd animates only where the browser knows these, and jsdom does not. Import it before antd.
for (const event of ["AnimationEvent", "TransitionEvent"]) if (!(event in window)) Object.assign(window, { [event]: class extends Event {} });
for (const name of ["animation", "transition"])
  if (!(name in document.createElement("div").style)) Object.defineProperty(CSSStyleDeclaration.prototype, name, { value: "", writable: true });

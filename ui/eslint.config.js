import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

const oneDoor = {
  patterns: [{ group: ["@tauri-apps/*"], message: "Only src/platform.ts talks to Tauri." }],
};

const oneChoice = {
  paths: [
    { name: "antd", importNames: ["Segmented"], message: "part/segments.tsx is the one that has one stop of the keyboard and a Chinese name." },
    { name: "antd", importNames: ["Popconfirm"], message: "modal.confirm is the one that takes the keyboard." },
  ],
};

export default ts.config(
  { ignores: ["dist", "dist-test", "node_modules", "src/gen"] },
  js.configs.recommended,
  ...ts.configs.strict,
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      "no-restricted-imports": ["error", { ...oneDoor, ...oneChoice }],
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      eqeqeq: "error",
      // The ideographic space between Chinese words is meant.
      "no-irregular-whitespace": ["error", { skipStrings: true, skipTemplates: true, skipJSXText: true }],
      "no-console": "error",
    },
  },
  { files: ["src/platform.ts"], rules: { "no-restricted-imports": ["error", oneChoice] } },
  { files: ["src/part/segments.tsx"], rules: { "no-restricted-imports": ["error", oneDoor] } },
);

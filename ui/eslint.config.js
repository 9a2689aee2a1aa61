import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

const oneDoor = {
  patterns: [{ group: ["@tauri-apps/*"], message: "Only src/api/platform.ts talks to Tauri." }],
};

const oneChoice = {
  paths: [
    { name: "antd", importNames: ["Segmented"], message: "shared/table/segments.tsx is the one that has one stop of the keyboard and a Chinese name." },
    { name: "antd", importNames: ["Popconfirm"], message: "modal.confirm is the one that takes the keyboard." },
  ],
};

/** Whoever stands higher may use what stands lower: app, features, services, shared, session, api, gen. */
const FLOORS = ["app", "features", "services", "shared", "session", "api"];
const above = (floor) => ({
  group: FLOORS.slice(0, FLOORS.indexOf(floor)).map((higher) => `**/${higher}/**`),
  message: `src/${floor} knows nothing of the floors above it: ${FLOORS.join(" → ")}.`,
});
const otherFeatures = { regex: "^\\.\\./[^./][^/]*/", message: "Other features are used by their index.ts." };

/** The same rules for the files of a floor, and that it looks down only. */
const floorRules = (floor, more = []) => ({
  files: [`src/${floor}/**/*.{ts,tsx}`],
  rules: { "no-restricted-imports": ["error", { ...oneChoice, patterns: [...oneDoor.patterns, above(floor), ...more] }] },
});

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
  floorRules("features", [otherFeatures]),
  ...["services", "shared", "session", "api"].map((floor) => floorRules(floor)),
  // A test may put something else in the place of what stands elsewhere.
  { files: ["src/**/*.test.{ts,tsx}"], rules: { "no-restricted-imports": ["error", { ...oneDoor, ...oneChoice }] } },
  { files: ["src/api/platform.ts"], rules: { "no-restricted-imports": ["error", { ...oneChoice, patterns: [above("api")] }] } },
  { files: ["src/shared/table/segments.tsx"], rules: { "no-restricted-imports": ["error", { patterns: [...oneDoor.patterns, above("shared")] }] } },
);

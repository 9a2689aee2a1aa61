// Built with the packages of ui/: `npx vite build --config ../src-tauri/examples/empty/page/vite.config.js` there.
import { fileURLToPath } from "node:url";

const packages = fileURLToPath(new URL("../../../../ui/node_modules/", import.meta.url));
const from = (name) => ({ find: name, replacement: packages + name });

export default {
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  resolve: { alias: ["react-dom", "react"].map(from) },
  build: { target: "es2022", emptyOutDir: true },
};

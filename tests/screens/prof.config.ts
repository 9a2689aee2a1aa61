import base from "./speed.config";
const port=4300;
export default {...base,testDir:"prof",webServer:{...(base as any).webServer,command:`${process.env.BRIDGE_BIN} --data ${process.env.DESK_DATA} --screens ${process.env.DIST??"/tmp/dist-prof"} --port ${port}`,url:`http://127.0.0.1:${port}/`},use:{...base.use,baseURL:`http://127.0.0.1:${port}`}};
